"""What people are told of. Each floor registers its kinds in ``AppConfig.ready()``, in a table of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Context = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notification.

    ``title`` says in Swedish what one is told of and ``topic`` what it belongs to, on the page of preferences.
    ``subject`` is a Swedish line that may name fields of the context; ``template`` is the text of the mail, without
    greeting, link and foot. ``context(payload)`` reads what both need by the ids in the payload, and ``path``, where
    the link leads; None when there is no longer any reason to write. The payload is that of ``notify`` with ``to``,
    the person's key.

    ``roles``: those whom it can come to; empty is everyone. ``mandatory``: cannot be turned off or put in the digest.
    ``urgent``: waits for neither digest nor the end of quiet hours. ``bulk``: sent when nothing else waits.
    """

    name: str
    title: str
    topic: str
    subject: str
    template: str
    context: Callable[[dict[str, Any]], Context]
    roles: tuple[str, ...] = ()
    mandatory: bool = False
    urgent: bool = False
    bulk: bool = False

    @property
    def priority(self) -> int:
        """The outbox's: lower goes first."""
        return 1 if self.urgent else 9 if self.bulk else 5


_kinds: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Add kinds. Called from ``AppConfig.ready``."""
    _kinds.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises KeyError for one that nobody has registered."""
    return _kinds[name]


def known_kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order that they were registered."""
    return dict(_kinds)
