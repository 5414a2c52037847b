from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from entitlements.rules.types import ORDERABLE_KINDS
from entitlements.rules.types import Kind as RuleKind
from portal.core.fields import EQUAL, OVERLAPS, DateRange, period_in_order, valid_on
from portal.core.units.models import Region


class Kind(models.TextChoices):
    """How the appendix treats an item (Kalmar IT §3a)."""

    BASE_PACKAGE = RuleKind.BASE_PACKAGE, "Grundpaket"
    SHARED = RuleKind.SHARED, "Gemensam utrustning"
    NEEDS_TESTED = RuleKind.NEEDS_TESTED, "Behovsprövad utrustning"
    NETWORK = RuleKind.NETWORK, "Nätverk och kommunikation"
    ACCESS = RuleKind.ACCESS, "Konton och behörigheter"
    SERVICE = RuleKind.SERVICE, "Tjänster"


class AppendixVersionQuerySet(models.QuerySet["AppendixVersion"]):
    def in_force(self, region_id: int, on: date) -> "AppendixVersionQuerySet":
        """The published version of a region's appendix that holds on the day: one or none."""
        return self.filter(valid_on(on), region_id=region_id, published_at__isnull=False)


class AppendixVersion(models.Model):
    """One version of a region's IT appendix. A published version never changes; a new one follows it.

    ``terms`` are the numbers that the rules use, with the words that explain them (``entitlements.rules.types``);
    ``citations`` say which clause is behind each term and topic.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="appendices", verbose_name="region")
    code = models.SlugField("kod", max_length=40)
    title = models.CharField("titel", max_length=120)
    citation = models.CharField("citeras som", max_length=60)
    version = models.CharField("version", max_length=20)
    change_summary = models.TextField("ändringar", blank=True)
    source = models.CharField("källa", max_length=300, blank=True)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    terms = models.JSONField("villkor")
    citations = models.JSONField("hänvisningar", default=dict)
    content_hash = models.CharField("kontrollsumma", max_length=64)
    published_at = models.DateTimeField("publicerad den", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="publicerad av",
        help_text="Tom när versionen lästes in av driften.",
    )

    objects = AppendixVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bilageversion"
        verbose_name_plural = "bilageversioner"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "version"],
                name="appendix_version_once",
                violation_error_message="Versionen finns redan.",
            ),
            models.CheckConstraint(
                name="appendix_period_in_order",
                condition=period_in_order(),
                violation_error_message="Versionen kan inte sluta gälla innan den börjar.",
            ),
            ExclusionConstraint(
                name="appendix_published_apart",
                expressions=[("region", EQUAL), (DateRange(), OVERLAPS)],
                condition=Q(published_at__isnull=False),
                violation_error_message="En annan publicerad version gäller under en del av perioden.",
            ),
            models.CheckConstraint(
                name="appendix_publisher_has_time",
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                violation_error_message="Publiceringen ska ha en tidpunkt.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people cite: "Kalmar IT 2026:1"."""
        return f"{self.citation} {self.version}"


class Clause(models.Model):
    """One clause of the text, under the id that reasons and data point to ("§3a.grundpaket")."""

    appendix = models.ForeignKey(
        AppendixVersion, models.CASCADE, related_name="clauses", verbose_name="bilageversion"
    )
    clause_id = models.CharField("punkt", max_length=40)
    heading = models.CharField("rubrik", max_length=160)
    body = models.TextField("text")
    position = models.PositiveIntegerField("ordning")

    class Meta:
        verbose_name = "punkt i bilagan"
        verbose_name_plural = "punkter i bilagan"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["appendix", "clause_id"],
                name="clause_once_per_version",
                violation_error_message="Punkten finns redan i versionen.",
            )
        ]

    def __str__(self) -> str:
        return self.clause_id


class CatalogueItem(models.Model):
    """One thing that the appendix offers: what it is called, what is included, how it may be chosen.

    ``variants`` are ``{"code", "name", "model"}``; ``options`` are ``{"code", "name"}``; ``parts`` are
    ``{"code", "name", "option"}``: what is registered together with the piece, always or with an option.
    """

    appendix = models.ForeignKey(
        AppendixVersion, models.CASCADE, related_name="items", verbose_name="bilageversion"
    )
    code = models.SlugField("artikelkod", max_length=60)
    kind = models.CharField("slag", max_length=20, choices=Kind)
    name = models.CharField("namn", max_length=120)
    name_plural = models.CharField("namn i plural", max_length=120)
    article = models.CharField("artikelord", max_length=3, default="en")
    description = models.CharField("beskrivning", max_length=300, blank=True)
    clause = models.CharField("punkt", max_length=40)
    icon = models.CharField("ikon", max_length=40)
    included = models.JSONField("ingår", default=list)
    variants = models.JSONField("varianter", default=list)
    options = models.JSONField("tillval", default=list)
    parts = models.JSONField("delar", default=list)
    has_serial_numbers = models.BooleanField("har serienummer", default=True)
    model_name = models.CharField("modell", max_length=120, blank=True)
    warranty_months = models.PositiveIntegerField("garanti, månader", default=0)
    replacement_months = models.PositiveIntegerField("planerat utbyte, månader", default=0)
    position = models.PositiveIntegerField("ordning")

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artiklar"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["appendix", "code"],
                name="item_once_per_version",
                violation_error_message="Artikeln finns redan i versionen.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_orderable(self) -> bool:
        return self.kind in ORDERABLE_KINDS

    def variant_name(self, code: str) -> str:
        return next((one["name"] for one in self.variants if one["code"] == code), code)

    def option_names(self, codes: list[str]) -> list[str]:
        names = {one["code"]: one["name"] for one in self.options}
        return [names.get(code, code) for code in codes]

    def model_of(self, variant: str) -> str:
        """The standard model that is delivered now."""
        return next(
            (one["model"] for one in self.variants if one["code"] == variant and one.get("model")),
            self.model_name or self.name,
        )
