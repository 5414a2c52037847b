"""The same call twice is one act, for doors of every floor: Idempotency-Key, and who keeps the keys.

The keys are kept beside the orders, where they began. That floor registers its way when it is ready, so that the floors
below need not know it.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from portal.core.errors import Invalid
from portal.core.people.models import User

LONGEST_KEY = 100
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=(
        "En ny för varje anrop. Samma nyckel och innehåll igen svarar 201 med samma sak och "
        "Idempotent-Replayed: true. Med annat innehåll avvisas anropet."
    ),
)
REPLAYED = OpenApiParameter(
    "Idempotent-Replayed",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[201],
    description="true när nyckeln redan hade använts för anropet; saknas annars.",
)


class Keeper(Protocol):
    """Runs ``make`` the first time a person uses the key, and gives what it gave then, and whether that was now."""

    def __call__(
        self, *, make: Callable[[], str], key: str, body_hash: str, by: User, at: Any
    ) -> tuple[str, bool]: ...


_keepers: list[Keeper] = []


def register_once(keeper: Keeper) -> None:
    """Called from ``AppConfig.ready`` of the floor that keeps the keys."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def once(view: Any, make: Callable[[], str], values: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Make it, or find what the caller's key has made: its number, and the headers to answer with. ``values`` is the
    call as it was read. Raises Invalid for a key that cannot be used."""
    key = view.request.headers.get("Idempotency-Key")
    if key is None:
        return make(), {}
    (keeper,) = _keepers
    asked = json.dumps([view.request.path, values], sort_keys=True, cls=DjangoJSONEncoder)
    body_hash = hashlib.sha256(asked.encode()).hexdigest()
    number, is_new = keeper(make=make, key=usable_key(key), body_hash=body_hash, by=view.person, at=view.at)
    return number, {} if is_new else {"Idempotent-Replayed": "true"}


def usable_key(key: str) -> str:
    """The key in printable ASCII, which every header can carry unchanged. Its length is the keeper's matter."""
    if not (key and all("!" <= sign <= "~" for sign in key)):
        raise Invalid(
            "idempotency_key_malformed", "Skriv Idempotency-Key med synliga ASCII-tecken, utan blanksteg."
        )
    return key
