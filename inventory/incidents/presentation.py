"""How incidents look to people: the state as a tag, what happened as facts, and what followed as links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inventory.incidents.models import Charge, Incident
from inventory.incidents.money import kronor
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.people.masking import names_now
from portal.core.web.formatting import number, plural
from portal.core.web.shown import LogRow, Tag, log_rows

S = Incident.State
# Colour and icon of each state's tag; the words are the state's own.
_TAGS = {
    S.REPORTED: ("warning", "clock"),
    S.DECIDED: ("info", "circle-check"),
    S.IN_REPAIR: ("info", "wrench"),
    S.CLOSED: ("success", "circle-check"),
    S.WITHDRAWN: ("neutral", "undo-2"),
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a floor above made of an incident: an order, say."""

    label: str
    url: str


Follower = Callable[[Incident], list[Consequence]]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Called from ``AppConfig.ready`` of a floor above."""
    if follower not in _followers:
        _followers.append(follower)


def consequences_of(incident: Incident) -> list[Consequence]:
    return [one for follower in _followers for one in follower(incident)]


def waited(incident: Incident, today: date) -> str:
    """ "sedan 12 dagar": how long ago a decision that is not carried out was made; empty for others."""
    if incident.state not in Incident.DECIDED or incident.decided_at is None:
        return ""
    days = (today - local_date(incident.decided_at)).days
    return f"sedan {number(days)} {plural(days, 'dag,dagar')}" if days else "sedan i dag"


@dataclass(frozen=True, slots=True)
class ShownCharge:
    """A charge for a page: the charge itself, its sum in kronor and its state."""

    charge: Charge
    amount: str
    tag: Tag


def charge_shown(charge: Charge) -> ShownCharge:
    if charge.waived_at:
        tag = Tag("Efterskänkt", "neutral", "undo-2")
    elif charge.invoiced_at:
        tag = Tag("Fakturerad", "success", "circle-check")
    else:
        tag = Tag("Att fakturera", "warning", "clock")
    return ShownCharge(charge, kronor(charge.amount), tag)


def state_tag(incident: Incident) -> Tag:
    color, icon = _TAGS[S(incident.state)]
    return Tag(str(incident.get_state_display()), color, icon)


def history_of(incident: Incident) -> list[LogRow]:
    """The incident's acts as the log has them, latest first. One query."""
    rows = AuditEvent.objects.filter(subject_kind="incident", subject=incident.number).order_by("-sequence")
    return log_rows(names_now(rows).only("at", "kind", "after"))
