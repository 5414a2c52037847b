"""Att ta hand om: what has come back is erased, and goes to the store or is disposed of, several at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.access import KEEPERS, kept_regions
from inventory.actions.store import Fate, settle_returned
from inventory.returns.actions.erasing import erase_returned
from inventory.returns.forms.aftercare import AftercareFilter, ErasedForm, FateForm
from inventory.returns.queries.aftercare import ORDER, UNPROVED, list_come_back
from portal.core.errors import Conflict, Invalid
from portal.core.units.models import Role
from portal.core.web.formatting import plural
from portal.core.web.pages import for_roles, show_in_form
from portal.core.web.paging import page_of

_FATES = {"lager": Fate.STORE, "kassera": Fate.DISPOSE}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def aftercare(request: HttpRequest) -> HttpResponse:
    """The list; a POST does with the marked what its button ``gor`` says."""
    if request.method != "POST":
        return _show(request)
    act = request.POST.get("gor", "")
    if act not in ("radera", *_FATES):
        messages.warning(request, "Välj vad du vill göra med en av knapparna.")
        return redirect(request.get_full_path())
    form: Any = ErasedForm(request.POST) if act == "radera" else FateForm(request.POST)
    if not form.is_valid():
        return _show(request, sent=form, status=422)
    try:
        messages.success(request, _do(request, act, form.cleaned_data))
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal)
        return _show(request, sent=form, status=refusal.status)
    return redirect(request.get_full_path())


def _do(request: HttpRequest, act: str, values: dict[str, Any]) -> str:
    marked = {"asset_numbers": request.POST.getlist("inventarie"), "by": request.user, "at": request.at}
    if act == "radera":
        count = erase_returned(**marked, **values)
        return f"Raderingen är intygad för {count} {plural(count, 'dator,datorer')}."
    count = len(settle_returned(fate=_FATES[act], **marked, **values))
    if act == "lager":
        return f"{count} {plural(count, 'inventarie,inventarier')} står nu i regionens lager."
    return f"{count} {plural(count, 'inventarie är kasserad,inventarier är kasserade')}."


def _fate_form(standing: str, sent: Any) -> FateForm | None:
    """Nothing for what stands in the store already."""
    if standing == UNPROVED:
        return None
    return sent if isinstance(sent, FateForm) else FateForm()


def _show(request: HttpRequest, *, sent: Any = None, status: int = 200) -> HttpResponse:
    filters = AftercareFilter(request.GET)
    chosen, regions = filters.wishes(), kept_regions(request.roles)
    page = page_of(request, list_come_back(regions, **chosen), ORDER)
    erases = request.roles.has(Role.IT_DELIVERY)
    erased_form = sent if isinstance(sent, ErasedForm) else ErasedForm()
    context = {
        "form": filters,
        "page": page,
        "marked": frozenset(request.POST.getlist("inventarie")),
        "erased_form": erased_form if erases else None,
        "fate_form": _fate_form(chosen["standing"], sent),
        "sent": sent,
        "filtered": any(chosen.values()),
    }
    return render(request, "returns/aftercare.html", context, status=status)
