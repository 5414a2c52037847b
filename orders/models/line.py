from datetime import date

from django.db import models
from django.db.models import F, Q

from entitlements.models import CatalogueItem
from inventory.models import Asset
from orders.models.order import Order
from orders.models.outcome import Outcome


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def counting(self, on: date) -> "OrderLineQuerySet":
        """Lines that count as on the way on the day. What takes the place of a piece that the unit still had then does
        not: that piece counts for both."""
        there = Q(replaces__released_on__isnull=True) | Q(replaces__released_on__gt=on)
        return self.exclude(Q(replaces__isnull=False) & there)


class OrderLine(models.Model):
    """One line of an order, with its own decision and its own counts.

    ``replaces`` is the asset that the piece takes the place of; such a line uses no cap. ``granted`` is empty until the
    coordinator has decided. Remaining is what is granted and not yet delivered.
    """

    class Decision(models.TextChoices):
        GRANTED = "GRANTED", "Beviljad"
        REDUCED = "REDUCED", "Minskad"
        REFUSED = "REFUSED", "Avslagen"

    class Reason(models.TextChoices):
        """Why a line was reduced or refused. The sentence is what the unit reads."""

        OVER_CAP = "OVER_CAP", "Ryms inte i tilldelningen"
        NOT_MOTIVATED = "NOT_MOTIVATED", "Motiveringen räcker inte"
        HAS_ALREADY = "HAS_ALREADY", "Behovet täcks av det enheten redan har"
        OTHER_SOLUTION = "OTHER_SOLUTION", "Behovet löses på annat sätt"
        NOT_IN_ASSIGNMENT = "NOT_IN_ASSIGNMENT", "Hör inte till det uppdrag som avtalet gäller"
        DISCONTINUED = "DISCONTINUED", "Artikeln har utgått"

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name="beställning")
    position = models.PositiveIntegerField("ordning")
    item = models.ForeignKey(
        CatalogueItem, models.PROTECT, related_name="order_lines", verbose_name="artikel"
    )
    item_code = models.SlugField("artikelkod", max_length=60)
    variant = models.CharField("variant", max_length=60, blank=True)
    options = models.JSONField("tillval", default=list)
    quantity = models.PositiveIntegerField("beställt antal")
    motivation = models.TextField("motivering", blank=True)
    function = models.CharField("funktion", max_length=100, blank=True)
    room = models.CharField("rum", max_length=60, blank=True)
    replaces = models.ForeignKey(
        Asset, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="ersätter"
    )
    outcome = models.CharField("regelkontroll", max_length=12, choices=Outcome, default=Outcome.ALLOWED)
    verdicts = models.JSONField("regelkontrollens svar", default=list)
    decision = models.CharField("beslut", max_length=10, choices=Decision, blank=True)
    reason = models.CharField("skäl", max_length=20, choices=Reason, blank=True)
    granted = models.PositiveIntegerField("beviljat antal", null=True, blank=True)
    delivered = models.PositiveIntegerField("levererat antal", default=0)
    received = models.PositiveIntegerField("kvitterat antal", default=0)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = "orderrad"
        verbose_name_plural = "orderrader"
        ordering = ["order_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "position"],
                name="line_position_once",
                violation_error_message="Raderna i en beställning har var sin plats.",
            ),
            models.CheckConstraint(
                name="line_counts_in_order",
                condition=Q(quantity__gte=1)
                & (Q(granted__isnull=True) | Q(granted__lte=F("quantity")))
                & (Q(delivered=0) | Q(granted__isnull=False, delivered__lte=F("granted")))
                & Q(received__lte=F("delivered")),
                violation_error_message="Antalen stämmer inte: kvitterat ≤ levererat ≤ beviljat ≤ beställt.",
            ),
            models.CheckConstraint(
                name="line_replaces_one_by_one",
                condition=Q(replaces__isnull=True) | Q(quantity=1),
                violation_error_message="En inventarie ersätts av en enda.",
            ),
            models.CheckConstraint(
                name="line_decision_agrees",
                condition=Q(decision="", granted__isnull=True, reason="")
                | Q(decision="GRANTED", granted=F("quantity"), reason="")
                | (Q(decision="REDUCED", granted__gt=0, granted__lt=F("quantity")) & ~Q(reason=""))
                | (Q(decision="REFUSED", granted=0) & ~Q(reason="")),
                violation_error_message="En rad som minskas eller avslås ska ha ett skäl.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.item_code}"

    @property
    def remaining(self) -> int:
        """Granted pieces that are not delivered yet; before the check none."""
        return (self.granted or 0) - self.delivered

    @property
    def wanted(self) -> int:
        """What the line stands for now: the granted number when decided, else the ordered."""
        return self.quantity if self.granted is None else self.granted

    @property
    def variant_name(self) -> str:
        return self.item.variant_name(self.variant) if self.variant else ""

    @property
    def option_names(self) -> list[str]:
        return self.item.option_names(self.options)
