"""The ordering manager's attest (Kalmar IT §3a: "beställningen ska attesteras av Beställarchefen")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entitlements.rules.frozen import freeze_verdict, to_json
from entitlements.rules.types import Outcome
from orders.access import acting_for, may_attest
from orders.actions.writing import content_of, locked_order, principal_of, require_unchanged
from orders.assessing import Assessed, assess_content
from orders.models import AttestRecord, Order
from orders.workflow import move, require_state
from portal.core.access import require
from portal.core.audit.context import circumstances
from portal.core.clock import local_date
from portal.core.errors import Conflict, Refusal
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import roles_of
from portal.core.units.roles import RoleSet, SubstituteFor

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: the attested orders, and those that were left with the reason why."""

    attested: tuple[Order, ...]
    left: tuple[tuple[Order, Refusal], ...]


def attest_order(
    *,
    order: Order,
    by: User,
    at: datetime,
    seen: str = "",
    reason: str = "",
    only_within_rules: bool = False,
) -> Order:
    """Attest a checked order. It is assessed again under lock on the unit; what no longer holds is not attested.

    ``seen`` is the content hash that the person had on the screen. ``reason`` may be left out; it stands in the record
    and in the order's history. ``only_within_rules`` refuses what needed a
    decision, for batches. Raises Conflict when the order changed, is in another state or no longer fits the caps;
    NotAllowed for who ordered or checked it, for a substitute beyond period or limit, and for anyone else.
    """
    reason = usable_text("reason", reason, LONGEST_REASON)
    with transaction.atomic():
        order = locked_order(order)
        roles = roles_of(by, local_date(at))
        require(may_attest(roles, order))
        require_state(order, "attest")
        require_unchanged(order, seen)
        assessed = _assess_again(order, at)
        if only_within_rules and order.outcome != Outcome.ALLOWED:
            raise Conflict("needs_review", "Beställningen har rader som ska prövas och attesteras enskilt.")
        _attest(order, AttestRecord.Decision.ATTESTED, reason, assessed, roles, by, at)
    return order


def refuse_order(*, order: Order, reason: str, by: User, at: datetime, seen: str = "") -> Order:
    """Refuse a checked order, with the reason that the unit reads."""
    reason = usable_text("reason", reason, LONGEST_REASON, missing="Skriv varför beställningen avslås.")
    with transaction.atomic():
        order = locked_order(order)
        roles = roles_of(by, local_date(at))
        require(may_attest(roles, order))
        require_state(order, "refuse")
        require_unchanged(order, seen)
        assessed = assess_content(order.unit, content_of(order), local_date(at), without=order)
        order.message = reason
        _attest(order, AttestRecord.Decision.REFUSED, order.message, assessed, roles, by, at)
    return order


def attest_batch(
    *, orders: Sequence[Order], by: User, at: datetime, seen: Mapping[int, str] | None = None
) -> BatchResult:
    """Attest many orders, each in its own transaction, and only those that are wholly within the rules. ``seen``
    is the content hash that the person had on the screen, by the order's key."""
    attested, left = [], []
    for order in orders:
        hash_seen = (seen or {}).get(order.pk, "")
        try:
            attested.append(attest_order(order=order, by=by, at=at, seen=hash_seen, only_within_rules=True))
        except Refusal as refusal:
            left.append((order, refusal))
    return BatchResult(tuple(attested), tuple(left))


def _assess_again(order: Order, at: datetime) -> Assessed:
    assessed = assess_content(order.unit, content_of(order), local_date(at), without=order)
    if assessed.assessment.outcome == Outcome.REFUSED:
        raise Conflict(
            "no_longer_within_rules",
            "Beställningen ryms inte längre i enhetens tilldelning. Skicka tillbaka den eller avslå den.",
        )
    return assessed


def _attest(
    order: Order, decision: str, reason: str, assessed: Assessed, roles: RoleSet, by: User, at: datetime
) -> None:
    substitution = acting_for(roles, order)
    principal = principal_of(roles, order)
    _append_record(order, decision, reason, assessed, substitution, by, at)
    if decision == AttestRecord.Decision.ATTESTED:
        order.attested_for = principal
    name = "attest" if decision == AttestRecord.Decision.ATTESTED else "refuse"
    move(order, name, by=by, at=at, note={"reason": reason} if reason else None, on_behalf_of=principal)


def _append_record(
    order: Order,
    decision: str,
    reason: str,
    assessed: Assessed,
    substitution: SubstituteFor | None,
    by: User,
    at: datetime,
) -> AttestRecord:
    around = circumstances()
    return AttestRecord.append(
        at=at,
        order=order,
        order_number=order.number,
        kind=AttestRecord.Kind.DECISION,
        decision=decision,
        reason=reason,
        unit=order.unit.hsa_id,
        provider=order.unit.provider.name,
        cost_centre=order.cost_centre,
        appendix=assessed.appendix.label,
        content_hash=order.content_hash,
        facts=to_json(assessed.facts),
        verdicts=[freeze_verdict(verdict) for verdict in assessed.assessment.verdicts],
        lines=_lines_as_json(order),
        attester=by,
        actor=by.hsa_id,
        actor_name=by.display_name,
        on_behalf_of=substitution.principal_hsa_id if substitution else "",
        on_behalf_of_name=substitution.principal_name if substitution else "",
        delegation=_delegation(substitution),
        conflict_of_interest=_conflict_of_interest(order, by, substitution),
        authentication=around.authentication(),
        request_id=around.request_id,
    )


def _lines_as_json(order: Order) -> list[dict[str, object]]:
    return [
        {
            "item": line.item_code,
            "name": line.item.name,
            "variant": line.variant,
            "options": line.options,
            "ordered": line.quantity,
            "granted": line.granted,
            "reason": line.reason,
            "motivation": line.motivation,
            "function": line.function,
            "room": line.room,
        }
        for line in order.lines.select_related("item").order_by("position")
    ]


def _delegation(substitution: SubstituteFor | None) -> dict[str, object]:
    if substitution is None:
        return {}
    return {
        "substitution": substitution.substitution_id,
        "valid_from": substitution.valid_from.isoformat(),
        "valid_to": substitution.valid_to.isoformat(),
        "most_pieces": substitution.most_pieces,
    }


def _conflict_of_interest(order: Order, by: User, substitution: SubstituteFor | None) -> dict[str, object]:
    """What the check for jäv saw: three persons, and the one attested for neither of the others."""
    return {
        "orderer": order.submitted_by.hsa_id if order.submitted_by else "",
        "checker": order.checked_by.hsa_id if order.checked_by else "",
        "attester": by.hsa_id,
        "on_behalf_of": substitution.principal_hsa_id if substitution else "",
        "result": "clear",
    }
