"""Asking the rules about an order, and keeping what they answered."""

from dataclasses import dataclass
from datetime import date

from entitlements.models import AppendixVersion
from entitlements.queries import appendix_in_force, rules_of
from entitlements.rules.assess import assess
from entitlements.rules.frozen import freeze_verdict, to_json
from entitlements.rules.reasons import sentence
from entitlements.rules.types import Appendix, Assessment, Facts, Outcome, Verdict
from orders.content import OrderContent
from orders.facts import facts_of
from orders.models import Order, OrderLine
from portal.core.errors import Errors, Invalid
from portal.core.units.models import CareUnit

_FIELD_OF_CODE = {
    "QUANTITY": "quantity",
    "OVER": "quantity",
    "CAP": "quantity",
    "SHARED": "quantity",
    "NO_BASE_PACKAGES": "quantity",
    "BASE_PACKAGES": "quantity",
    "VARIANT": "variant",
    "UNKNOWN_VARIANT": "variant",
    "UNKNOWN_OPTION": "options",
    "UNKNOWN_ITEM": "item",
    "NOT_ORDERABLE": "item",
    "OUTSIDE": "item",
    "MOTIVATION": "motivation",
}


@dataclass(frozen=True, slots=True)
class Assessed:
    """An order as the rules saw it on a day."""

    version: AppendixVersion
    appendix: Appendix
    facts: Facts
    assessment: Assessment


def assess_content(
    unit: CareUnit,
    content: OrderContent,
    on: date,
    *,
    without: Order | None = None,
    version: AppendixVersion | None = None,
) -> Assessed:
    """Ask the rules that hold on the day. ``without`` is the order itself, when it already counts as on the way;
    ``version`` the appendix of the day, when the caller has read it."""
    version = version or appendix_in_force(unit.region_id, on)
    appendix = rules_of(version.pk)
    facts = facts_of(unit, on, appendix=appendix, without=without)
    return Assessed(version, appendix, facts, assess(content.request(), facts, appendix))


def require_within_rules(assessment: Assessment) -> None:
    """Raise Errors with every refused verdict's code, sentence and field unless nothing is refused."""
    faults = [refusal_of(verdict) for verdict in assessment.verdicts if verdict.outcome == Outcome.REFUSED]
    if faults:
        raise Errors(faults)


def refusal_of(verdict: Verdict) -> Invalid:
    """A refused verdict as an error at its field: ``lines[0].quantity``."""
    name = next((field for start, field in _FIELD_OF_CODE.items() if verdict.code.startswith(start)), "")
    if verdict.line:
        field = f"lines[{verdict.line}].{name or 'item'}"
    else:
        field = "cost_centre" if verdict.code.startswith("COST_CENTRE") else "lines"
    return Invalid(verdict.code, sentence(verdict), field=field)


def keep_answers(order: Order, lines: list[OrderLine], assessed: Assessed) -> None:
    """Freeze facts and verdicts on the order and its lines, in memory. Lines are in the request's order."""
    order.appendix = assessed.version
    order.facts = to_json(assessed.facts)
    order.outcome = assessed.assessment.outcome
    order.verdicts = [freeze_verdict(verdict) for verdict in assessed.assessment.of_request]
    for place, line in enumerate(lines):
        line.outcome = assessed.assessment.outcome_of_line(str(place))
        line.verdicts = [freeze_verdict(verdict) for verdict in assessed.assessment.of_line(str(place))]
