from django.db import models
from django.db.models import F, Q

from inventory.models import Asset
from inventory.rounds.models.unit import RoundUnit
from portal.core.audit.chain import APPEND_ONLY_TRIGGERS
from portal.core.fields import person, together


class Outcome(models.TextChoices):
    """What the unit says of a piece."""

    PRESENT = "PRESENT", "Finns"
    ELSEWHERE = "ELSEWHERE", "Finns på annan plats"
    DAMAGED = "DAMAGED", "Skadad"
    MISSING = "MISSING", "Saknas"


class Decision(models.TextChoices):
    """What the coordinator makes of a deviation."""

    PLACE = "PLACE", "Ny placering på enheten"
    MOVE = "MOVE", "Flyttad till en annan enhet"
    MISSING = "MISSING", "Registrera som saknad"
    INCIDENT = "INCIDENT", "Lägg upp ett ärende"
    TAKE_IN = "TAKE_IN", "För över till enheten"
    NOT_OURS = "NOT_OURS", "Inte regionens utrustning"
    NONE = "NONE", "Ingen ändring"


DECIDED_TOGETHER = Q(
    decision="", decided_at__isnull=True, decided_by__isnull=True
) | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False))  # fmt: skip


class RoundAssetQuerySet(models.QuerySet["RoundAsset"]):
    def deviating(self) -> "RoundAssetQuerySet":
        """What is answered with something else than that it is there."""
        return self.exclude(outcome__in=("", Outcome.PRESENT))

    def undecided(self) -> "RoundAssetQuerySet":
        return self.deviating().filter(decided_at__isnull=True)


class RoundAsset(models.Model):
    """A piece that the unit was asked about, with its place as it was when the round was opened, and the answer that
    stands. ``sequence`` counts its answers. ``is_conflict``: the latest two differ, and were given by people who did not
    see each other's; the first stands until somebody who has seen both answers."""

    round_unit = models.ForeignKey(
        RoundUnit, models.PROTECT, related_name="assets", verbose_name="enhet i inventering"
    )
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="rounds", verbose_name="inventarie")
    function = models.CharField("funktion vid öppnandet", max_length=100, blank=True)
    room = models.CharField("rum vid öppnandet", max_length=60, blank=True)
    sequence = models.PositiveIntegerField("antal svar", default=0)
    is_conflict = models.BooleanField("olika svar", default=False)
    outcome = models.CharField("svar", max_length=9, choices=Outcome, blank=True)
    new_function = models.CharField("funktion enligt svaret", max_length=100, blank=True)
    new_room = models.CharField("rum enligt svaret", max_length=60, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)
    answered_at = models.DateTimeField("besvarad den", null=True, blank=True)
    answered_by = person("besvarad av")
    decision = models.CharField("beslut", max_length=9, choices=Decision, blank=True)
    decision_note = models.CharField("anteckning till beslutet", max_length=500, blank=True)
    decided_at = models.DateTimeField("beslutad den", null=True, blank=True)
    decided_by = person("beslutad av")

    objects = RoundAssetQuerySet.as_manager()

    class Meta:
        verbose_name = "förväntad inventarie"
        verbose_name_plural = "förväntade inventarier"
        indexes = [
            models.Index(fields=["round_unit", "function", "room", "id"], name="round_asset_walk"),
            models.Index(
                fields=["round_unit", "id"],
                condition=Q(outcome__in=("ELSEWHERE", "DAMAGED", "MISSING")),
                name="round_asset_deviating",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round_unit", "asset"],
                name="round_asset_once",
                violation_error_message="Inventarien är redan med i inventeringen.",
            ),
            models.CheckConstraint(
                name="round_asset_answered_together",
                condition=together("answered_at", "answered_by"),
                violation_error_message="Svaret ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_asset_answer_agrees",
                condition=Q(outcome="", answered_at__isnull=True, sequence=0, is_conflict=False)
                | (~Q(outcome="") & Q(answered_at__isnull=False, sequence__gte=1)),
                violation_error_message="Svaret stämmer inte med att inventarien är besvarad.",
            ),
            models.CheckConstraint(
                name="round_asset_decided_together",
                condition=together("decided_at", "decided_by"),
                violation_error_message="Beslutet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_asset_decision_agrees",
                condition=DECIDED_TOGETHER,
                violation_error_message="Beslutet ska ha tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_unit_id} {self.asset_id}"

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.function, self.room) if part)

    @property
    def new_place(self) -> str:
        return ", ".join(part for part in (self.new_function, self.new_room) if part)


class RoundAnswer(models.Model):
    """An answer as it was given. ``key`` is the sender's own, so that an answer that is sent again counts once; ``seen``
    how many answers its giver had seen."""

    round_asset = models.ForeignKey(
        RoundAsset, models.PROTECT, related_name="answers", verbose_name="förväntad inventarie"
    )
    sequence = models.PositiveIntegerField("löpnummer")
    key = models.UUIDField("nyckel", unique=True)
    seen = models.PositiveIntegerField("hade sett")
    is_conflict = models.BooleanField("skilde sig från svaret före", default=False)
    outcome = models.CharField("svar", max_length=9, choices=Outcome)
    function = models.CharField("funktion", max_length=100, blank=True)
    room = models.CharField("rum", max_length=60, blank=True)
    note = models.CharField("anteckning", max_length=500, blank=True)
    answered_at = models.DateTimeField("besvarad den")
    answered_by = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", verbose_name="besvarad av"
    )

    class Meta:
        verbose_name = "inventeringssvar"
        verbose_name_plural = "inventeringssvar"
        ordering = ["sequence"]
        triggers = APPEND_ONLY_TRIGGERS
        constraints = [
            models.UniqueConstraint(
                fields=["round_asset", "sequence"],
                name="round_answer_once_in_order",
                violation_error_message="Någon annan svarade samtidigt. Försök igen.",
            ),
            models.CheckConstraint(
                name="round_answer_upon_earlier",
                condition=Q(seen__lt=F("sequence")),
                violation_error_message="Ett svar kan bara bygga på svar som finns.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.sequence}"

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.function, self.room) if part)


class RoundFindQuerySet(models.QuerySet["RoundFind"]):
    def standing(self) -> "RoundFindQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def undecided(self) -> "RoundFindQuerySet":
        return self.standing().filter(decided_at__isnull=True)


class RoundFind(models.Model):
    """Equipment that was found at the unit without being expected. ``asset`` is the piece of the register that the
    number belongs to, if any; it may stand at another unit, so the unit itself is not told of it."""

    round_unit = models.ForeignKey(
        RoundUnit, models.PROTECT, related_name="finds", verbose_name="enhet i inventering"
    )
    key = models.UUIDField("nyckel", unique=True)
    number = models.CharField("serienummer eller inventarienummer", max_length=60, blank=True)
    description = models.CharField("beskrivning", max_length=200, blank=True)
    function = models.CharField("funktion", max_length=100, blank=True)
    room = models.CharField("rum", max_length=60, blank=True)
    asset = models.ForeignKey(
        Asset, models.PROTECT, related_name="finds", null=True, blank=True, verbose_name="inventarie"
    )
    found_at = models.DateTimeField("funnen den")
    found_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name="funnen av")
    withdrawn_at = models.DateTimeField("borttagen den", null=True, blank=True)
    withdrawn_by = person("borttagen av")
    decision = models.CharField("beslut", max_length=9, choices=Decision, blank=True)
    decision_note = models.CharField("anteckning till beslutet", max_length=500, blank=True)
    decided_at = models.DateTimeField("beslutad den", null=True, blank=True)
    decided_by = person("beslutad av")

    objects = RoundFindQuerySet.as_manager()

    class Meta:
        verbose_name = "oväntad utrustning"
        verbose_name_plural = "oväntad utrustning"
        indexes = [models.Index(fields=["round_unit", "id"], name="round_find_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["round_unit", "number"],
                condition=~Q(number="") & Q(withdrawn_at__isnull=True),
                name="round_find_once",
                violation_error_message="Numret är redan tillagt.",
            ),
            models.CheckConstraint(
                name="round_find_described",
                condition=~Q(number="") | ~Q(description=""),
                violation_error_message="Ange ett nummer eller en beskrivning.",
            ),
            models.CheckConstraint(
                name="round_find_withdrawn_together",
                condition=together("withdrawn_at", "withdrawn_by"),
                violation_error_message="Borttagningen ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_find_decided_together",
                condition=together("decided_at", "decided_by"),
                violation_error_message="Beslutet ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="round_find_decision_agrees",
                condition=DECIDED_TOGETHER,
                violation_error_message="Beslutet ska ha tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.description

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.function, self.room) if part)
