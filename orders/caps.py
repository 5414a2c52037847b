"""What one more piece would mean for a unit's caps, told to the register below, which knows none."""

from dataclasses import replace
from datetime import date

from entitlements.queries import appendix_in_force, rules_of
from entitlements.rules.limits import entitlement
from orders.facts import facts_of
from portal.core.errors import Missing
from portal.core.units.models import CareUnit


def cap_warning(unit: CareUnit, item_code: str, on: date) -> str:
    """A sentence when the unit would have more of the item than its caps let it; else empty. Five queries."""
    try:
        appendix = rules_of(appendix_in_force(unit.region_id, on).pk)
    except Missing:
        return ""
    facts = facts_of(unit, on, appendix=appendix)
    held = facts.in_use.get(item_code, 0)
    then = replace(facts, in_use={**facts.in_use, item_code: held + 1})
    right = next((one for one in entitlement(then, appendix) if one.code == item_code), None)
    if right is None or not right.over:
        return ""
    name = appendix.items[item_code].name
    return f"{unit.name} får då {right.over} {name} över taket, som är {right.cap} enligt bilagan."
