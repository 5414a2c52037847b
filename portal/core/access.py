"""Who may do what: every predicate answers ``ALLOWED`` or a ``Denied`` that knows its reason.

The same reason stops the action, labels a disabled button and fills the API's 403, so that they never differ.
"""

from dataclasses import dataclass

from portal.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """``code`` for programs, ``sentence`` in Swedish for people."""

    code: str
    sentence: str

    def __bool__(self) -> bool:
        return False


ALLOWED = Allowed()
Decision = Allowed | Denied


def require(decision: Decision) -> None:
    """Raise NotAllowed with the decision's reason unless it is allowed."""
    if isinstance(decision, Denied):
        raise NotAllowed(decision.code, decision.sentence)
