from django.conf import settings
from django.db import models
from django.db.models import Q

from inventory.models import Asset
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class ChargeQuerySet(models.QuerySet["Charge"]):
    def visible_to(self, roles: RoleSet) -> "ChargeQuerySet":
        """What the units that the person sees are to pay or have paid."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def open(self) -> "ChargeQuerySet":
        return self.filter(invoiced_at__isnull=True, waived_at__isnull=True)

    def invoiced(self) -> "ChargeQuerySet":
        return self.filter(invoiced_at__isnull=False)

    def waived(self) -> "ChargeQuerySet":
        return self.filter(waived_at__isnull=False)


class Charge(models.Model):
    """What a unit is to pay for a piece that it answered for: decided, then invoiced by the region or waived.

    Kalmar IT §4 lets the unit protect what is supplied from theft, damage and abnormal wear, and says nothing of paying
    for it: when it pays is the open term ``charged_incident_kinds``. ``amount`` is in öre, without VAT. ``source`` names
    the incident or the return in which it was decided; a decision that is taken back waives what it charged.
    """

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="charges", verbose_name="inventarie")
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="charges", verbose_name="vårdenhet")
    source = models.CharField("underlag", max_length=60)
    amount = models.PositiveIntegerField("belopp i öre")
    purpose = models.CharField("vad det gäller", max_length=200)
    decided_at = models.DateTimeField("beslutad den")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="beslutad av"
    )
    invoiced_on = models.DateField("fakturadatum", null=True, blank=True)
    invoice_reference = models.CharField("fakturanummer", max_length=60, blank=True)
    invoiced_at = models.DateTimeField("markerad som fakturerad den", null=True, blank=True)
    invoiced_by = person("markerad som fakturerad av")
    waived_reason = models.CharField("skäl till efterskänkning", max_length=500, blank=True)
    waived_at = models.DateTimeField("efterskänkt den", null=True, blank=True)
    waived_by = person("efterskänkt av")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = "debitering"
        verbose_name_plural = "debiteringar"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="charge_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "asset"],
                condition=Q(waived_at__isnull=True),
                name="one_charge_per_decision",
                violation_error_message="Enheten debiteras redan för inventarien enligt samma beslut.",
            ),
            models.CheckConstraint(
                name="charge_amount_in_range",
                condition=Q(amount__gte=1, amount__lte=100_000_000),
                violation_error_message="Beloppet ska vara mer än 0 och högst 1 000 000 kronor.",
            ),
            models.CheckConstraint(
                name="charge_invoiced_together",
                condition=together(
                    "invoiced_at", "invoiced_by", "invoiced_on", also=~Q(invoice_reference="")
                ),
                violation_error_message="En fakturerad debitering ska ha fakturanummer, datum, tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="charge_waived_together",
                condition=together("waived_at", "waived_by", also=~Q(waived_reason="")),
                violation_error_message="En efterskänkt debitering ska ha skäl, tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="charge_invoiced_or_waived",
                condition=Q(invoiced_at__isnull=True) | Q(waived_at__isnull=True),
                violation_error_message="En debitering är antingen fakturerad eller efterskänkt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount} öre"

    @property
    def is_open(self) -> bool:
        return self.invoiced_at is None and self.waived_at is None
