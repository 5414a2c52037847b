from django.db import models
from django.db.models import Q

from inventory.models import Asset, UnitService
from inventory.returns.models.case import ReturnCase
from inventory.returns.models.handover import Handover
from portal.core.fields import person, together


class ReturnItem(models.Model):
    """A whole piece that is to go back in a case; its parts go with it.

    It is in a handover from when it is put there, HANDED_OVER when both parties have signed, and RESIDUAL when the
    coordinator has decided about what is left over. ``erased`` is the proof that a computer's data are gone.
    """

    class State(models.TextChoices):
        LISTED = "LISTED", "Att lämna"
        HANDED_OVER = "HANDED_OVER", "Överlämnad"
        RESIDUAL = "RESIDUAL", "Restpost"

    class Condition(models.TextChoices):
        OK = "OK", "Hel"
        WORN = "WORN", "Sliten"
        DAMAGED = "DAMAGED", "Skadad"
        MISSING = "MISSING", "Saknas"

    class Decision(models.TextChoices):
        WRITTEN_OFF = "WRITTEN_OFF", "Skrivs av"
        CHARGED = "CHARGED", "Debiteras enheten"
        KEPT = "KEPT", "Enheten behåller"

    class Method(models.TextChoices):
        OVERWRITTEN = "OVERWRITTEN", "Överskriven"
        CRYPTO_ERASED = "CRYPTO_ERASED", "Krypteringsnyckeln raderad"
        DESTROYED = "DESTROYED", "Lagringen förstörd"

    case = models.ForeignKey(ReturnCase, models.PROTECT, related_name="items", verbose_name="återlämning")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+", verbose_name="inventarie")
    state = models.CharField("läge", max_length=11, choices=State, default=State.LISTED)
    condition = models.CharField("skick", max_length=8, choices=Condition, blank=True)
    remark = models.CharField("anmärkning", max_length=300, blank=True)
    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="items", null=True, blank=True, verbose_name="överlämning"
    )
    decision = models.CharField("beslut", max_length=11, choices=Decision, blank=True)
    decision_note = models.CharField("skäl för beslutet", max_length=300, blank=True)
    decided_at = models.DateTimeField("beslutat den", null=True, blank=True)
    decided_by = person("beslutat av")
    erased_at = models.DateTimeField("raderad den", null=True, blank=True)
    erased_by = person("raderad av")
    erasure_method = models.CharField("sätt att radera", max_length=13, choices=Method, blank=True)
    erasure_reference = models.CharField("raderingsbevis", max_length=120, blank=True)

    class Meta:
        verbose_name = "utrustning att lämna"
        verbose_name_plural = "utrustning att lämna"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "asset"],
                name="return_item_once",
                violation_error_message="Inventarien står redan i återlämningen.",
            ),
            models.CheckConstraint(
                name="return_item_decided_together",
                condition=together("decided_at", "decided_by"),
                violation_error_message="Beslutet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="return_item_state_agrees",
                condition=Q(state="LISTED", decision="", decided_at__isnull=True)
                | Q(state="HANDED_OVER", handover__isnull=False, decision="", decided_at__isnull=True)
                | (Q(state="RESIDUAL", handover__isnull=True, decided_at__isnull=False) & ~Q(decision="")),
                violation_error_message="Läget stämmer inte med överlämningen eller beslutet.",
            ),
            models.CheckConstraint(
                name="return_item_condition_at_handover",
                condition=Q(handover__isnull=True) | Q(condition__in=("OK", "WORN", "DAMAGED")),
                violation_error_message="Det som lämnas över ska ha ett skick. Det som saknas kan inte lämnas.",
            ),
            models.CheckConstraint(
                name="return_item_erased_together",
                condition=together("erased_at", "erased_by"),
                violation_error_message="Raderingen ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="return_item_erasure_proved",
                condition=Q(erased_at__isnull=True, erasure_method="", erasure_reference="")
                | (Q(state="HANDED_OVER", erased_at__isnull=False) & ~Q(erasure_method="") & ~Q(erasure_reference="")),
                violation_error_message="En radering ska ha sätt och bevis, och gälla det som är överlämnat.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.asset_id}"

    @property
    def is_missing(self) -> bool:
        return self.condition == self.Condition.MISSING

    @property
    def needs_erasure(self) -> bool:
        """A computer that the region has and whose data nobody has said are gone. Reads the asset."""
        return self.state == self.State.HANDED_OVER and self.asset.holds_data and self.erased_at is None


class ReturnService(models.Model):
    """A service, network or access of the unit that is to end in the case. Its last day stands on the service."""

    case = models.ForeignKey(ReturnCase, models.PROTECT, related_name="services", verbose_name="återlämning")
    service = models.ForeignKey(
        UnitService, models.PROTECT, related_name="+", verbose_name="tjänst vid enheten"
    )

    class Meta:
        verbose_name = "tjänst att avsluta"
        verbose_name_plural = "tjänster att avsluta"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "service"],
                name="return_service_once",
                violation_error_message="Tjänsten står redan i återlämningen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.service_id}"
