from django.db import models
from django.db.models import Q

from inventory.rounds.models.round import InventoryRound
from portal.core.audit.chain import APPEND_ONLY_TRIGGERS
from portal.core.documents.models import StoredDocument
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class RoundUnitQuerySet(models.QuerySet["RoundUnit"]):
    def visible_to(self, roles: RoleSet) -> "RoundUnitQuerySet":
        """Those of the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def waiting(self) -> "RoundUnitQuerySet":
        """Those whose unit is still to answer."""
        return self.filter(state__in=RoundUnit.UNSIGNED)


class RoundUnit(models.Model):
    """A unit's task in a round. ``expected`` is how many pieces it was asked about, ``answered`` how many it has
    answered for, ``conflicts`` how many have two answers that differ, ``undecided`` how many deviations the coordinator
    has not decided; ``signings`` counts how many times it was signed."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Inte påbörjad"
        ANSWERING = "ANSWERING", "Svarar"
        SIGNED = "SIGNED", "Signerad"
        REVIEWED = "REVIEWED", "Granskad"
        UNANSWERED = "UNANSWERED", "Inte besvarad"

    UNSIGNED = ("WAITING", "ANSWERING")

    round = models.ForeignKey(
        InventoryRound, models.PROTECT, related_name="units", verbose_name="inventering"
    )
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="rounds", verbose_name="vårdenhet")
    state = models.CharField("läge", max_length=10, choices=State, default=State.WAITING)
    expected = models.PositiveIntegerField("förväntade inventarier", default=0)
    answered = models.PositiveIntegerField("besvarade", default=0)
    conflicts = models.PositiveIntegerField("olika svar", default=0)
    undecided = models.PositiveIntegerField("avvikelser att granska", default=0)
    signings = models.PositiveIntegerField("antal signeringar", default=0)
    signed_at = models.DateTimeField("signerad den", null=True, blank=True)
    signed_by = person("signerad av")
    reviewed_at = models.DateTimeField("granskad den", null=True, blank=True)
    reviewed_by = person("granskad av")
    reopen_reason = models.CharField("varför den öppnades igen", max_length=500, blank=True)

    objects = RoundUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhet i inventering"
        verbose_name_plural = "enheter i inventering"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="round_once_per_unit",
                violation_error_message="Enheten är redan med i inventeringen.",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=("WAITING", "ANSWERING")),
                name="one_open_round_per_unit",
                violation_error_message="Enheten har redan en annan inventering att besvara.",
            ),
            models.CheckConstraint(
                name="round_unit_signed_together",
                condition=together("signed_at", "signed_by"),
                violation_error_message="Signaturen ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_unit_reviewed_together",
                condition=together("reviewed_at", "reviewed_by"),
                violation_error_message="Granskningen ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_unit_state_agrees",
                condition=Q(
                    state__in=("WAITING", "ANSWERING", "UNANSWERED"),
                    signed_at__isnull=True,
                    reviewed_at__isnull=True,
                )
                | Q(state="SIGNED", signed_at__isnull=False, reviewed_at__isnull=True)
                | Q(state="REVIEWED", signed_at__isnull=False, reviewed_at__isnull=False, undecided=0),
                violation_error_message="Läget stämmer inte med signatur och granskning.",
            ),
            models.CheckConstraint(
                name="round_unit_signed_whole",
                condition=Q(signed_at__isnull=True)
                | Q(answered=models.F("expected"), conflicts=0, signings__gte=1),
                violation_error_message="Allt ska vara besvarat innan svaret signeras.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"

    @property
    def is_unsigned(self) -> bool:
        return self.state in self.UNSIGNED

    @property
    def remaining(self) -> int:
        return self.expected - self.answered


class RoundSigning(models.Model):
    """The unit's answer as it was signed: every row with its words of then. A unit whose answer was opened again signs
    anew, and the earlier answer stays."""

    round_unit = models.ForeignKey(
        RoundUnit, models.PROTECT, related_name="signed_answers", verbose_name="enhet i inventering"
    )
    sequence = models.PositiveIntegerField("löpnummer")
    rows = models.JSONField("rader")
    finds = models.JSONField("oväntad utrustning")
    content_hash = models.CharField("kontrollsumma", max_length=64)
    signed_at = models.DateTimeField("signerad den")
    signed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name="signerad av")

    class Meta:
        verbose_name = "signerat inventeringssvar"
        verbose_name_plural = "signerade inventeringssvar"
        ordering = ["sequence"]
        triggers = APPEND_ONLY_TRIGGERS
        constraints = [
            models.UniqueConstraint(
                fields=["round_unit", "sequence"],
                name="round_signing_once",
                violation_error_message="Svaret är redan signerat.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_unit_id} {self.sequence}"


class RoundDocument(StoredDocument):
    """A signed answer as PDF, made once by the worker from what was kept at the signing."""

    signing = models.OneToOneField(
        RoundSigning, models.PROTECT, related_name="document", verbose_name="signerat inventeringssvar"
    )

    class Meta:
        verbose_name = "inventeringsdokument"
        verbose_name_plural = "inventeringsdokument"

    def __str__(self) -> str:
        return str(self.signing_id)
