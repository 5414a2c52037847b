"""The answers of a round as CSV."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from inventory.rounds.models import InventoryRound, RoundAsset, RoundFind, RoundUnit
from inventory.rounds.views.desk import READERS, round_called
from portal.core.clock import STOCKHOLM
from portal.core.sheets import csv_parts
from portal.core.units.roles import RoleSet
from portal.core.web.files import attached_in_parts
from portal.core.web.pages import for_roles

_COLUMNS = (
    "Vårdenhet",
    "HSA-id",
    "Läge",
    "Inventarienummer",
    "Serienummer",
    "Artikel",
    "Funktion",
    "Rum",
    "Svar",
    "Ny plats",
    "Anteckning",
    "Besvarad",
    "Besvarad av",
    "Beslut",
    "Anteckning till beslutet",
)
_UNEXPECTED = "Oväntad utrustning"


@require_GET
@for_roles(*READERS)
def export_answers(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """Every piece and find of the units that the person sees, a line each."""
    inventory_round = round_called(request, number)
    parts = csv_parts(_COLUMNS, _rows(inventory_round, request.roles))
    return attached_in_parts(parts, f"{inventory_round.number}.csv")


def _rows(inventory_round: InventoryRound, roles: RoleSet) -> Iterator[list[str]]:
    seen = RoundUnit.objects.visible_to(roles).filter(round=inventory_round).values("pk")
    ties = ("round_unit__unit", "asset")
    rows = RoundAsset.objects.filter(round_unit__in=seen).select_related(*ties, "answered_by")
    order = ("round_unit__unit__sort_key", "round_unit_id", "pk")
    for row in rows.order_by(*order).iterator(chunk_size=1000):
        yield list(_of_row(row))
    finds = RoundFind.objects.standing().filter(round_unit__in=seen).select_related(*ties, "found_by")
    for find in finds.order_by(*order).iterator(chunk_size=1000):
        yield list(_of_find(find))


def _of_row(row: RoundAsset) -> Iterator[str]:
    yield from _unit(row.round_unit)
    yield from (row.asset.asset_number, row.asset.serial_number, row.asset.item_name, row.function, row.room)
    yield from (row.get_outcome_display(), row.new_place, row.note, _moment(row.answered_at))
    yield row.answered_by.display_name if row.answered_by else ""
    yield from (row.get_decision_display(), row.decision_note)


def _of_find(find: RoundFind) -> Iterator[str]:
    yield from _unit(find.round_unit)
    yield from ("", find.number, find.description, find.function, find.room, _UNEXPECTED, "", "")
    yield from (_moment(find.found_at), find.found_by.display_name)
    yield from (find.get_decision_display(), find.decision_note)


def _unit(row: RoundUnit) -> tuple[str, str, str]:
    return row.unit.name, row.unit.hsa_id, row.get_state_display()


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if at else ""
