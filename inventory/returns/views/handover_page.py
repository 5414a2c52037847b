"""The page of a handover: what is in it, and what the person may do there now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inventory.returns.access import may_give, may_receive, may_take_part
from inventory.returns.actions.completing import GIVEN, RECEIVED, digest_of, items_in
from inventory.returns.forms.case import MOST_CHOICES
from inventory.returns.forms.handover import PutInForm, PutManyForm, SignForm
from inventory.returns.models import Handover, ReturnCase, ReturnDocument
from inventory.returns.presentation import condition_color, handover_tag
from inventory.returns.queries.cases import left_items
from inventory.returns.views.hand_forms import hand_forms


def show_handover(
    request: HttpRequest, handover: Handover, *, status: int = 200, **sent: Any
) -> HttpResponse:
    """The page. ``sent``: the form that was refused, under the name that the page knows it by."""
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
