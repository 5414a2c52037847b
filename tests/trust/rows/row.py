"""What a row of the matrix says, who is meant, and the things that rows of several floors name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.trust.scene import EVERYONE, REGION, UNIT, Side

Who = frozenset[str]
PUBLIC: Who = EVERYONE | {"anonymous"}
ATTESTERS: Who = frozenset({"manager", "substitute"})
COORDINATOR: Who = frozenset({"coordinator"})
ADMINISTRATOR: Who = frozenset({"administrator"})
WEBHOOKS: Who = frozenset({"administrator", "it_coordinator"})
REVIEWER: Who = frozenset({"reviewer"})
DELIVERY: Who = frozenset({"delivery"})
REGISTRARS: Who = frozenset({"coordinator", "it_coordinator", "delivery"})
SEES_UNITS: Who = UNIT | REGION
AUTHORS: Who = frozenset({"coordinator", "it_coordinator", "editor"})
OUTAGE_AUTHOR: Who = frozenset({"it_coordinator"})


@dataclass(frozen=True)
class Row:
    get: Who | None
    post: Who | None = None
    thing: Callable[[Side], dict[str, Any]] | None = None
    data: Callable[[Side], dict[str, Any]] | None = None
    query: Callable[[Side], dict[str, Any]] | None = None
    # Who, for his office's sake, sees names and numbers of units here; in the demo, everyone who may choose a person.
    tells: Who = frozenset()
    # Statuses of a GET that is let through, where it is not 200.
    ok: tuple[int, ...] = (200,)
    # The thing is named in the body of the POST instead of in the address.
    in_body: bool = False
    # The address is itself a key to what it names: whoever has it sees that side, and nothing of the other.
    is_key: bool = False
    # Statuses of a refusal, where they are not 403 and 404.
    no: tuple[int, ...] = (403, 404)


def of(name: str) -> Callable[[Side], dict[str, Any]]:
    """The address names the side's order by its number."""
    return lambda side: {"number": getattr(side, name).number}


def unit_of(side: Side) -> dict[str, Any]:
    return {"hsa_id": side.unit.hsa_id}
