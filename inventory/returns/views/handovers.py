"""One handover, made for a phone: what is in it, one more by its number, and the two signatures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inventory.returns.access import may_give, may_receive, may_take_part
from inventory.returns.actions.completing import GIVEN, RECEIVED, digest_of, items_in
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
from inventory.returns.models import Handover, ReturnCase, ReturnDocument
from inventory.returns.presentation import condition_color, handover_tag
from inventory.returns.queries.cases import left_items
from inventory.returns.views.case_desk import READERS, key_in, own_case
from inventory.returns.views.hand_forms import hand_forms, people_here
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
        return _show(request, handover)
    act = request.POST.get("gor", "")
    if act in _ANSWERS:
        return _answer(request, handover, act)
    require(may_take_part(request.roles, case.unit))
    return _ACTS.get(act, _put_in)(request, handover)


def _put_in(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = PutInForm(request.POST)
    if form.is_valid():
        try:
            item = put_in(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
            return _show(request, handover, status=refusal.status, number=form)
        messages.success(request, f"{item.asset.asset_number} är tillagd.")
        return _back(handover)
    return _show(request, handover, status=422, number=form)


def _put_many(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = PutManyForm(left_items(handover.case)[:MOST_CHOICES], request.POST)
    if form.is_valid():
        try:
            values = form.cleaned_data
            count = put_in_many(
                handover=handover, item_ids=values["items"], condition=values["condition"],
                by=request.user, at=request.at,
            )  # fmt: skip
        except (Invalid, Conflict) as refusal:
            show_in_form(form, refusal)
            return _show(request, handover, status=refusal.status, several=form)
        messages.success(
            request, f"{count} {plural(count, 'inventarie är tillagd,inventarier är tillagda')}."
        )
        return _back(handover)
    return _show(request, handover, status=422, several=form)


def _sign(request: HttpRequest, handover: Handover) -> HttpResponse:
    party = request.POST.get("party", "")
    form = SignForm(party, "", request.POST)
    if not form.is_valid():
        return _show(request, handover, status=422, signing=form)
    try:
        signed = sign_handover(handover=handover, by=request.user, at=request.at, **form.cleaned_data)
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal)
        return _show(request, handover, status=refusal.status, signing=form)
    done = "Båda parter har skrivit under."
    messages.success(
        request, done if signed.is_complete else "Du har skrivit under. Nu väntar den andra parten."
    )
    return _back(handover)


def _sign_by_hand(request: HttpRequest, handover: Handover) -> HttpResponse:
    form = HandSignForm(people_here(request, handover), "", request.POST)
    if not form.is_valid():
        return _show(request, handover, status=422, hand=form)
    try:
        signed = sign_by_hand(
            handover=handover, signing=form.signing(), seen=form.cleaned_data["seen"],
            by=request.user, at=request.at,
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        show_in_form(form, refusal, {"drawing": "confirms"})
        return _show(request, handover, status=refusal.status, hand=form)
    rest = "" if signed.is_complete else " Skriv nu under för regionen."
    messages.success(request, f"{signed.giver} har skrivit under för enheten.{rest}")
    return _back(handover)


def _answer(request: HttpRequest, handover: Handover, act: str) -> HttpResponse:
    """The unit confirms what was signed on the region's phone or objects, or the coordinator settles it."""
    maker, do, told = _ANSWERS[act]
    form = maker(request.POST) if maker else None
    if form is not None and not form.is_valid():
        return _show(request, handover, status=422, **{act: form})
    try:
        do(handover=handover, by=request.user, at=request.at, **(form.cleaned_data if form else {}))
    except (Invalid, Conflict) as refusal:
        if form is None:
            messages.warning(request, refusal.message)
            return _back(handover)
        show_in_form(form, refusal)
        return _show(request, handover, status=refusal.status, **{act: form})
    messages.success(request, told)
    return _back(handover)


def _take_out(request: HttpRequest, handover: Handover) -> HttpResponse:
    return _plain(request, handover, lambda more: take_out(item_id=key_in(request, "rad"), **more))


def _reopen(request: HttpRequest, handover: Handover) -> HttpResponse:
    return _plain(request, handover, lambda more: reopen_handover(**more))


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
_ANSWERS: dict[str, tuple[Any, Any, str]] = {
    "bekrafta": (None, confirm_signature, "Underskriften är bekräftad."),
    "invand": (ObjectForm, object_to_signature, "Invändningen är sparad. Samordnaren får besked."),
    "utred": (SettleForm, settle_objection, "Invändningen är utredd."),
}


def _plain(request: HttpRequest, handover: Handover, do: Any) -> HttpResponse:
    try:
        do({"handover": handover, "by": request.user, "at": request.at})
    except (Invalid, Conflict) as refusal:
        messages.warning(request, refusal.message)
    return _back(handover)


def _back(handover: Handover) -> HttpResponse:
    return redirect("returns:handover", handover.case.number, handover.ordinal)


def _party_of(request: HttpRequest, handover: Handover) -> str:
    """Whom the person may sign for now; empty when there is nothing for him to sign."""
    case = handover.case
    if not case.is_open or request.user.pk in (handover.given_by_id, handover.received_by_id):
        return ""
    if handover.given_at is None and may_give(request.roles, case.unit):
        return GIVEN
    if handover.received_at is None and may_receive(request.roles, case.unit):
        return RECEIVED
    return ""


def _show(request: HttpRequest, handover: Handover, *, status: int = 200, **sent: Any) -> HttpResponse:
    """``sent``: the form that was refused, under the name that the page knows it by."""
    case: ReturnCase = handover.case
    items = items_in(handover)
    party = _party_of(request, handover)
    changes = case.is_open and not handover.is_signed and bool(may_take_part(request.roles, case.unit))
    left = list(left_items(case)[:MOST_CHOICES]) if changes else []
    signing = sent.get("signing") or (SignForm(party, digest_of(items)) if party else None)
    if "signing" in sent:
        # What has changed must be read again before it is signed.
        signing.data = {**signing.data.dict(), "seen": digest_of(items)}
    context = {
        "case": case,
        "handover": handover,
        "tag": handover_tag(handover),
        "items": [(one, condition_color(one)) for one in items],
        "changes": changes,
        "number_form": sent.get("number") or (PutInForm() if changes else None),
        "several_form": sent.get("several") or (PutManyForm(left) if left else None),
        "sign_form": signing,
        "sent": next(iter(sent.values()), None),
        "party": party,
        "may_reopen": case.is_open and handover.is_signed and not handover.is_complete
        and bool(may_take_part(request.roles, case.unit)),
        **hand_forms(request, handover, items, sent),
        "receipt": ReturnDocument.objects.filter(handover=handover).defer("content").first(),
    }  # fmt: skip
    return render(request, "returns/handover.html", context, status=status)
