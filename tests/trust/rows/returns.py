"""Returns: the unit and the region at the same pages, each with its own acts."""

from typing import Any

from tests.trust.rows.row import COORDINATOR, DELIVERY, REGISTRARS, SEES_UNITS, Row, of
from tests.trust.scene import CONTACT, EVERYONE, HEADS, Side

PARTIES = HEADS | CONTACT | COORDINATOR | DELIVERY


def in_case(**more: str) -> Any:
    """The case's number, and things of it by their key."""

    def thing(side: Side) -> dict[str, Any]:
        named = {name: getattr(getattr(side, attribute), name) for name, attribute in more.items()}
        return {"number": side.returning.number, **named}

    return thing


def a_return(side: Side) -> dict[str, Any]:
    """Of a piece that stands in the unit's return already."""
    number = side.returning.items.get().asset.asset_number
    return {"unit": side.unit.hsa_id, "assets": [number], "due_on": "2026-12-31"}


def a_time(side: Side) -> dict[str, Any]:
    hours = {"window_start": "09:00", "window_end": "11:00"}
    return {"day": "2026-12-20", **hours, "place": "Lastkajen", "contact": "Receptionen"}


RETURNS_API = {
    "api_returns": Row(EVERYONE, PARTIES, data=a_return, in_body=True),
    "api_return_case": Row(SEES_UNITS, thing=of("returning")),
    "api_pickups": Row(None, PARTIES, thing=of("returning"), data=a_time),
    "api_handovers": Row(
        None,
        PARTIES,
        thing=of("returning"),
        data=lambda side: {"items": [{"number": "x", "condition": "OK"}]},
    ),
}
RETURNS = {
    "returns:list": Row(SEES_UNITS),
    "returns:new": Row(PARTIES, PARTIES),
    "returns:aftercare": Row(
        REGISTRARS,
        REGISTRARS,
        data=lambda side: {
            "gor": "lager",
            "inventarie": side.returning.items.get().asset.asset_number,
            "efter-note": "Hel.",
        },
        in_body=True,
    ),
    "returns:detail": Row(SEES_UNITS, PARTIES, thing=of("returning"), data=lambda side: {"gor": "overlamna"}),
    "returns:residual": Row(SEES_UNITS, thing=of("returning")),
    "returns:document": Row(SEES_UNITS, thing=in_case(pk="return_document")),
    "returns:handover": Row(
        SEES_UNITS,
        PARTIES,
        thing=in_case(ordinal="handover"),
        data=lambda side: {"gor": "lagg-till", "number": "x", "condition": "OK"},
    ),
}
