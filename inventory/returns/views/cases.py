"""The list of returns, and one case, where the unit and the region each do their part."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.access import KEEPERS
from inventory.returns.actions.closing import cancel_case, close_case
from inventory.returns.actions.erasing import prove_erasure
from inventory.returns.actions.handing import start_handover
from inventory.returns.actions.opening import drop_item, list_the_rest
from inventory.returns.actions.pickups import book_pickup, cancel_pickup
from inventory.returns.actions.residual import decide_residual, note_missing, undo_decision
from inventory.returns.actions.services import end_services
from inventory.returns.forms.filters import ReturnFilter
from inventory.returns.menu import WORKS_HERE
from inventory.returns.models import ReturnCase
from inventory.returns.presentation import case_tag
from inventory.returns.queries.cases import ORDER, list_cases, progress_of
from inventory.returns.terms import notice_days
from inventory.returns.views.case_desk import READERS, key_in, own_case
from inventory.returns.views.case_page import CasePage, page_of_case
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.web.formatting import plural
from portal.core.web.pages import for_roles, own_units, show_in_form
from portal.core.web.paging import page_of


@require_GET
@for_roles(*READERS)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the person sees, newest first; the open ones unless something else is asked for."""
    form, on = ReturnFilter(request.GET), local_date(request.at)
    chosen = form.wishes()
    page = page_of(request, list_cases(request.roles, on=on, **chosen), ORDER)
    progress = progress_of(page.rows)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, progress[one.pk], case_tag(one, on)) for one in page.rows],
        "shows_units": bool(request.roles.all_region_ids) or len(own_units(request)) > 1,
        "filtered": any(chosen.values()),
        "may_open": request.roles.has(*WORKS_HERE),
        "keeps": request.roles.has(*KEEPERS),
        "opens_before": [notice_days(one, on) for one in sorted(request.roles.all_region_ids)[:1]],
    }
    return render(request, "returns/case_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def case_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One case. A POST does what its button ``gor`` says."""
    case = own_case(request, number)
    if request.method != "POST":
        return page_of_case(request, case)
    act = request.POST.get("gor", "")
    if act in _WITH_FORM:
        return _with_form(request, case, act)
    try:
        return _PLAIN.get(act, _nothing)(request, case)
    except (Invalid, Conflict) as refusal:
        messages.warning(request, refusal.message)
        return redirect("returns:detail", case.number)


def _with_form(request: HttpRequest, case: ReturnCase, act: str) -> HttpResponse:
    """What was typed stays, with the fault at its field."""
    name, do = _WITH_FORM[act]
    page = CasePage(request, case, bound=name)
    form = page.forms[name]
    if form.is_valid():
        try:
            messages.success(request, do(request, case, form))
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
            return page.show(status=refusal.status)
        return redirect("returns:detail", case.number)
    return page.show(status=422)


def _book(request: HttpRequest, case: ReturnCase, form: Any) -> str:
    book_pickup(case=case, when=form.when(), by=request.user, at=request.at)
    return "Hämtningen är bokad. Den andra parten får besked."


def _decide(request: HttpRequest, case: ReturnCase, form: Any) -> str:
    values = form.cleaned_data
    count = decide_residual(case=case, item_ids=values.pop("items"), **values, by=request.user, at=request.at)
    return f"Beslutet gäller {count} {plural(count, 'inventarie,inventarier')}."


def _erase(request: HttpRequest, case: ReturnCase, form: Any) -> str:
    values = form.cleaned_data
    count = prove_erasure(
        case=case, item_ids=values["items"], method=values["method"], reference=values["reference"],
        by=request.user, at=request.at,
    )  # fmt: skip
    return f"Raderingen är intygad för {count} {plural(count, 'dator,datorer')}."


def _end_services(request: HttpRequest, case: ReturnCase, form: Any) -> str:
    values = form.cleaned_data
    count = end_services(
        case=case, service_ids=values["services"], valid_to=values["valid_to"], by=request.user, at=request.at
    )
    return f"Sista dagen är satt för {count} {plural(count, 'tjänst,tjänster')}."


def _call_off(request: HttpRequest, case: ReturnCase, form: Any) -> str:
    cancel_case(case=case, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
    return f"Återlämning {case.number} är inställd."


def _hand_over(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    handover = start_handover(case=case, by=request.user, at=request.at)
    return redirect("returns:handover", case.number, handover.ordinal)


def _list_rest(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    count = list_the_rest(case=case, by=request.user, at=request.at)
    told = f"Ärendet har fått {count} till." if count else "Allt som enheten har står redan i ärendet."
    return _done(request, case, told)


def _note(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    missing = request.POST["gor"] == "saknas"
    note_missing(case=case, item_id=key_in(request, "rad"), missing=missing, by=request.user, at=request.at)
    return _done(
        request, case, "Noterat att inventarien saknas." if missing else "Inventarien är att lämna igen."
    )


def _drop(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    drop_item(case=case, item_id=key_in(request, "rad"), by=request.user, at=request.at)
    return _done(request, case, "Inventarien är borttagen ur ärendet.")


def _undo(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    undo_decision(case=case, item_id=key_in(request, "rad"), by=request.user, at=request.at)
    return _done(request, case, "Beslutet är borttaget.")


def _unbook(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    cancel_pickup(case=case, pickup_id=key_in(request, "hamtning"), by=request.user, at=request.at)
    return _done(request, case, "Hämtningen är avbokad. Den andra parten får besked.")


def _close(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    close_case(case=case, by=request.user, at=request.at)
    return _done(request, case, f"Återlämning {case.number} är avslutad. Intyget skapas.")


def _nothing(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    raise Invalid("unknown_act", "Välj vad du vill göra med en av knapparna.")


def _done(request: HttpRequest, case: ReturnCase, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("returns:detail", case.number)


_WITH_FORM = {
    "boka": ("pickup", _book),
    "besluta": ("decide", _decide),
    "radera": ("erase", _erase),
    "tjanster": ("services", _end_services),
    "stall-in": ("cancel", _call_off),
}
_PLAIN = {
    "overlamna": _hand_over,
    "resten": _list_rest,
    "saknas": _note,
    "hittad": _note,
    "ta-bort": _drop,
    "angra": _undo,
    "avboka": _unbook,
    "avsluta": _close,
}
