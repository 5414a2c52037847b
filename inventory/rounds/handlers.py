"""What happens after an act of a round: whom to write to, and the document. Each bears being run twice."""

from datetime import datetime
from typing import Any

from inventory.rounds.actions.answering import TO_SIGN
from inventory.rounds.actions.opening import OPENED
from inventory.rounds.document import make_document
from inventory.rounds.models import InventoryRound, RoundUnit
from inventory.rounds.queries.people import people_of_units, unit_keys
from inventory.rounds.tellings import register_tellings
from inventory.rounds.workflow import REOPENED, SIGNED
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.units.models import Role


def subscribe_all() -> None:
    """Called once when the app is ready."""
    register_tellings()
    subscribe(OPENED, round_opened)
    subscribe(TO_SIGN, unit_to_sign)
    subscribe(SIGNED, unit_signed)
    subscribe(REOPENED, unit_reopened)


def round_opened(payload: dict[str, Any], at: datetime) -> None:
    row = InventoryRound.objects.filter(pk=payload["round"]).first()
    if row is not None:
        to = people_of_units(unit_keys(row.units.all()), local_date(at))
        notify(OPENED, to=to, payload={"round": row.pk}, event=f"{OPENED}:{row.pk}", at=at, about=about(row))


def unit_to_sign(payload: dict[str, Any], at: datetime) -> None:
    """The head of the unit hears that all is answered, unless he gave the last answer himself."""
    found = _row(payload)
    if found is not None:
        heads = people_of_units(_units(found), local_date(at), (Role.HEAD_OF_UNIT,))
        to = [person for person in heads if person != payload["by"]]
        _tell(TO_SIGN, found, to, at)


def unit_signed(payload: dict[str, Any], at: datetime) -> None:
    make_document(payload["signing"], at)


def unit_reopened(payload: dict[str, Any], at: datetime) -> None:
    found = _row(payload)
    if found is not None:
        _tell(REOPENED, found, people_of_units(_units(found), local_date(at)), at)


def about(row: InventoryRound) -> str:
    """What a notification about the round is about, for the log of mails."""
    return f"inventory_round:{row.number}"


def _row(payload: dict[str, Any]) -> RoundUnit | None:
    return RoundUnit.objects.select_related("round", "unit").filter(pk=payload["round_unit"]).first()


def _units(row: RoundUnit) -> set[int]:
    return {row.unit_id, row.unit.main_unit_id}


def _tell(kind: str, row: RoundUnit, to: list[int], at: datetime) -> None:
    event = f"{kind}:{row.pk}:{row.signings}"
    notify(kind, to=to, payload={"round_unit": row.pk}, event=event, at=at, about=about(row.round))
