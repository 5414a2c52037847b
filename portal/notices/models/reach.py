from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import Role
from portal.notices.models.notice import Notice


class NoticeUnit(models.Model):
    """That a notice concerns a unit, and that the unit has acknowledged it where that is asked for."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="units", verbose_name="driftmeddelande")
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="notices", verbose_name="vårdenhet")
    queued_at = models.DateTimeField("köad den")
    acknowledged_at = models.DateTimeField("kvitterad den", null=True, blank=True)
    acknowledged_by = person("kvitterad av")

    class Meta:
        verbose_name = "enhet som berörs"
        verbose_name_plural = "enheter som berörs"
        indexes = [models.Index(fields=["unit", "-notice"], name="notice_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "unit"],
                name="notice_once_per_unit",
                violation_error_message="Enheten är redan med.",
            ),
            models.CheckConstraint(
                name="notice_acknowledged_together",
                condition=together("acknowledged_at", "acknowledged_by"),
                violation_error_message="Kvittensen ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.unit_id}"


class NoticeRecipient(models.Model):
    """Whom a notice was sent to, and for which unit; people of the region have none. A person with several units
    has several rows and gets one mail."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="recipients", verbose_name="driftmeddelande"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="person"
    )
    unit = models.ForeignKey(
        CareUnit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="vårdenhet"
    )
    role = models.CharField("roll", max_length=20, choices=Role)

    class Meta:
        verbose_name = "mottagare av driftmeddelande"
        verbose_name_plural = "mottagare av driftmeddelanden"
        indexes = [
            models.Index(fields=["notice", "unit"], name="recipient_of_unit"),
            models.Index(fields=["person", "notice"], name="recipient_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person", "unit"],
                name="recipient_once_per_unit",
                nulls_distinct=False,
                violation_error_message="Personen är redan mottagare för enheten.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id}"


class NoticeReading(models.Model):
    """That a person has opened a notice in the portal, and up to which update."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="readings", verbose_name="driftmeddelande"
    )
    sequence = models.PositiveIntegerField("uppdatering")
    opened_at = models.DateTimeField("öppnad den")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="öppnad av"
    )

    class Meta:
        verbose_name = "läsning av driftmeddelande"
        verbose_name_plural = "läsningar av driftmeddelanden"
        constraints = [
            models.UniqueConstraint(
                fields=["opened_by", "notice"],
                name="reading_once_per_person",
                violation_error_message="Personen har redan öppnat meddelandet.",
            ),
            models.CheckConstraint(
                name="reading_of_an_update",
                condition=Q(sequence__gte=1),
                violation_error_message="Bara publicerade meddelanden kan öppnas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.opened_by_id}"
