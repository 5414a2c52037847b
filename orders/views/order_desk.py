"""What the pages of ordering share: for which unit, by which appendix, and the form filled in."""

from typing import Any

from django.http import HttpRequest

from entitlements.queries import appendix_in_force, items_by_code, rules_of
from entitlements.rules.types import Outcome
from orders.access import may_order
from orders.assessing import Assessed, refusal_of
from orders.content import OrderContent, past_day_faults
from orders.forms.ordering import OrderForm
from orders.models import Order
from orders.queries.ordering import addresses_of
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Invalid
from portal.core.units.models import CareUnit
from portal.core.web.pages import current_unit, one_or_404, own_units


def ordering_unit(request: HttpRequest) -> CareUnit:
    """The unit that one works as, if one may order for it. Raises NotAllowed."""
    unit = current_unit(request)
    require(may_order(request.roles, unit))
    return unit


def own_order(request: HttpRequest, number: str) -> Order:
    """An order that one may change. 404 for another unit's, NotAllowed for whoever only sees it."""
    orders = Order.objects.visible_to(request.roles).select_related(
        "unit__region", "unit__municipality", "unit__provider"
    )
    order = one_or_404(orders, number=number)
    require(may_order(request.roles, order.unit))
    return order


def version_of(request: HttpRequest, unit: CareUnit) -> Any:
    """The appendix of the day, read once per request."""
    if not hasattr(request, "_appendix"):
        request._appendix = appendix_in_force(unit.region_id, local_date(request.at))
    return request._appendix


def cost_centre_of(request: HttpRequest, unit: CareUnit) -> str:
    """The cost centre is stated for the orderer: the appendix leaves no choice (Kalmar IT §3a)."""
    return rules_of(version_of(request, unit).pk).terms.cost_centre


def posted_form(request: HttpRequest, unit: CareUnit, order: Order | None = None) -> OrderForm:
    saved = order.delivery_address if order else ""
    addresses = addresses_of(unit, own_units(request), saved)
    return OrderForm.posted(request.POST, items_by_code(version_of(request, unit).pk), addresses)


def stored_form(request: HttpRequest, unit: CareUnit, content: OrderContent) -> OrderForm:
    addresses = addresses_of(unit, own_units(request), content.delivery_address)
    return OrderForm.stored(content, items_by_code(version_of(request, unit).pk), addresses)


def refusals_in(assessed: Assessed, content: OrderContent) -> list[Invalid]:
    """What hinders the content from being sent, as errors at their fields."""
    refused = [one for one in assessed.assessment.verdicts if one.outcome == Outcome.REFUSED]
    return [*map(refusal_of, refused), *past_day_faults(content, assessed.facts.on)]
