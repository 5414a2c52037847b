from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inventory.returns.models.case import ReturnCase
from portal.core.fields import person, together


class PickUp(models.Model):
    """A time when the region fetches what is to go back. ``contact`` is the one at the unit to ask for."""

    case = models.ForeignKey(ReturnCase, models.PROTECT, related_name="pickups", verbose_name="återlämning")
    day = models.DateField("dag")
    window_start = models.TimeField("från klockan")
    window_end = models.TimeField("till klockan")
    place = models.CharField("plats", max_length=200)
    contact = models.CharField("kontakt på plats", max_length=200)
    booked_at = models.DateTimeField("bokad den")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bokad av"
    )
    cancelled_at = models.DateTimeField("avbokad den", null=True, blank=True)
    cancelled_by = person("avbokad av")

    class Meta:
        verbose_name = "hämtning"
        verbose_name_plural = "hämtningar"
        ordering = ["day", "window_start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pickup_window_in_order",
                condition=Q(window_end__gt=F("window_start")),
                violation_error_message="Hämtningen ska sluta efter att den börjar.",
            ),
            models.CheckConstraint(
                name="pickup_cancelled_together",
                condition=together("cancelled_at", "cancelled_by"),
                violation_error_message="Avbokningen ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.window_start:%H:%M}"
