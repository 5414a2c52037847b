from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from entitlements.models import AppendixVersion
from orders.models.outcome import Outcome
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, roles: RoleSet) -> "OrderQuerySet":
        """The orders of the units that the person sees; a draft only for the unit's own people."""
        seen = self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))
        sent, units = ~Q(state=Order.State.DRAFT), roles.all_unit_ids
        return seen.filter(sent | Q(unit_id__in=units) | Q(unit__parent_id__in=units) if units else sent)


class Order(models.Model):
    """A unit's order of equipment. The state moves only through ``orders.workflow``.

    ``facts``, ``verdicts`` and ``appendix`` are frozen when it is submitted, and again when it is attested (on the
    attest record), so that an old decision reads the same for ever. ``source`` names the incident whose decision made
    the order; it is empty for what the unit ordered itself.
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
    source = models.CharField("underlag", max_length=60, blank=True, default="", db_default="")
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
    submitted_by = person("skickad av")
    returned_at = models.DateTimeField("återlämnad den", null=True, blank=True)
    returned_by = person("återlämnad av")
    checked_at = models.DateTimeField("granskad den", null=True, blank=True)
    checked_by = person("granskad av")
    attested_at = models.DateTimeField("attesterad den", null=True, blank=True)
    attested_by = person("attesterad av")
    attested_for = person("attesterad för")
    refused_at = models.DateTimeField("avslagen den", null=True, blank=True)
    refused_by = person("avslagen av")
    withdrawn_at = models.DateTimeField("återtagen den", null=True, blank=True)
    withdrawn_by = person("återtagen av")
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
            models.Index(fields=["source"], name="order_source", condition=~Q(source="")),
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
            models.UniqueConstraint(
                fields=["source"],
                condition=~Q(source="") & Q(refused_at__isnull=True, withdrawn_at__isnull=True),
                name="one_order_per_source",
                violation_error_message="Ersättningen är redan beställd.",
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
