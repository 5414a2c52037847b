from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from entitlements.models import AppendixVersion, CatalogueItem
from entitlements.rules.types import Outcome as RuleOutcome
from portal.core.fields import together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class NumberSeries(models.Model):
    """The last number given out in a series and year: B for orders, L for deliveries."""

    prefix = models.CharField("prefix", max_length=2)
    year = models.PositiveIntegerField("år")
    last = models.PositiveIntegerField("senast givna nummer", default=0)

    class Meta:
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"],
                name="number_series_once",
                violation_error_message="Nummerserien finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Outcome(models.TextChoices):
    """What the rules said, in the words of a screen."""

    ALLOWED = RuleOutcome.ALLOWED, "Inom reglerna"
    NEEDS_REVIEW = RuleOutcome.NEEDS_REVIEW, "Att pröva"
    REFUSED = RuleOutcome.REFUSED, "Utanför reglerna"


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, roles: RoleSet) -> "OrderQuerySet":
        """The orders of the units that the person sees; a draft only for the unit's own people."""
        units = CareUnit.objects.visible_to(roles).values("pk")
        own = Q(unit_id__in=roles.all_unit_ids) | Q(unit__parent_id__in=roles.all_unit_ids)
        return self.filter(unit__in=units).filter(~Q(state=Order.State.DRAFT) | own)


class Order(models.Model):
    """A unit's order of equipment. The state moves only through ``orders.workflow``.

    ``facts``, ``verdicts`` and ``appendix`` are frozen when it is submitted, and again when it is attested (on the
    attest record), so that an old decision reads the same for ever.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Utkast"
        SUBMITTED = "SUBMITTED", "Skickad"
        RETURNED_FOR_COMPLETION = "RETURNED_FOR_COMPLETION", "Återlämnad"
        CHECKED = "CHECKED", "Väntar på attest"
        ATTESTED = "ATTESTED", "Attesterad"
        IN_DELIVERY = "IN_DELIVERY", "Delvis levererad"
        DELIVERED = "DELIVERED", "Levererad"
        CLOSED = "CLOSED", "Kvitterad"
        REFUSED = "REFUSED", "Avslagen"
        WITHDRAWN = "WITHDRAWN", "Återtagen"

    # In progress: counts against the caps. Over: nothing more will happen.
    IN_PROGRESS = ("SUBMITTED", "CHECKED", "ATTESTED", "IN_DELIVERY")
    OVER = ("CLOSED", "REFUSED", "WITHDRAWN")

    number = models.CharField("beställningsnummer", max_length=20, unique=True)
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="orders", verbose_name="vårdenhet")
    state = models.CharField("läge", max_length=24, choices=State, default=State.DRAFT)
    appendix = models.ForeignKey(
        AppendixVersion, models.PROTECT, related_name="orders", verbose_name="bilageversion"
    )
    cost_centre = models.CharField("kostnadsställe", max_length=20, blank=True)
    delivery_address = models.CharField("leveransadress", max_length=200, blank=True)
    recipient = models.CharField("tar emot leveransen", max_length=120, blank=True)
    needed_by = models.DateField("behövs senast", null=True, blank=True)
    summary = models.CharField("innehåll", max_length=300, blank=True)
    pieces = models.PositiveIntegerField("antal artiklar", default=0)
    outcome = models.CharField("regelkontroll", max_length=12, choices=Outcome, default=Outcome.ALLOWED)
    facts = models.JSONField("underlag", default=dict)
    verdicts = models.JSONField("regelkontrollens svar", default=list)
    content_hash = models.CharField("kontrollsumma för innehållet", max_length=64, blank=True)
    message = models.CharField("meddelande till enheten", max_length=1000, blank=True)

    created_at = models.DateTimeField("påbörjad den")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="påbörjad av"
    )
    submitted_at = models.DateTimeField("skickad den", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="skickad av",
    )
    returned_at = models.DateTimeField("återlämnad den", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="återlämnad av",
    )
    checked_at = models.DateTimeField("granskad den", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="granskad av",
    )
    attested_at = models.DateTimeField("attesterad den", null=True, blank=True)
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="attesterad av",
    )
    attested_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="attesterad för",
    )
    refused_at = models.DateTimeField("avslagen den", null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="avslagen av",
    )
    withdrawn_at = models.DateTimeField("återtagen den", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="återtagen av",
    )
    delivered_at = models.DateTimeField("levererad i sin helhet den", null=True, blank=True)
    closed_at = models.DateTimeField("avslutad den", null=True, blank=True)
    state_since = models.DateTimeField("i läget sedan")

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "beställning"
        verbose_name_plural = "beställningar"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_since", "id"], name="order_queue"),
            models.Index(fields=["unit", "-id"], name="order_unit"),
            GinIndex(
                name="order_search", fields=["number", "summary"], opclasses=["gin_trgm_ops", "gin_trgm_ops"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "created_by"],
                condition=Q(state="DRAFT"),
                name="one_draft_per_person_and_unit",
                violation_error_message="Du har redan ett utkast för enheten. Fortsätt på det.",
            ),
            *(
                models.CheckConstraint(
                    name=f"order_{act}_together",
                    condition=together(f"{act}_at", f"{act}_by"),
                    violation_error_message="Händelsen ska ha både tidpunkt och person.",
                )
                for act in ("submitted", "returned", "checked", "attested", "refused", "withdrawn")
            ),
            models.CheckConstraint(
                name="order_attested_for_needs_attest",
                condition=Q(attested_for__isnull=True) | Q(attested_at__isnull=False),
                violation_error_message="Bara en attesterad beställning kan vara attesterad för någon annan.",
            ),
            models.CheckConstraint(
                name="orderer_is_not_checker",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("submitted_by")),
                violation_error_message="Den som beställde kan inte granska beställningen.",
            ),
            models.CheckConstraint(
                name="orderer_is_not_attester",
                condition=Q(attested_by__isnull=True) | ~Q(attested_by=F("submitted_by")),
                violation_error_message="Den som beställde kan inte attestera beställningen.",
            ),
            models.CheckConstraint(
                name="checker_is_not_attester",
                condition=Q(attested_by__isnull=True) | ~Q(attested_by=F("checked_by")),
                violation_error_message="Den som granskade kan inte attestera beställningen.",
            ),
            models.CheckConstraint(
                name="attested_for_neither_orderer_nor_checker",
                condition=Q(attested_for__isnull=True)
                | (~Q(attested_for=F("submitted_by")) & ~Q(attested_for=F("checked_by"))),
                violation_error_message="Beställningen kan inte attesteras för den som beställde eller granskade.",
            ),
            models.CheckConstraint(
                name="order_state_agrees",
                condition=Q(state="DRAFT", submitted_at__isnull=True)
                | Q(state="SUBMITTED", submitted_at__isnull=False, checked_at__isnull=True)
                | Q(state="RETURNED_FOR_COMPLETION", returned_at__isnull=False, checked_at__isnull=True)
                | Q(state="CHECKED", checked_at__isnull=False, attested_at__isnull=True)
                | Q(
                    state__in=("ATTESTED", "IN_DELIVERY"),
                    checked_at__isnull=False,
                    attested_at__isnull=False,
                    delivered_at__isnull=True,
                )
                | Q(
                    state="DELIVERED",
                    attested_at__isnull=False,
                    delivered_at__isnull=False,
                    closed_at__isnull=True,
                )
                | Q(
                    state="CLOSED",
                    attested_at__isnull=False,
                    delivered_at__isnull=False,
                    closed_at__isnull=False,
                )
                | Q(state="REFUSED", refused_at__isnull=False, attested_at__isnull=True)
                | Q(state="WITHDRAWN", withdrawn_at__isnull=False, delivered_at__isnull=True),
                violation_error_message="Läget stämmer inte med vad som har hänt med beställningen.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER


class OrderLine(models.Model):
    """One line of an order, with its own decision and its own counts.

    ``granted`` is empty until the coordinator has decided. Remaining is what is granted and not yet delivered.
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
    outcome = models.CharField("regelkontroll", max_length=12, choices=Outcome, default=Outcome.ALLOWED)
    verdicts = models.JSONField("regelkontrollens svar", default=list)
    decision = models.CharField("beslut", max_length=10, choices=Decision, blank=True)
    reason = models.CharField("skäl", max_length=20, choices=Reason, blank=True)
    granted = models.PositiveIntegerField("beviljat antal", null=True, blank=True)
    delivered = models.PositiveIntegerField("levererat antal", default=0)
    received = models.PositiveIntegerField("kvitterat antal", default=0)

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
