from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class ReturnCaseQuerySet(models.QuerySet["ReturnCase"]):
    def visible_to(self, roles: RoleSet) -> "ReturnCaseQuerySet":
        """The cases of the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def open(self) -> "ReturnCaseQuerySet":
        return self.filter(state=ReturnCase.State.OPEN)


class ReturnCase(models.Model):
    """That a unit gives equipment back to the region: single pieces, or all that it has (Kalmar IT §4).

    A unit has at most one open case, so that a piece is never asked for twice; what more is to go back is added to it.
    ``due_on`` is the last day: that of the contract when it ends.
    """

    class Reason(models.TextChoices):
        PIECES = "PIECES", "Enstaka utrustning"
        CONTRACT_END = "CONTRACT_END", "Avtalet upphör"
        REORGANISATION = "REORGANISATION", "Organisatorisk förändring"

    class State(models.TextChoices):
        OPEN = "OPEN", "Pågår"
        CLOSED = "CLOSED", "Avslutad"
        CANCELLED = "CANCELLED", "Inställd"

    EXITS = ("CONTRACT_END", "REORGANISATION")
    """The reasons for which everything that the unit has goes back."""

    number = models.CharField("ärendenummer", max_length=20, unique=True)
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="returns", verbose_name="vårdenhet")
    reason = models.CharField("skäl", max_length=14, choices=Reason)
    state = models.CharField("läge", max_length=9, choices=State, default=State.OPEN)
    due_on = models.DateField("återlämnas senast")
    note = models.CharField("anteckning", max_length=500, blank=True)
    opened_at = models.DateTimeField("öppnad den")
    opened_by = person("öppnad av")
    closed_at = models.DateTimeField("avslutad den", null=True, blank=True)
    closed_by = person("avslutad av")
    cancelled_at = models.DateTimeField("inställd den", null=True, blank=True)
    cancelled_by = person("inställd av")

    objects = ReturnCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "återlämning"
        verbose_name_plural = "återlämningar"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="OPEN"), name="return_open_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="OPEN"),
                name="one_open_return_per_unit",
                violation_error_message="Enheten har redan en återlämning som pågår. Lägg till i den.",
            ),
            models.CheckConstraint(
                name="return_closed_together",
                condition=together("closed_at", "closed_by"),
                violation_error_message="Avslutet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="return_cancelled_together",
                condition=together("cancelled_at", "cancelled_by"),
                violation_error_message="Det inställda ärendet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="return_state_agrees",
                condition=Q(state="OPEN", closed_at__isnull=True, cancelled_at__isnull=True)
                | Q(state="CLOSED", closed_at__isnull=False, cancelled_at__isnull=True)
                | Q(state="CANCELLED", closed_at__isnull=True, cancelled_at__isnull=False),
                violation_error_message="Läget stämmer inte med när återlämningen avslutades.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_exit(self) -> bool:
        """Whether everything that the unit has goes back."""
        return self.reason in self.EXITS
