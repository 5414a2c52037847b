"""The states of each kind of notice and the steps between them."""

from collections.abc import Mapping

from portal.core.errors import Conflict
from portal.notices.models import Kind, Notice, State

S = State

# What a notice of the kind is when it is published.
FIRST: Mapping[str, str] = {
    Kind.OUTAGE: S.INVESTIGATING,
    Kind.MAINTENANCE: S.SCHEDULED,
    Kind.CHANGE: S.PUBLISHED,
    Kind.INFORMATION: S.PUBLISHED,
    Kind.INVENTORY: S.PUBLISHED,
}
# States that an update may lead to, by the state that the notice is in. An outage may turn out to be another than was
# thought, and so goes back as well as on; what is closed stays so and is only corrected.
_OUTAGE = (S.INVESTIGATING, S.IDENTIFIED, S.MONITORING, S.RESOLVED)
# An outage may be known and even mended when it is first told of.
OUTAGE_STARTS = _OUTAGE[:3]
NEXT: Mapping[str, tuple[str, ...]] = {
    S.INVESTIGATING: _OUTAGE,
    S.IDENTIFIED: _OUTAGE,
    S.MONITORING: _OUTAGE,
    S.RESOLVED: (S.RESOLVED,),
    S.SCHEDULED: (S.SCHEDULED, S.IN_PROGRESS, S.CANCELLED),
    S.IN_PROGRESS: (S.IN_PROGRESS, S.VERIFYING, S.COMPLETED, S.CANCELLED),
    S.VERIFYING: (S.VERIFYING, S.IN_PROGRESS, S.COMPLETED),
    S.COMPLETED: (S.COMPLETED,),
    S.CANCELLED: (S.CANCELLED,),
    S.PUBLISHED: (S.PUBLISHED, S.CLOSED),
    S.CLOSED: (S.CLOSED,),
}


def first_state(notice: Notice, chosen: str = "") -> str:
    """The state that publication gives: an outage may begin as one whose cause is known."""
    if chosen and notice.kind == Kind.OUTAGE and chosen in OUTAGE_STARTS:
        return chosen
    return FIRST[notice.kind]


def require_draft(notice: Notice) -> None:
    """Raise Conflict unless the notice is still a draft."""
    if notice.state != S.DRAFT:
        raise Conflict(
            "already_published",
            f"{notice.number} är redan publicerat. Det som ska ändras skrivs som en uppdatering.",
        )


def require_next(notice: Notice, state: str) -> None:
    """Raise Conflict unless an update may take the notice to the state."""
    if state not in NEXT.get(notice.state, ()):
        raise Conflict(
            "wrong_state",
            f"{notice.number} är nu i läget ”{notice.get_state_display()}” och kan inte bli "
            f"”{State(state).label}”. Läs in sidan igen.",
        )
