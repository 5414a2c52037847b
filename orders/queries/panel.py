"""One order as the coordinator and the ordering manager see it: lines, the rules' answers then and now, the unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from entitlements.rules.limits import item_entitlement
from entitlements.rules.reasons import limit_sentences, sentence
from entitlements.rules.types import ORDERABLE_KINDS, ItemEntitlement, Kind, Outcome, Verdict
from orders.assessing import Assessed, assess_content
from orders.content import OrderContent
from orders.marks import decision_mark, order_log, outcome_mark
from orders.models import Order, OrderLine
from portal.core.audit.models import AuditEvent
from portal.core.people.masking import names_now
from portal.core.web.shown import LogRow, Tag

_ICONS = {
    "ALLOWED": ("ok", "check"),
    "NEEDS_REVIEW": ("prova", "scale"),
    "REFUSED": ("fel", "triangle-alert"),
}
_UNDECIDED = (Order.State.SUBMITTED, Order.State.CHECKED)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One answer of the rules. ``look`` is ok, prova or fel; ``changed`` says that it was not the same when the
    order was sent."""

    look: str
    icon: str
    text: str
    why: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """One line: what is asked for, how it fares with the rules now, and what the coordinator decided."""

    line: OrderLine
    name: str
    details: str
    mark: Tag
    decision: Tag | None

    @property
    def needs_review(self) -> bool:
        return self.line.outcome != Outcome.ALLOWED

    @property
    def shown(self) -> Tag:
        """The one tag of a decided line: what was decided, or how it fares where all of it was granted by the
        rules alone. That it no longer fits comes before both."""
        by_rules = self.line.decision == OrderLine.Decision.GRANTED and not self.needs_review
        return (
            self.mark if by_rules or self.decision is None or self.mark.color == "danger" else self.decision
        )


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """What the unit has of one item, and may have."""

    name: str
    in_use: int
    on_the_way: int
    cap: int | None
    over: int

    @property
    def over_label(self) -> str:
        return f"{self.over} över taket"


@dataclass(frozen=True, slots=True)
class OrderPanel:
    """``now`` is None when nothing more is to be decided: then only the frozen answers are shown."""

    order: Order
    lines: list[LineView]
    rules: list[RuleRow]
    rules_then: list[RuleRow]
    worse: bool
    events: list[LogRow]
    now: Assessed | None
    holdings: list[HoldingRow]


def panel_of(order: Order, content: OrderContent, on: date) -> OrderPanel:
    """Everything a panel shows; ``content`` is the order's. As many queries whatever the order holds."""
    lines = list(order.lines.select_related("item").order_by("position"))
    undecided = order.state in _UNDECIDED
    now = assess_content(order.unit, content, on, without=order) if undecided else None
    answers = _answers_now(now, lines) if now else []
    then = _answers_then(order, lines)
    return OrderPanel(
        order=order,
        lines=[_line(line, [one for place, one in answers if place == line.position]) for line in lines],
        rules=_rules(answers, then) if now else [_row(one) for _, one in then],
        rules_then=[_row(one) for place, one in then if not _told_in(answers, place, one)] if now else [],
        worse=now is not None and now.assessment.outcome == Outcome.REFUSED,
        events=order_log(events_of(order)),
        now=now,
        holdings=_holdings(now, {line.item_code for line in lines}) if now else [],
    )


Answer = Mapping[str, Any]
Placed = tuple[int | None, Answer]


def _answers_now(now: Assessed, lines: list[OrderLine]) -> list[Placed]:
    """Today's verdicts, each with the position of its line. Lines that are refused already are not asked about."""
    asked = [line.position for line in lines if line.wanted]
    return [(asked[int(one.line)] if one.line else None, _plain(one)) for one in now.assessment.verdicts]


def _answers_then(order: Order, lines: list[OrderLine]) -> list[Placed]:
    placed: list[Placed] = [(line.position, one) for line in lines for one in line.verdicts]
    return [*placed, *((None, one) for one in order.verdicts)]


def _plain(verdict: Verdict) -> Answer:
    return {
        "code": verdict.code,
        "outcome": verdict.outcome.value,
        "numbers": dict(verdict.numbers),
        "sentence": sentence(verdict),
        "why": limit_sentences(verdict.limits),
    }


def _rules(answers: list[Placed], then: list[Placed]) -> list[RuleRow]:
    return [_row(one, changed=not _told_in(then, place, one)) for place, one in answers]


def _told_in(answers: Iterable[Placed], place: int | None, answer: Answer) -> bool:
    """Whether the same was answered. The day of the answer is no difference."""
    return any(where == place and _core(one) == _core(answer) for where, one in answers)


def _core(answer: Answer) -> tuple[Any, ...]:
    numbers = {name: value for name, value in answer["numbers"].items() if name != "on"}
    return (answer["code"], answer["outcome"], numbers)


def _row(answer: Answer, *, changed: bool = False) -> RuleRow:
    look, icon = _ICONS[answer["outcome"]]
    return RuleRow(look, icon, answer["sentence"], " ".join(answer.get("why", ())), changed)


def _line(line: OrderLine, answers: list[Answer]) -> LineView:
    name = line.item.name if line.quantity == 1 else line.item.name_plural
    variant = f", {line.variant_name}" if line.variant else ""
    options = f"med {' och '.join(line.option_names)}" if line.options else ""
    place = ", ".join(part for part in (line.function, line.room) if part)
    kind = "" if line.item.kind == Kind.BASE_PACKAGE else str(line.item.get_kind_display()).lower()
    details = " · ".join(part for part in (options, kind, place) if part)
    return LineView(line, f"{name}{variant}", details, _mark(line, answers), decision_mark(line))


def _mark(line: OrderLine, answers: list[Answer]) -> Tag:
    """The worst answer now, or the frozen one when the line is not asked about any more."""
    outcomes = {one["outcome"] for one in answers} or {line.outcome}
    for outcome in (Outcome.REFUSED, Outcome.NEEDS_REVIEW):
        if outcome in outcomes:
            return outcome_mark(outcome)
    counted = next((one["numbers"] for one in answers if "cap" in one["numbers"]), None)
    if counted is None:
        return outcome_mark(Outcome.ALLOWED)
    return Tag(f"{counted['total']} av {counted['cap']}", "success", "check")


def _holdings(now: Assessed, asked: set[str]) -> list[HoldingRow]:
    """What the unit has of what it asks for, and of whatever it has too much of."""
    rows = []
    for item in now.appendix.items.values():
        if item.kind not in ORDERABLE_KINDS:
            continue
        right = item_entitlement(item, now.facts, now.appendix)
        if item.code in asked or right.over:
            rows.append(_holding(item.plural or item.name, right))
    return rows


def _holding(name: str, right: ItemEntitlement) -> HoldingRow:
    return HoldingRow(name, right.in_use, right.on_the_way, right.cap, right.over)


def events_of(order: Order) -> list[AuditEvent]:
    """What has happened to the order, latest first, from the audit log."""
    found = AuditEvent.objects.filter(subject_kind="order", subject=order.number)
    return list(names_now(found).order_by("-sequence")[:50])


def earlier_orders(order: Order) -> list[Order]:
    """The unit's latest orders before this one, at most five."""
    others = Order.objects.filter(unit_id=order.unit_id).exclude(state=Order.State.DRAFT).exclude(pk=order.pk)
    return list(others.order_by("-pk")[:5])
