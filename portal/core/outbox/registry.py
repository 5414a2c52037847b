"""Who does what when a message of a kind is dispatched.

The upper floors subscribe in ``AppConfig.ready()``; this is how an effect travels upward without an import.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

Handler = Callable[[dict[str, Any], datetime], None]

_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(kind: str, handler: Handler) -> None:
    """Let ``handler(payload, at)`` run for every message of the kind. Handlers must bear being run twice."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def handlers_of(kind: str) -> tuple[Handler, ...]:
    return tuple(_handlers[kind])


def known_kinds() -> frozenset[str]:
    return frozenset(kind for kind, handlers in _handlers.items() if handlers)
