"""The coordinator's check: every line is granted, reduced or refused against the appendix (Kalmar IT §3a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.access import may_check, may_send_back
from orders.actions.writing import content_of, locked_order, principal_of, require_unchanged, summary_of
from orders.assessing import assess_content, require_within_rules
from orders.models import Order, OrderLine
from orders.workflow import move, require_state
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Errors, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import roles_of


@dataclass(frozen=True, slots=True)
class LineDecision:
    """How many of a line are granted, and why not all. ``line`` is the line's id."""

    line: int
    granted: int
    reason: str = ""


def check_order(
    *, order: Order, decisions: Sequence[LineDecision], by: User, at: datetime, seen: str = ""
) -> Order:
    """Decide every line and pass the order on to attest; refuse it when nothing is left of it.

    What is granted is assessed again under lock, so that no more is passed on than the unit may have now. Raises
    Errors for lines that are missing, decided twice, granted beyond what was asked or cut without a reason.
    """
    with transaction.atomic():
        order = locked_order(order)
        require(may_check(roles_of(by, local_date(at)), order))
        require_state(order, "check")
        require_unchanged(order, seen)
        lines = list(order.lines.select_related("item").order_by("position"))
        _decide(lines, decisions)
        OrderLine.objects.bulk_update(lines, ["granted", "decision", "reason"])
        if any(line.granted for line in lines):
            _pass_on(order, by, at, lines)
        else:
            order.message = order.message or "Ingen rad i beställningen kunde beviljas."
            move(order, "refuse_at_check", by=by, at=at, note=_note(lines))
    return order


def send_back(*, order: Order, message: str, by: User, at: datetime) -> Order:
    """Ask the unit to complete the order, and say with what. The decisions on its lines are taken away."""
    message = usable_text("message", message, 1000, missing="Skriv vad som behöver kompletteras.")
    with transaction.atomic():
        order = locked_order(order)
        roles = roles_of(by, local_date(at))
        require(may_send_back(roles, order))
        require_state(order, "send_back")
        principal = principal_of(roles, order) if order.state == Order.State.CHECKED else None
        order.lines.update(granted=None, decision="", reason="")
        order.message = message
        move(order, "send_back", by=by, at=at, note={"message": order.message}, on_behalf_of=principal)
    return order


def _pass_on(order: Order, by: User, at: datetime, lines: list[OrderLine]) -> None:
    content = content_of(order)
    require_within_rules(assess_content(order.unit, content, local_date(at), without=order).assessment)
    order.pieces = sum(line.granted or 0 for line in lines)
    order.summary = summary_of(content, {line.item_code: line.item for line in lines})
    order.content_hash = content.content_hash(order.unit.hsa_id)
    move(order, "check", by=by, at=at, note=_note(lines))


def _decide(lines: list[OrderLine], decisions: Sequence[LineDecision]) -> None:
    by_line = {decision.line: decision for decision in decisions}
    faults = [
        Invalid("unknown_line", "Raden hör inte till beställningen.", field="lines")
        for key in by_line
        if key not in {line.pk for line in lines}
    ]
    if len(by_line) != len(decisions):
        faults.append(Invalid("line_decided_twice", "Samma rad står med två gånger.", field="lines"))
    for place, line in enumerate(lines):
        decision = by_line.get(line.pk)
        code, sentence = _fault(line, decision)
        if code or decision is None:
            faults.append(Invalid(code, sentence, field=f"lines[{place}].granted"))
            continue
        line.granted = decision.granted
        line.reason = decision.reason if decision.granted < line.quantity else ""
        line.decision = _outcome(line)
    if faults:
        raise Errors(faults)


def _fault(line: OrderLine, decision: LineDecision | None) -> tuple[str, str]:
    name = line.item.name.lower()
    if decision is None:
        return ("line_undecided", f"Besluta om raden med {name}.")
    if not 0 <= decision.granted <= line.quantity:
        return ("granted_range", f"Bevilja mellan 0 och {line.quantity} av {name}.")
    if decision.granted < line.quantity and decision.reason not in OrderLine.Reason.values:
        return ("reason_missing", f"Välj ett skäl för att inte bevilja alla {name}.")
    return ("", "")


def _outcome(line: OrderLine) -> str:
    if line.granted == line.quantity:
        return OrderLine.Decision.GRANTED
    return OrderLine.Decision.REDUCED if line.granted else OrderLine.Decision.REFUSED


def _note(lines: list[OrderLine]) -> dict[str, object]:
    return {
        "lines": [
            {"item": line.item_code, "ordered": line.quantity, "granted": line.granted, "reason": line.reason}
            for line in lines
        ]
    }
