from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from portal.core.fields import EQUAL, OVERLAPS, DateRange, period_in_order, swedish_sort_key, valid_on
from portal.core.people.hsa_id import LONGEST, HsaIdValidator, validate_organisation_number
from portal.core.units.roles import RoleSet


class Region(models.Model):
    """A region that supplies equipment. ``code`` is short and lower case: "kalmar"."""

    code = models.SlugField("kod", max_length=30, unique=True)
    name = models.CharField("namn", max_length=100)
    county_code = models.CharField("länskod", max_length=2)
    asset_prefix = models.CharField("prefix för inventarienummer", max_length=6)
    order_contact = models.CharField("kontakt för beställningar", max_length=200)
    coordination_email = models.EmailField("e-post till samordningen", blank=True)

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality by its four-digit code; the first two are the county."""

    code = models.CharField("kommunkod", max_length=4, primary_key=True)
    name = models.CharField("namn", max_length=60)

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A care programme (vårdval) that contracts are made under."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="programmes", verbose_name="region")
    code = models.SlugField("kod", max_length=40)
    name = models.CharField("namn", max_length=100)

    class Meta:
        verbose_name = "vårdval"
        verbose_name_plural = "vårdval"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="programme_code_once_per_region",
                violation_error_message="Regionen har redan ett vårdval med den koden.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """A care provider (vårdgivare): the legal person behind one or more units."""

    name = models.CharField("namn", max_length=120)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, unique=True, validators=[validate_organisation_number]
    )

    class Meta:
        verbose_name = "vårdgivare"
        verbose_name_plural = "vårdgivare"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def contract_of_outer_unit(on: date) -> "models.QuerySet[Contract]":
    """In a query about units: the contract of each on the day. A branch has its main unit's."""
    return Contract.objects.filter(valid_on(on)).filter(
        Q(unit_id=OuterRef("pk")) | Q(unit_id=OuterRef("parent_id"))
    )


class CareUnitQuerySet(models.QuerySet["CareUnit"]):
    def visible_to(self, roles: RoleSet) -> "CareUnitQuerySet":
        """The units that a person sees: his own with their branches, or all of the regions that he works for."""
        seen, own = Q(region_id__in=roles.all_region_ids), roles.all_unit_ids
        return self.filter(seen | Q(pk__in=own) | Q(parent_id__in=own) if own else seen)

    def with_branches(self, unit_id: int) -> "CareUnitQuerySet":
        """A unit and its branches. As a subquery it lets the rows of a unit be found by their index; the same OR over a
        join would read every row there is."""
        return self.filter(Q(pk=unit_id) | Q(parent_id=unit_id)).order_by()

    def in_programme(self, code: str, on: date) -> "CareUnitQuerySet":
        """Those whose contract of the day is in the programme. A branch has its parent's contract."""
        holders = Contract.objects.filter(valid_on(on), programme__code=code).values("unit_id")
        return self.filter(Q(pk__in=holders) | Q(parent_id__in=holders))

    def with_contract(self, on: date) -> "CareUnitQuerySet":
        """Annotate the contract of the day: ``programme_code``, ``programme_name``, ``contract_number``,
        ``contract_valid_to``. A branch has its parent's contract."""
        contract = contract_of_outer_unit(on).order_by("pk")
        return self.annotate(
            programme_code=Subquery(contract.values("programme__code")[:1]),
            programme_name=Subquery(contract.values("programme__name")[:1]),
            contract_number=Subquery(contract.values("number")[:1]),
            contract_valid_to=Subquery(contract.values("valid_to")[:1]),
        )


class CareUnit(models.Model):
    """A private care unit, or a branch of one. Its row is what is locked when caps are checked."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="region")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="units", verbose_name="vårdgivare")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="branches", null=True, blank=True, verbose_name="huvudenhet"
    )
    hsa_id = models.CharField("HSA-id", max_length=LONGEST, unique=True, validators=[HsaIdValidator()])
    name = models.CharField("namn", max_length=120)
    street = models.CharField("gatuadress", max_length=120)
    postal_code = models.CharField("postnummer", max_length=6)
    city = models.CharField("ort", max_length=60)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="units", verbose_name="kommun"
    )

    sort_key = swedish_sort_key("name")

    objects = CareUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "vårdenhet"
        verbose_name_plural = "vårdenheter"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["region", "sort_key", "id"], name="unit_region_order"),
            GinIndex(name="unit_name_trigram", fields=["name"], opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="unit_not_its_own_branch",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="En enhet kan inte vara filial till sig själv.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def main_unit_id(self) -> int:
        """The unit whose caps count: the parent of a branch, else the unit itself."""
        return self.parent_id or self.pk

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postal_code} {self.city}"


class Contract(models.Model):
    """A care contract (vårdavtal): the unit, the programme and the period, both days included."""

    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="contracts", verbose_name="vårdenhet")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contracts", verbose_name="vårdval")
    number = models.CharField("avtalsnummer", max_length=40, unique=True)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)

    class Meta:
        verbose_name = "vårdavtal"
        verbose_name_plural = "vårdavtal"
        constraints = [
            models.CheckConstraint(
                name="contract_period_in_order",
                condition=period_in_order(),
                violation_error_message="Avtalet kan inte sluta innan det börjar.",
            ),
            ExclusionConstraint(
                name="contract_periods_apart",
                expressions=[("unit", EQUAL), (DateRange(), OVERLAPS)],
                violation_error_message="Enheten har redan ett avtal under en del av perioden.",
            ),
        ]

    def __str__(self) -> str:
        return self.number
