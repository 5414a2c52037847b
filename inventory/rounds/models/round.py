from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.core.fields import person, together
from portal.core.units.models import CareUnit, Programme, Region
from portal.core.units.roles import RoleSet

DEFAULT_ANSWER_DAYS = 14
"""How long a unit has to answer unless something else is said (Kalmar uppdrag)."""


class InventoryRoundQuerySet(models.QuerySet["InventoryRound"]):
    def visible_to(self, roles: RoleSet) -> "InventoryRoundQuerySet":
        """The rounds of the regions whose units the person sees, and those that his own units are asked in."""
        from inventory.rounds.models.unit import RoundUnit

        units = CareUnit.objects.filter(Q(pk__in=roles.all_unit_ids) | Q(parent_id__in=roles.all_unit_ids))
        asked = Exists(RoundUnit.objects.filter(round=OuterRef("pk"), unit__in=units.values("pk")))
        return self.filter(Q(region_id__in=roles.all_region_ids) | Q(asked))


class InventoryRound(models.Model):
    """That the region asks units to tell, by a day, what of its equipment is there. ``schedule``: what opened it, if
    no person did."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Pågår"
        CLOSED = "CLOSED", "Avslutad"
        CANCELLED = "CANCELLED", "Inställd"

    number = models.CharField("nummer", max_length=20, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="rounds", verbose_name="region")
    title = models.CharField("rubrik", max_length=120)
    text = models.CharField("meddelande till enheterna", max_length=1000, blank=True)
    state = models.CharField("läge", max_length=9, choices=State, default=State.OPEN)
    answer_by = models.DateField("svara senast")
    schedule = models.ForeignKey(
        "rounds.RoundSchedule", models.PROTECT, related_name="rounds", null=True, blank=True, verbose_name="schema"
    )  # fmt: skip
    opened_at = models.DateTimeField("öppnad den")
    opened_by = person("öppnad av")
    closed_at = models.DateTimeField("avslutad den", null=True, blank=True)
    closed_by = person("avslutad av")
    closing_note = models.CharField("anteckning vid avslut", max_length=500, blank=True)

    objects = InventoryRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "inventering"
        verbose_name_plural = "inventeringar"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["region", "state", "-id"], name="round_region_state")]
        constraints = [
            models.CheckConstraint(
                name="round_closed_together",
                condition=together("closed_at", "closed_by"),
                violation_error_message="Avslutet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_state_agrees",
                condition=Q(state="OPEN", closed_at__isnull=True)
                | (~Q(state="OPEN") & Q(closed_at__isnull=False)),
                violation_error_message="Läget stämmer inte med att inventeringen är avslutad.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class RoundChoice(models.Model):
    """How the units of a round were chosen: one row for each programme, municipality or unit that was named. Without
    rows: every unit of the region. Of the values named in one dimension a unit has one, and so in every dimension."""

    class Dimension(models.TextChoices):
        PROGRAMME = "PROGRAMME", "Vårdval"
        MUNICIPALITY = "MUNICIPALITY", "Kommun"
        UNIT = "UNIT", "Vårdenhet"

    round = models.ForeignKey(
        InventoryRound, models.PROTECT, related_name="choices", verbose_name="inventering"
    )
    dimension = models.CharField("villkor", max_length=12, choices=Dimension)
    value = models.CharField("värde", max_length=60)

    class Meta:
        verbose_name = "urval för inventering"
        verbose_name_plural = "urval för inventeringar"
        ordering = ["dimension", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "dimension", "value"],
                name="round_choice_once",
                violation_error_message="Villkoret finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class RoundScheduleQuerySet(models.QuerySet["RoundSchedule"]):
    def visible_to(self, roles: RoleSet) -> "RoundScheduleQuerySet":
        """Those of the regions whose units the person sees."""
        return self.filter(region_id__in=roles.all_region_ids)

    def in_use(self) -> "RoundScheduleQuerySet":
        return self.filter(retired_at__isnull=True)


class RoundSchedule(models.Model):
    """That a round is opened every so many months for a programme, or for every unit where none is named."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="region")
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="vårdval"
    )
    title = models.CharField("rubrik", max_length=120)
    text = models.CharField("meddelande till enheterna", max_length=1000, blank=True)
    months = models.PositiveSmallIntegerField("månader mellan inventeringarna")
    answer_days = models.PositiveSmallIntegerField("dagar att svara", default=DEFAULT_ANSWER_DAYS)
    next_on = models.DateField("nästa gång")
    saved_at = models.DateTimeField("sparat den")
    saved_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name="sparat av")
    retired_at = models.DateTimeField("avslutat den", null=True, blank=True)
    retired_by = person("avslutat av")

    objects = RoundScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = "schema för inventering"
        verbose_name_plural = "scheman för inventering"
        ordering = ["next_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "programme"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="round_schedule_once",
                violation_error_message="Det finns redan ett schema för vårdvalet. Ändra det i stället.",
            ),
            models.CheckConstraint(
                name="round_schedule_numbers",
                condition=Q(months__gte=1, months__lte=60, answer_days__gte=1, answer_days__lte=180),
                violation_error_message="Ange 1 till 60 månader och 1 till 180 dagar att svara.",
            ),
            models.CheckConstraint(
                name="round_schedule_retired_together",
                condition=together("retired_at", "retired_by"),
                violation_error_message="Avslutet ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
