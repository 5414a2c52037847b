"""What views share: who may see a page at all, which unit he works as, and an action's refusal shown in its form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from portal.core.errors import Missing, NotAllowed
from portal.core.rows import one_of
from portal.core.text import is_storable
from portal.core.units.models import CareUnit
from portal.core.web.guards import View, key_from, show_in_form, signed_in
from portal.core.web.views import UNIT_KEY

__all__ = ["current_unit", "for_roles", "key_from", "one_or_404", "own_units", "show_in_form", "signed_in"]

NO_UNIT = "Du har inget uppdrag på någon vårdenhet. Kontakta regionens samordning."


def for_roles(*roles: str) -> Callable[[View], View]:
    """Signed in, and with one of the roles somewhere; others get 403. What rows he sees is the queryset's matter."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.roles.has(*roles):
                raise NotAllowed("no_role", "Sidan hör till ett uppdrag som du inte har.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def one_or_404(queryset: Any, **lookup: Any) -> Any:
    """The one row that the person may see; what belongs to another unit does not exist for him."""
    possible = all(is_storable(value) for value in lookup.values() if isinstance(value, str))
    row = one_of(queryset.filter(**lookup)) if possible else None
    if row is None:
        raise Http404
    return row


def own_units(request: HttpRequest) -> list[CareUnit]:
    """The units that the person has a role at, branches with their main unit; read once per request."""
    if not hasattr(request, "_own_units"):
        ids = request.roles.all_unit_ids
        units = CareUnit.objects.select_related("region", "municipality", "provider")
        own = units.filter(pk__in=ids) | units.filter(parent_id__in=ids)
        request._own_units = list(own.order_by("sort_key", "pk")) if ids else []
    return request._own_units


def current_unit(request: HttpRequest) -> CareUnit:
    """The unit that the person works as: the one chosen in the person menu, else the first main unit.

    Raises Missing for a person without a unit."""
    units = own_units(request)
    chosen = request.session.get(UNIT_KEY)
    unit = next((one for one in units if one.hsa_id == chosen), None)
    unit = unit or next((one for one in units if one.parent_id is None), units[0] if units else None)
    if unit is None:
        raise Missing("no_unit", NO_UNIT)
    return unit
