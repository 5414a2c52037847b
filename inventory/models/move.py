from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inventory.models.asset import Asset
from portal.core.fields import person, together
from portal.core.units.models import CareUnit

if TYPE_CHECKING:
    from portal.core.units.roles import RoleSet


class AssetMoveQuerySet(models.QuerySet["AssetMove"]):
    def visible_to(self, roles: "RoleSet") -> "AssetMoveQuerySet":
        """Moves from and to the units that the person sees."""
        units = CareUnit.objects.visible_to(roles).values("pk")
        return self.filter(Q(from_unit__in=units) | Q(to_unit__in=units))

    def open(self) -> "AssetMoveQuerySet":
        return self.filter(state__in=AssetMove.OPEN)


class AssetMove(models.Model):
    """A piece that one unit wants to give to another: the giving head asks, the receiving head agrees, and the
    coordinator approves, whereupon it is moved."""

    class State(models.TextChoices):
        ASKED = "ASKED", "Väntar på mottagande enhet"
        AGREED = "AGREED", "Väntar på samordnaren"
        APPROVED = "APPROVED", "Flyttad"
        DECLINED = "DECLINED", "Avböjd"
        WITHDRAWN = "WITHDRAWN", "Återtagen"

    OPEN = ("ASKED", "AGREED")

    number = models.CharField("nummer", max_length=20, unique=True)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="moves", verbose_name="inventarie")
    from_unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="+", verbose_name="från enhet")
    to_unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="+", verbose_name="till enhet")
    function = models.CharField("funktion", max_length=100, blank=True)
    room = models.CharField("rum", max_length=60, blank=True)
    reason = models.CharField("skäl", max_length=500)
    state = models.CharField("läge", max_length=10, choices=State, default=State.ASKED)
    answer = models.CharField("skäl till svaret", max_length=500, blank=True)
    asked_at = models.DateTimeField("begärd")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="begärd av"
    )
    agreed_at = models.DateTimeField("godtagen", null=True, blank=True)
    agreed_by = person("godtagen av")
    approved_at = models.DateTimeField("godkänd", null=True, blank=True)
    approved_by = person("godkänd av")
    declined_at = models.DateTimeField("avböjd", null=True, blank=True)
    declined_by = person("avböjd av")
    withdrawn_at = models.DateTimeField("återtagen", null=True, blank=True)
    withdrawn_by = person("återtagen av")

    objects = AssetMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "flytt"
        verbose_name_plural = "flyttar"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "to_unit"], name="asset_move_state"),
            models.Index(fields=["from_unit", "-id"], name="asset_move_from"),
            models.Index(fields=["to_unit", "-id"], name="asset_move_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(state__in=("ASKED", "AGREED")),
                name="one_open_move_per_asset",
                violation_error_message="Det finns redan en begäran om att flytta inventarien.",
            ),
            models.CheckConstraint(
                name="asset_move_to_another_unit",
                condition=~Q(from_unit=F("to_unit")),
                violation_error_message="Välj en annan enhet än den som inventarien står på.",
            ),
            models.CheckConstraint(
                name="asset_move_agreed_together",
                condition=together("agreed_at", "agreed_by"),
                violation_error_message="En godtagen flytt har både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="asset_move_approved_together",
                condition=Q(
                    state="APPROVED",
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    agreed_at__isnull=False,
                )
                | (~Q(state="APPROVED") & Q(approved_at__isnull=True, approved_by__isnull=True)),
                violation_error_message="En godkänd flytt har både tidpunkt och person, och är godtagen.",
            ),
            models.CheckConstraint(
                name="asset_move_declined_together",
                condition=(
                    Q(state="DECLINED", declined_at__isnull=False, declined_by__isnull=False) & ~Q(answer="")
                )
                | (~Q(state="DECLINED") & Q(declined_at__isnull=True, declined_by__isnull=True, answer="")),
                violation_error_message="En avböjd flytt har tidpunkt, person och skäl.",
            ),
            models.CheckConstraint(
                name="asset_move_withdrawn_together",
                condition=Q(state="WITHDRAWN", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | (~Q(state="WITHDRAWN") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)),
                violation_error_message="En återtagen flytt har både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="asset_move_agreed_when_waiting_for_coordinator",
                condition=~Q(state="ASKED", agreed_at__isnull=False)
                & ~Q(state="AGREED", agreed_at__isnull=True),
                violation_error_message="Flytten väntar på samordnaren först när mottagaren har godtagit den.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
