"""The kinds of notification that moves make: a line that says what it is, and a link. Never contents or names."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from inventory.models import AssetMove
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import Role

TOPIC = "Utrustning"
ASKED = "move.asked"
AGREED = "move.agreed"
APPROVED = "move.approved"
DECLINED = "move.declined"
S = AssetMove.State
_HEAD, _COORDINATOR = (Role.HEAD_OF_UNIT.value,), (Role.COORDINATOR.value,)


def register_tellings() -> None:
    """Called once when the app is ready."""
    register_kinds(
        Kind(ASKED, "En enhet vill flytta utrustning till er", TOPIC, "Svara om flytten {number}",
             "mail/move_asked.txt", _move(S.ASKED), _HEAD),
        Kind(AGREED, "En flytt att godkänna", TOPIC, "Godkänn flytten {number}",
             "mail/move_agreed.txt", _move(S.AGREED), _COORDINATOR),
        Kind(APPROVED, "En flytt är godkänd", TOPIC, "Flytten {number} är godkänd",
             "mail/move_approved.txt", _move(S.APPROVED), _HEAD),
        Kind(DECLINED, "En flytt är avböjd", TOPIC, "Flytten {number} är avböjd",
             "mail/move_declined.txt", _move(S.DECLINED), _HEAD),
    )  # fmt: skip


def _move(state: str) -> Callable[[dict[str, Any]], Context]:
    """About a move that still is in the state."""

    def context(payload: dict[str, Any]) -> Context:
        move = AssetMove.objects.filter(pk=payload["move"], state=state).first()
        return move and {"number": move.number, "path": reverse("inventory:move", args=[move.number])}

    return context
