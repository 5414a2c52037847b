"""The kinds of notification that rounds make: a line that says what it is, and a link. Never contents."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from inventory.rounds.models import InventoryRound, RoundUnit
from inventory.rounds.queries.people import own_waiting
from portal.core import clock
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import Role

TOPIC = "Inventering"
OPENED, REMINDER, OVERDUE = "round.opened", "round.reminder", "round.overdue"
TO_SIGN, REOPENED = "round.to_sign", "round.reopened"
_ANSWERERS = (Role.HEAD_OF_UNIT, Role.IT_CONTACT)


def register_tellings() -> None:
    """Called once when the app is ready."""
    register_kinds(
        Kind(OPENED, "Regionen ber er inventera", TOPIC, "Inventera: {title}", "mail/round_opened.txt",
             _of_round(_unit_waits), roles=_ANSWERERS, mandatory=True, bulk=True),
        Kind(REMINDER, "En inventering väntar på svar", TOPIC, "Påminnelse om inventering: {title}",
             "mail/round_reminder.txt", _of_round(_unit_waits), roles=_ANSWERERS, mandatory=True),
        Kind(OVERDUE, "Enheter har inte inventerat", TOPIC, "Inte besvarad av alla: {title}",
             "mail/round_overdue.txt", _of_round(_any_waits), roles=(Role.COORDINATOR,)),
        Kind(TO_SIGN, "En inventering är klar att signera", TOPIC, "Signera inventeringen: {title}",
             "mail/round_to_sign.txt", _of_unit, roles=(Role.HEAD_OF_UNIT,)),
        Kind(REOPENED, "Ett inventeringssvar är öppnat igen", TOPIC, "Komplettera inventeringen: {title}",
             "mail/round_reopened.txt", _of_unit, roles=_ANSWERERS, mandatory=True),
    )  # fmt: skip


def _unit_waits(row: InventoryRound, payload: dict[str, Any]) -> bool:
    return own_waiting(row, payload["to"], clock.today()).exists()


def _any_waits(row: InventoryRound, payload: dict[str, Any]) -> bool:
    return RoundUnit.objects.waiting().filter(round=row).exists()


def _of_round(
    waits: Callable[[InventoryRound, dict[str, Any]], bool],
) -> Callable[[dict[str, Any]], Context]:
    """About a round that is open and for which the condition holds when the mail is sent."""

    def context(payload: dict[str, Any]) -> Context:
        row = InventoryRound.objects.filter(pk=payload["round"]).first()
        if row is None or not row.is_open or not waits(row, payload):
            return None
        path = reverse("rounds:detail", args=[row.number])
        return {"round": row, "title": row.title, "answer_by": row.answer_by, "path": path}

    return context


def _of_unit(payload: dict[str, Any]) -> Context:
    """About a unit's answer, as long as it is not signed."""
    row = RoundUnit.objects.select_related("round", "unit").filter(pk=payload["round_unit"]).first()
    if row is None or not row.round.is_open or not row.is_unsigned:
        return None
    path = reverse("rounds:unit", args=[row.round.number, row.unit.hsa_id])
    return {"row": row, "title": row.round.title, "answer_by": row.round.answer_by, "path": path}
