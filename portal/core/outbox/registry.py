"""Who does what when a message of a kind is dispatched.

The upper floors subscribe in ``AppConfig.ready()``; this is how an effect travels upward without an import.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from typing import Any

Handler = Callable[[dict[str, Any], datetime], None]

Companion = Callable[[], AbstractContextManager[None]]

_companions: list[Companion] = []
_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(kind: str, handler: Handler) -> None:
    """Let ``handler(payload, at)`` run for every message of the kind. Handlers must bear being run twice."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def accompany(companion: Companion) -> None:
    """Let ``companion()`` be entered before the outbox is emptied and left when it is: for what its handlers share."""
    if companion not in _companions:
        _companions.append(companion)


@contextmanager
def accompanied() -> Iterator[None]:
    """With everything that was registered by ``accompany``."""
    with ExitStack() as stack:
        for companion in _companions:
            stack.enter_context(companion())
        yield


def handlers_of(kind: str) -> tuple[Handler, ...]:
    return tuple(_handlers[kind])


def known_kinds() -> frozenset[str]:
    return frozenset(kind for kind, handlers in _handlers.items() if handlers)
