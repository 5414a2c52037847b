"""What the page of a handover offers of a signature on the region's phone: giving it, and answering it afterwards."""

from typing import Any

from django.http import HttpRequest

from inventory.returns.access import may_decide, may_receive, may_vouch
from inventory.returns.actions.completing import digest_of
from inventory.returns.forms.hand_signing import HandSignForm, ObjectForm, SettleForm
from inventory.returns.models import Handover
from inventory.returns.recipients import signers
from portal.core.clock import local_date
from portal.core.people.models import User


def people_here(request: HttpRequest, handover: Handover) -> list[tuple[User, str]] | None:
    """Who may sign for the unit on the person's own screen; None when that is not to be done, or not by him."""
    case = handover.case
    if not case.is_open or handover.given_at is not None or not may_receive(request.roles, case.unit):
        return None
    others = {request.user.pk, handover.received_by_id}
    return [one for one in signers(case.unit, local_date(request.at)) if one[0].pk not in others]


def hand_forms(request: HttpRequest, handover: Handover, items: list, sent: dict[str, Any]) -> dict[str, Any]:
    """The form to sign by hand, and those that answer a signature that was given so."""
    hand, unit = handover.by_hand, handover.case.unit
    people = people_here(request, handover) if items else None
    form = sent.get("hand") or (HandSignForm(people, digest_of(items)) if people is not None else None)
    if "hand" in sent:
        # What has changed must be read again before it is signed.
        form.data = {**form.data.dict(), "har-seen": digest_of(items)}
    vouches = hand is not None and not hand.is_answered and bool(may_vouch(request.roles, hand, request.user))
    settles = hand is not None and hand.is_disputed and bool(may_decide(request.roles, unit))
    return {
        "hand": hand,
        "hand_form": form,
        "vouches": vouches,
        "object_form": (sent.get("invand") or ObjectForm()) if vouches else None,
        "settle_form": (sent.get("utred") or SettleForm()) if settles else None,
    }
