from django.conf import settings
from django.db import models
from django.db.models import Q

from inventory.incidents.models.incident import Incident


class IncidentPicture(models.Model):
    """A picture of what happened, written anew without what the camera had added of time and place. Kept in the
    database, so that web and worker need no shared disk."""

    class Format(models.TextChoices):
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        WEBP = "image/webp", "WebP"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="pictures", verbose_name="anmälan")
    position = models.PositiveIntegerField("ordning")
    content = models.BinaryField("innehåll")
    media_type = models.CharField("format", max_length=10, choices=Format)
    width = models.PositiveIntegerField("bredd")
    height = models.PositiveIntegerField("höjd")
    added_at = models.DateTimeField("tillagd den")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tillagd av"
    )

    class Meta:
        verbose_name = "bild av en incident"
        verbose_name_plural = "bilder av incidenter"
        ordering = ["incident_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "position"],
                name="incident_picture_position_once",
                violation_error_message="En annan bild kom just före. Försök igen.",
            ),
            models.CheckConstraint(
                name="incident_picture_at_most_six",
                condition=Q(position__gte=1, position__lte=6),
                violation_error_message="En anmälan kan ha högst sex bilder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.position}"
