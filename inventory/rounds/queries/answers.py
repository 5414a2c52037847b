"""The pieces of a unit's task, and the deviations of a round."""

from datetime import date, timedelta

from django.db.models import QuerySet

from inventory.labels.codes import key_scanned
from inventory.rounds.models import InventoryRound, RoundAsset, RoundFind, RoundUnit
from inventory.serials import normalise_serial
from portal.core.search import containing
from portal.core.units.roles import RoleSet

SEEN_WITHIN = timedelta(days=30)
"""How lately a computer must have been on the network for "present" to be proposed."""
WALK = ("function", "room", "pk")
LEFT, DEVIATING, CONFLICTS, EVERY = "kvar", "avvikelser", "olika", ""
_SEARCHED = ("asset__asset_number", "asset__serial_number", "asset__item_name", "function", "room")


def rows_of(round_unit: RoundUnit, wish: str, text: str) -> QuerySet[RoundAsset]:
    """The pieces that are wished for, with what they are and who answered."""
    rows = RoundAsset.objects.filter(round_unit=round_unit).select_related("asset", "answered_by")
    if wish == LEFT:
        rows = rows.filter(outcome="")
    elif wish == DEVIATING:
        rows = rows.deviating()
    elif wish == CONFLICTS:
        rows = rows.filter(is_conflict=True)
    return rows.filter(containing(text, *_SEARCHED)) if text else rows


def proposed(round_unit: RoundUnit, today: date) -> QuerySet[RoundAsset]:
    """The unanswered pieces that have been on the network lately, and so are likely to be there."""
    rows = RoundAsset.objects.filter(round_unit=round_unit, outcome="")
    return rows.filter(asset__last_seen_on__gte=today - SEEN_WITHIN).select_related("asset")


def is_proposed(row: RoundAsset, today: date) -> bool:
    """As ``proposed``, of one row."""
    seen = row.asset.last_seen_on
    return not row.outcome and seen is not None and seen >= today - SEEN_WITHIN


def row_called(round_unit: RoundUnit, text: str) -> RoundAsset | None:
    """The expected piece that was scanned or typed: its label's QR code, its asset number or its serial number."""
    rows = RoundAsset.objects.filter(round_unit=round_unit).select_related("asset")
    key = key_scanned(text)
    if key:
        return rows.filter(asset=key).first() or rows.filter(asset__parts=key).first()
    number = normalise_serial(text)
    found = rows.filter(asset__asset_number=number) | rows.filter(asset__serial_number=number)
    whole = rows.filter(asset__parts__asset_number=number)
    return (found.first() or whole.first()) if number else None


def deviations_of(inventory_round: InventoryRound, roles: RoleSet, outcome: str) -> QuerySet[RoundAsset]:
    """The undecided deviations in signed answers, with all that is told of them."""
    rows = RoundAsset.objects.undecided().filter(
        round_unit__round=inventory_round,
        round_unit__state=RoundUnit.State.SIGNED,
        round_unit__in=RoundUnit.objects.visible_to(roles).values("pk"),
    )
    rows = rows.filter(outcome=outcome) if outcome else rows
    return rows.select_related("asset", "round_unit__unit", "answered_by")


def finds_of(inventory_round: InventoryRound, roles: RoleSet) -> QuerySet[RoundFind]:
    """The undecided finds in signed answers, with the piece and where it is registered."""
    rows = RoundFind.objects.undecided().filter(
        round_unit__round=inventory_round,
        round_unit__state=RoundUnit.State.SIGNED,
        round_unit__in=RoundUnit.objects.visible_to(roles).values("pk"),
    )
    return rows.select_related("asset__unit", "round_unit__unit", "found_by").order_by("pk")
