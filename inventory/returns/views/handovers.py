"""What one does on the page of a handover: one more piece by its number, and the two signatures."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from inventory.returns.access import may_take_part
from inventory.returns.actions.hand_signing import sign_by_hand
from inventory.returns.actions.handing import (
    discard_handover,
    put_in,
    put_in_many,
    reopen_handover,
    sign_handover,
    take_out,
)
from inventory.returns.actions.vouching import confirm_signature, object_to_signature, settle_objection
from inventory.returns.forms.case import MOST_CHOICES
from inventory.returns.forms.hand_signing import HandSignForm, ObjectForm, SettleForm
from inventory.returns.forms.handover import PutInForm, PutManyForm, SignForm
from inventory.returns.models import Handover
from inventory.returns.queries.cases import left_items
from inventory.returns.views.case_desk import READERS, key_in, own_case
from inventory.returns.views.hand_forms import people_here
from inventory.returns.views.handover_page import show_handover
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.web.formatting import plural
from portal.core.web.pages import for_roles, one_or_404, show_in_form

_HAND = tuple(
    f"hand_signature__{one}" for one in ("chosen", "taken_by", "confirmed_by", "objected_by", "settled_by")
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def handover_detail(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """A POST does what its button ``gor`` says; a number sent by Enter puts a piece in."""
    case = own_case(request, number)
    rows = case.handovers.select_related("given_by", "received_by", "started_by", *_HAND)
    handover: Handover = one_or_404(rows, ordinal=min(ordinal, 2**31 - 1))
    handover.case = case
    if request.method != "POST":
        return show_handover(request, handover)
    act = request.POST.get("gor", "")
    if act in _ANSWERS:
        return _ANSWERS[act](request, handover)
    require(may_take_part(request.roles, case.unit))
    return _ACTS.get(act, _put_in)(request, handover)


def _put_in(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = PutInForm(request.POST)

    def act() -> str:
        item = put_in(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
        return f"{item.asset.asset_number} är tillagd."

    return _attempt(request, handover, "number", form, act)


def _put_many(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = PutManyForm(left_items(handover.case)[:MOST_CHOICES], request.POST)

    def act() -> str:
        values = form.cleaned_data
        count = put_in_many(
            handover=handover, item_ids=values["items"], condition=values["condition"],
            by=request.user, at=request.at,
        )  # fmt: skip
        return f"{count} {plural(count, 'inventarie är tillagd,inventarier är tillagda')}."

    return _attempt(request, handover, "several", form, act)


def _sign(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = SignForm(request.POST.get("party", ""), "", request.POST)

    def act() -> str:
        signed = sign_handover(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
        if signed.is_complete:
            return "Båda parter har skrivit under."
        return "Du har skrivit under. Nu väntar den andra parten."

    return _attempt(request, handover, "signing", form, act)


def _sign_by_hand(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = HandSignForm(people_here(request, handover), "", request.POST)

    def act() -> str:
        signed = sign_by_hand(
            handover=handover, signing=form.signing(), seen=form.cleaned_data["seen"],
            by=request.user, at=request.at,
        )  # fmt: skip
        rest = "" if signed.is_complete else " Skriv nu under för regionen."
        return f"{signed.giver} har skrivit under för enheten.{rest}"

    return _attempt(request, handover, "hand", form, act, {"drawing": "confirms"})


def _confirm(request: HttpRequest, handover: Handover) -> HttpResponse:
    return _plain(request, handover, confirm_signature, "Underskriften är bekräftad.")


def _object(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = ObjectForm(request.POST)

    def act() -> str:
        object_to_signature(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
        return "Invändningen är sparad. Samordnaren får besked."

    return _attempt(request, handover, "invand", form, act)


def _settle(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = SettleForm(request.POST)

    def act() -> str:
        settle_objection(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
        return "Invändningen är utredd."

    return _attempt(request, handover, "utred", form, act)


def _attempt(
    request: HttpRequest,
    handover: Handover,
    name: str,
    form: forms.Form,
    act: Callable[[], str],
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    """Do what the form asks for, and tell of it; what is to be mended is said in the form, which the page knows by
    ``name``. ``fields`` maps the action's field names to the form's."""
    if not form.is_valid():
        return show_handover(request, handover, status=422, **{name: form})
    try:
        told = act()
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal, fields)
        return show_handover(request, handover, status=refusal.status, **{name: form})
    messages.success(request, told)
    return _back(handover)


def _take_out(request: HttpRequest, handover: Handover) -> HttpResponse:
    return _plain(request, handover, partial(take_out, item_id=key_in(request, "rad")))


def _reopen(request: HttpRequest, handover: Handover) -> HttpResponse:
    return _plain(request, handover, reopen_handover)


def _discard(request: HttpRequest, handover: Handover) -> HttpResponse:
    try:
        discard_handover(handover=handover, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return _back(handover)
    messages.info(request, "Överlämningen är borttagen.")
    return redirect("returns:detail", handover.case.number)


_ACTS = {
    "lagg-till": _put_in,
    "lagg-valda": _put_many,
    "skriv-under": _sign,
    "skriv-har": _sign_by_hand,
    "ta-ut": _take_out,
    "oppna": _reopen,
    "kasta": _discard,
}
# What is answered of a signature on the region's phone: not by the two parties alone.
_ANSWERS = {"bekrafta": _confirm, "invand": _object, "utred": _settle}


def _plain(
    request: HttpRequest, handover: Handover, do: Callable[..., object], told: str = ""
) -> HttpResponse:
    """What asks for nothing more than a button."""
    try:
        do(handover=handover, by=request.user, at=request.at)
    except (Invalid, Conflict) as refusal:
        messages.warning(request, refusal.message)
    else:
        if told:
            messages.success(request, told)
    return _back(handover)


def _back(handover: Handover) -> HttpResponse:
    return redirect("returns:handover", handover.case.number, handover.ordinal)
