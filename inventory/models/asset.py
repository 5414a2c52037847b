from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Upper

from entitlements.models import Kind
from inventory.models.ordering import ORDERS, SINCE
from portal.core.fields import person
from portal.core.units.models import CareUnit, Region
from portal.core.units.roles import Role, RoleSet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


# Who looks after what stands in the region's store.
KEEPERS = (Role.COORDINATOR, Role.IT_COORDINATOR, Role.IT_DELIVERY)


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, roles: RoleSet) -> "AssetQuerySet":
        """Assets at the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def reachable_by(self, roles: RoleSet) -> "AssetQuerySet":
        """Those at the units that the person sees, and those in the stores that he looks after."""
        stores = roles.regions_with(*KEEPERS)
        at_units = Q(unit__in=CareUnit.objects.visible_to(roles).values("pk"))
        return self.filter(at_units | Q(store__in=stores) if stores else at_units)

    def in_store_of(self, region_ids: "Collection[int]") -> "AssetQuerySet":
        """What stands in the regions' own stores, at no unit."""
        return self.filter(store__in=region_ids)

    def own(self) -> "AssetQuerySet":
        """What is not on loan now: a loan is no part of what a unit may have."""
        return self.filter(on_loan=False)

    def at_units(self, unit_ids: "Sequence[int]") -> "AssetQuerySet":
        return self.filter(unit_id__in=unit_ids)

    def lacking_proof_in_store(self) -> "AssetQuerySet":
        """Computers in a store that have been in use, and whose data nobody has shown to be gone."""
        # Nothing but its registration has happened to what has not been in use.
        lived = AssetEvent.objects.filter(asset=OuterRef("pk")).exclude(kind__in=("IMPORTED", "CHANGED"))
        computers = self.filter(state="IN_STOCK", kind=Kind.BASE_PACKAGE, part_of__isnull=True)
        return computers.filter(Exists(lived), erased_on__isnull=True)

    def held_on(self, day: date) -> "AssetQuerySet":
        """What counted against the caps on the day: whole pieces, not their parts, that the unit had at hand."""
        still_there = Q(released_on__isnull=True) | Q(released_on__gt=day)
        return self.filter(still_there, part_of__isnull=True, acquired_on__lte=day)


class Asset(models.Model):
    """A piece of equipment. It belongs to the region and to a function at a unit, never to a person (§3a)."""

    class State(models.TextChoices):
        IN_STOCK = "IN_STOCK", "I regionens lager"
        IN_USE = "IN_USE", "I bruk"
        IN_REPAIR = "IN_REPAIR", "På reparation"
        MISSING = "MISSING", "Saknas"
        STOLEN = "STOLEN", "Stulen"
        RETURNED = "RETURNED", "Återlämnad"
        DISPOSED = "DISPOSED", "Kasserad"

    HELD = ("IN_USE", "IN_REPAIR")

    asset_number = models.CharField("inventarienummer", max_length=20, unique=True)
    serial_number = models.CharField("serienummer", max_length=60, blank=True)
    item_code = models.SlugField("artikelkod", max_length=60)
    item_name = models.CharField("artikel", max_length=120)
    kind = models.CharField("slag", max_length=20, choices=Kind)
    variant = models.CharField("variant", max_length=60, blank=True)
    model_name = models.CharField("modell", max_length=120)
    part_of = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name="del av"
    )
    unit = models.ForeignKey(
        CareUnit, models.PROTECT, related_name="assets", null=True, blank=True, verbose_name="vårdenhet"
    )
    store = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="regionens lager",
        help_text="Den region i vars lager inventarien står. Tomt för det som är ute på en enhet.",
    )  # fmt: skip
    function = models.CharField("funktion", max_length=100, blank=True)
    room = models.CharField("rum", max_length=60, blank=True)
    state = models.CharField("läge", max_length=10, choices=State, default=State.IN_USE)
    on_loan = models.BooleanField(
        "utlånad", default=False, db_default=False,
        help_text="Lånad ur regionens lager medan enhetens egen är på reparation. Räknas inte mot taket.",
    )  # fmt: skip
    acquired_on = models.DateField("levererad den")
    released_on = models.DateField("lämnade enheten den", null=True, blank=True)
    warranty_until = models.DateField("garanti till", null=True, blank=True)
    replacement_due = models.DateField("planerat utbyte", null=True, blank=True)
    last_seen_on = models.DateField("senast på nätet", null=True, blank=True)
    erased_on = models.DateField(
        "raderad den", null=True, blank=True,
        help_text="När lagringen raderades sedan inventarien kom tillbaka. Tomt när den tas i bruk igen.",
    )  # fmt: skip

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = "inventarie"
        verbose_name_plural = "inventarier"
        ordering = ["asset_number"]
        indexes = [
            models.Index(fields=["unit", "item_code", "state"], name="asset_unit_item"),
            models.Index(fields=["unit", "asset_number"], name="asset_unit_number"),
            # One for each order of the list: a page of a million rows begins where its key stands.
            *(models.Index(by, "asset_number", name=f"asset_by_{name}") for name, by in ORDERS.items()),
            models.Index(fields=["acquired_on", "asset_number"], name="asset_by_acquired"),
            # And without the parts, which have no days of their own and would all be passed to come to the last day.
            *(
                models.Index(by, "asset_number", name=f"whole_by_{name}", condition=Q(part_of__isnull=True))
                for name, by in {**ORDERS, "acquired": F("acquired_on")}.items()
            ),
            models.Index(
                SINCE,
                "id",
                name="asset_unseen",
                condition=Q(kind="BASE_PACKAGE", part_of__isnull=True, state="IN_USE"),
            ),
            models.Index(
                fields=["store", "asset_number"], name="asset_in_store", condition=Q(store__isnull=False)
            ),
            models.Index(fields=["asset_number"], name="asset_lent", condition=Q(on_loan=True)),
            models.Index(
                fields=["released_on", "id"],
                name="asset_come_back",
                condition=Q(state="RETURNED", part_of__isnull=True),
            ),
            GinIndex(
                name="asset_search",
                fields=["asset_number", "serial_number", "item_name", "model_name", "function", "room"],
                opclasses=["gin_trgm_ops"] * 6,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["serial_number"],
                condition=~Q(serial_number=""),
                name="asset_serial_once",
                violation_error_message="Serienumret är redan registrerat på en annan inventarie.",
            ),
            models.UniqueConstraint(
                fields=["unit", "item_code"],
                condition=Q(kind="SHARED", state__in=("IN_USE", "IN_REPAIR"), on_loan=False),
                name="one_shared_asset_per_unit",
                violation_error_message="Enheten har redan en sådan. En per enhet ingår (§3a).",
            ),
            models.CheckConstraint(
                name="asset_serial_upper_case",
                condition=Q(serial_number=Upper("serial_number")),
                violation_error_message="Serienummer skrivs med versaler.",
            ),
            models.CheckConstraint(
                name="asset_at_unit_or_in_store",
                condition=Q(state="IN_STOCK", unit__isnull=True, store__isnull=False)
                | (~Q(state="IN_STOCK") & Q(unit__isnull=False, store__isnull=True)),
                violation_error_message="Inventarien står antingen hos en enhet eller i regionens lager.",
            ),
            models.CheckConstraint(
                name="asset_on_loan_at_unit",
                condition=Q(on_loan=False) | Q(state__in=("IN_USE", "IN_REPAIR", "MISSING", "STOLEN")),
                violation_error_message="Det som är återlämnat, kasserat eller i lager är inte utlånat.",
            ),
            models.CheckConstraint(
                name="asset_erased_is_not_in_use",
                condition=Q(erased_on__isnull=True) | ~Q(state__in=("IN_USE", "IN_REPAIR")),
                violation_error_message="Det som är i bruk är inte raderat.",
            ),
            models.CheckConstraint(
                name="asset_not_part_of_itself",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_message="En inventarie kan inte vara del av sig själv.",
            ),
            models.CheckConstraint(
                name="asset_released_after_acquired",
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("acquired_on")),
                violation_error_message="Inventarien kan inte ha lämnat enheten innan den kom dit.",
            ),
            models.CheckConstraint(
                name="asset_state_agrees_with_release",
                condition=Q(state__in=("IN_USE", "IN_REPAIR"), released_on__isnull=True)
                | (~Q(state__in=("IN_USE", "IN_REPAIR")) & Q(released_on__isnull=False)),
                violation_error_message="Läget stämmer inte med att inventarien har lämnat enheten.",
            ),
        ]

    def __str__(self) -> str:
        return self.asset_number

    @property
    def is_held(self) -> bool:
        return self.state in self.HELD

    @property
    def holds_data(self) -> bool:
        """Whether there is anything to erase: the whole of a base package is a computer, and its parts hold no data."""
        return self.kind == Kind.BASE_PACKAGE and self.part_of_id is None

    @property
    def lacks_erasure(self) -> bool:
        """A computer whose data nobody has shown to be gone since it came back."""
        return self.holds_data and self.erased_on is None


class AssetEvent(models.Model):
    """Something that happened to an asset. Every event is kept. ``source`` names the order or the like."""

    class Kind(models.TextChoices):
        DELIVERED = "DELIVERED", "Levererad"
        RECEIVED = "RECEIVED", "Mottagen"
        PLACED = "PLACED", "Ny placering"
        DEVIATION = "DEVIATION", "Avvikelse vid mottagande"
        STATE_CHANGED = "STATE_CHANGED", "Nytt läge"
        MOVED = "MOVED", "Flyttad"
        INVENTORIED = "INVENTORIED", "Inventerad"
        REPORTED = "REPORTED", "Anmäld"
        LENT = "LENT", "Utlånad"
        HANDED_OVER = "HANDED_OVER", "Överlämnad"
        IMPORTED = "IMPORTED", "Importerad"
        CHANGED = "CHANGED", "Uppgifter ändrade"
        ERASED = "ERASED", "Raderad"

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="events", verbose_name="inventarie")
    kind = models.CharField("händelse", max_length=20, choices=Kind)
    happened_at = models.DateTimeField("tidpunkt")
    happened_by = person("utförd av")
    source = models.CharField("underlag", max_length=60, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)

    class Meta:
        verbose_name = "händelse för inventarie"
        verbose_name_plural = "händelser för inventarier"
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_at}"
