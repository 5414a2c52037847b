from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from inventory.models import Asset
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class Kind(models.TextChoices):
    LOSS = "LOSS", "Förlust"
    THEFT = "THEFT", "Stöld"
    DAMAGE = "DAMAGE", "Skada"
    WEAR = "WEAR", "Onormalt slitage"
    FAULT = "FAULT", "Fel"


class DataRisk(models.TextChoices):
    YES = "YES", "Ja"
    NO = "NO", "Nej"
    UNKNOWN = "UNKNOWN", "Vet inte"


class Outcome(models.TextChoices):
    REPAIR = "REPAIR", "Repareras"
    REPLACE = "REPLACE", "Ersätts"
    WRITE_OFF = "WRITE_OFF", "Skrivs av"
    CHARGE_UNIT = "CHARGE_UNIT", "Enheten betalar"
    NO_ACTION = "NO_ACTION", "Ingen åtgärd"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, roles: RoleSet) -> "IncidentQuerySet":
        """What was reported at the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def open(self) -> "IncidentQuerySet":
        return self.filter(state__in=Incident.OPEN)


class Incident(models.Model):
    """Loss, theft, damage, abnormal wear or fault of a piece that the unit answers for (Kalmar IT §4).

    The state moves only through ``inventory.incidents.workflow``. ``unit`` is where the piece stood then, and stays
    when the piece moves on. ``source`` names the round or the like in which it was found.
    """

    class State(models.TextChoices):
        REPORTED = "REPORTED", "Väntar på beslut"
        DECIDED = "DECIDED", "Beslutad"
        IN_REPAIR = "IN_REPAIR", "På reparation"
        CLOSED = "CLOSED", "Avslutad"
        WITHDRAWN = "WITHDRAWN", "Återtagen"

    OPEN = ("REPORTED", "DECIDED", "IN_REPAIR")
    DECIDED = ("DECIDED", "IN_REPAIR")
    """Decided, but not done."""

    number = models.CharField("nummer", max_length=20, unique=True)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="incidents", verbose_name="inventarie")
    asset_state_before = models.CharField("läget före anmälan", max_length=10, choices=Asset.State)
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="incidents", verbose_name="vårdenhet")
    kind = models.CharField("vad som har hänt", max_length=8, choices=Kind)
    happened_on = models.DateField("hände den")
    happened_time = models.TimeField("klockslag", null=True, blank=True)
    place = models.CharField("plats", max_length=120, blank=True)
    description = models.TextField("beskrivning")
    police_reference = models.CharField("polisens diarienummer", max_length=60, blank=True)
    data_risk = models.CharField(
        "kan uppgifter ha kommit i orätta händer", max_length=8, choices=DataRisk, default=DataRisk.UNKNOWN
    )
    data_risk_text = models.TextField("vilka uppgifter", blank=True)
    source = models.CharField("underlag", max_length=60, blank=True)
    state = models.CharField("läge", max_length=10, choices=State, default=State.REPORTED)
    outcome = models.CharField("beslut", max_length=12, choices=Outcome, blank=True)
    reason = models.TextField("skäl", blank=True)
    repair_note = models.CharField("vad som gjordes", max_length=500, blank=True)

    reported_at = models.DateTimeField("anmäld den")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="anmäld av"
    )
    decided_at = models.DateTimeField("beslutad den", null=True, blank=True)
    decided_by = person("beslutad av")
    closed_at = models.DateTimeField("avslutad den", null=True, blank=True)
    closed_by = person("avslutad av")
    withdrawn_at = models.DateTimeField("återtagen den", null=True, blank=True)
    withdrawn_by = person("återtagen av")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = "incident"
        verbose_name_plural = "incidenter"
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="incident_unit"),
            models.Index(fields=["state", "-id"], name="incident_state"),
            GinIndex(
                name="incident_search",
                fields=["number", "place", "police_reference"],
                opclasses=["gin_trgm_ops"] * 3,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(state__in=("REPORTED", "DECIDED", "IN_REPAIR")),
                name="one_open_incident_per_asset",
                violation_error_message="Inventarien har redan en pågående anmälan. Fortsätt på den.",
            ),
            *(
                models.CheckConstraint(
                    name=f"incident_{act}_together",
                    condition=together(f"{act}_at", f"{act}_by"),
                    violation_error_message="Händelsen ska ha både tidpunkt och person.",
                )
                for act in ("decided", "closed", "withdrawn")
            ),
            models.CheckConstraint(
                name="incident_state_agrees",
                condition=Q(
                    state="REPORTED",
                    decided_at__isnull=True,
                    closed_at__isnull=True,
                    withdrawn_at__isnull=True,
                )
                | Q(
                    state="DECIDED",
                    decided_at__isnull=False,
                    closed_at__isnull=True,
                    withdrawn_at__isnull=True,
                    outcome__in=("REPLACE", "CHARGE_UNIT"),
                )
                | Q(
                    state="IN_REPAIR",
                    decided_at__isnull=False,
                    closed_at__isnull=True,
                    withdrawn_at__isnull=True,
                    outcome="REPAIR",
                )
                | Q(
                    state="CLOSED",
                    decided_at__isnull=False,
                    closed_at__isnull=False,
                    withdrawn_at__isnull=True,
                )
                | Q(
                    state="WITHDRAWN",
                    decided_at__isnull=True,
                    closed_at__isnull=True,
                    withdrawn_at__isnull=False,
                ),
                violation_error_message="Läget stämmer inte med vad som har hänt med anmälan.",
            ),
            models.CheckConstraint(
                name="incident_decision_agrees",
                condition=Q(decided_at__isnull=True, outcome="", reason="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                violation_error_message="Ett beslut ska ha både utfall och skäl.",
            ),
            models.CheckConstraint(
                name="incident_theft_decided_with_reference",
                condition=~Q(kind="THEFT") | Q(decided_at__isnull=True) | ~Q(police_reference=""),
                violation_error_message="En stöld ska ha polisens diarienummer innan den beslutas.",
            ),
            models.CheckConstraint(
                name="incident_data_risk_told",
                condition=~Q(data_risk="YES") | ~Q(data_risk_text=""),
                violation_error_message="Skriv vilka uppgifter som kan ha kommit i orätta händer.",
            ),
            models.CheckConstraint(
                name="incident_replacement_by_another",
                condition=~Q(outcome="REPLACE") | ~Q(decided_by=F("reported_by")),
                violation_error_message="Den som anmälde kan inte besluta om en ersättning.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def lacks_police_reference(self) -> bool:
        return self.kind == Kind.THEFT and not self.police_reference

    @property
    def is_urgent(self) -> bool:
        """Told of at once: a theft, and whatever may have let information out."""
        return self.kind == Kind.THEFT or self.data_risk == DataRisk.YES
