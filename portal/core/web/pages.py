"""What views share: who may see a page at all, which unit he works as, and an action's refusal shown in its form."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.core.errors import Missing, NotAllowed, Refusal
from portal.core.units.models import CareUnit
from portal.core.web.addresses import login_address
from portal.core.web.views import UNIT_KEY

View = Callable[..., HttpResponse]

NO_UNIT = "Du har inget uppdrag på någon vårdenhet. Kontakta regionens samordning."


def signed_in(view: View) -> View:
    """Send whoever is not signed in to sign in, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        goal = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{login_address()}?{urlencode({'next': goal})}")

    return guarded


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
    # The database takes no NUL, and so nothing is called so.
    impossible = any("\x00" in value for value in lookup.values() if isinstance(value, str))
    row = None if impossible else queryset.filter(**lookup).first()
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


def show_in_form(form: BaseForm, refusal: Refusal, names: dict[str, str] | None = None) -> None:
    """Put an action's refusal at the form's fields; what has no field goes on top. ``names`` maps the action's
    field names to the form's where they differ."""
    for one in refusal.details or (refusal,):
        field = (names or {}).get(one.field, one.field)
        form.add_error(field if field in form.fields else None, one.message)
