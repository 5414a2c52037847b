from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from portal.core.fields import EQUAL, OVERLAPS, DateRange, period_in_order, person, together
from portal.core.units.models.organisation import CareUnit


class UnitFigures(models.Model):
    """A unit's care staff and its patients listed within the county, from a day.

    Reported by the unit, verified by the coordinator; only verified figures count (Kalmar IT §3a, §4). Verified
    figures never overlap; when new ones take effect the old get their last day, and stay.
    """

    class State(models.TextChoices):
        REPORTED = "REPORTED", "Väntar på kontroll"
        VERIFIED = "VERIFIED", "Kontrollerade"
        REJECTED = "REJECTED", "Underkända"

    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="figures", verbose_name="vårdenhet")
    care_staff = models.PositiveIntegerField("vårdpersonal")
    listed_patients = models.PositiveIntegerField("listade patienter inom länet")
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    state = models.CharField("läge", max_length=10, choices=State, default=State.REPORTED)
    reported_at = models.DateTimeField("rapporterade")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="rapporterade av"
    )
    decided_at = models.DateTimeField("kontrollerade den", null=True, blank=True)
    decided_by = person("kontrollerade av")
    reason = models.CharField("skäl", max_length=500, blank=True)

    class Meta:
        verbose_name = "enhetsuppgifter"
        verbose_name_plural = "enhetsuppgifter"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="figures_period_in_order",
                condition=period_in_order(),
                violation_error_message="Uppgifterna kan inte sluta gälla innan de börjar.",
            ),
            ExclusionConstraint(
                name="figures_periods_apart",
                expressions=[("unit", EQUAL), (DateRange(), OVERLAPS)],
                condition=Q(state="VERIFIED"),
                violation_error_message="Enheten har redan uppgifter för en del av perioden.",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="REPORTED"),
                name="figures_one_report_at_a_time",
                violation_error_message="Enheten har redan uppgifter som väntar på kontroll.",
            ),
            models.CheckConstraint(
                name="figures_decided_together",
                condition=together("decided_at", "decided_by"),
                violation_error_message="Kontrollen ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="figures_state_agrees",
                condition=Q(state="REPORTED", decided_at__isnull=True)
                | Q(state__in=["VERIFIED", "REJECTED"], decided_at__isnull=False),
                violation_error_message="Läget stämmer inte med kontrollen.",
            ),
            models.CheckConstraint(
                name="figures_reporter_is_not_verifier",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reported_by")),
                violation_error_message="Den som rapporterade kan inte kontrollera uppgifterna.",
            ),
            models.CheckConstraint(
                name="figures_within_reason",
                condition=Q(care_staff__lte=5000, listed_patients__lte=200_000),
                violation_error_message="Kontrollera talen: högst 5 000 i personalen och 200 000 listade.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.valid_from}"


class FiguresConfirmation(models.Model):
    """That the head of unit has said "inget ändrat" about the figures that hold."""

    figures = models.ForeignKey(
        UnitFigures, models.PROTECT, related_name="confirmations", verbose_name="enhetsuppgifter"
    )
    confirmed_at = models.DateTimeField("bekräftade")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bekräftade av"
    )

    class Meta:
        verbose_name = "bekräftelse av uppgifter"
        verbose_name_plural = "bekräftelser av uppgifter"

    def __str__(self) -> str:
        return f"{self.figures_id} {self.confirmed_at}"
