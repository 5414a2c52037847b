"""What changes hands at one time: pieces put in, the two signatures, and what follows when both are there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from inventory.labels.codes import find_scanned
from inventory.models import Asset
from inventory.returns.access import SIGNED_FOR_OTHER, may_give, may_receive, may_take_part
from inventory.returns.actions.completing import (
    CONDITIONS,
    GIVEN,
    RECEIVED,
    complete_or_wait,
    read_and_unchanged,
)
from inventory.returns.actions.opening import item_of
from inventory.returns.actions.writing import locked_handover, locked_open, roles_at
from inventory.returns.models import Handover, HandSignature, ReturnCase, ReturnItem
from inventory.returns.queries.held import held_assets
from inventory.returns.workflow import log
from portal.core.access import require
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text

_MAY_SIGN = {GIVEN: may_give, RECEIVED: may_receive}


def start_handover(*, case: ReturnCase, by: User, at: datetime) -> Handover:
    """Begin a handover, or give the empty one that the same person began before.

    Raises NotAllowed for others than the two parties, Conflict for a case that is over.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        begun = case.handovers.filter(
            started_by=by, given_at__isnull=True, received_at__isnull=True, items__isnull=True
        ).first()
        if begun is not None:
            return begun
        last = case.handovers.aggregate(last=Max("ordinal"))["last"] or 0
        handover = Handover(case=case, ordinal=last + 1, started_at=at, started_by=by)
        with guarded():
            handover.save(force_insert=True)
        log(case, "handover.started", by=by, at=at, after={"handover": handover.name})
    return handover


def put_in(
    *, handover: Handover, number: str, condition: str, remark: str = "", by: User, at: datetime
) -> ReturnItem:
    """Put a piece in by its asset or serial number, as typed or scanned. The number of a part stands for its whole. What
    the unit has but the case does not hold is added to the case.

    Raises NotAllowed for others than the two parties; Invalid for a number that no piece of the unit has, an unknown
    condition or a remark that cannot be used; Conflict for what is handed over already or a handover that is signed.
    """
    with transaction.atomic():
        handover = _unsigned(handover, by, at)
        _require_condition(condition)
        remark = usable_text("remark", remark, 300, label="Anmärkning")
        asset = _asset_called(handover.case, number)
        item, _ = ReturnItem.objects.select_for_update(of=("self",)).get_or_create(
            case=handover.case, asset=asset
        )
        _put(handover, [item], condition, remark, by, at)
    return item


def put_in_many(
    *, handover: Handover, item_ids: Collection[int], condition: str, by: User, at: datetime
) -> int:
    """Put several pieces of the case in, all in the same condition; give how many. Raises as ``put_in``."""
    with transaction.atomic():
        handover = _unsigned(handover, by, at)
        _require_condition(condition)
        items = [item_of(handover.case, pk) for pk in sorted(set(item_ids))]
        if not items:
            raise Invalid("no_pieces", "Markera minst en inventarie i listan.", field="items")
        _put(handover, items, condition, "", by, at)
    return len(items)


def take_out(*, handover: Handover, item_id: int, by: User, at: datetime) -> None:
    """Take a piece out again; it is still to go back. Raises NotAllowed and Conflict as ``put_in``."""
    with transaction.atomic():
        handover = _unsigned(handover, by, at)
        item = item_of(handover.case, item_id)
        if item.handover_id != handover.pk:
            raise Conflict("not_in_handover", "Inventarien står inte i överlämningen. Läs in sidan igen.")
        item.handover, item.condition, item.remark = None, "", ""
        item.save(update_fields=["handover", "condition", "remark"])
        log(
            handover.case, "handover.taken_out", by=by, at=at,
            before={"handover": handover.name, "asset": item.asset.asset_number},
        )  # fmt: skip


def sign_handover(
    *, handover: Handover, party: str, name: str, seen: str, by: User, at: datetime
) -> Handover:
    """Sign for the one party, on one's own sign-in and with one's name written out. ``seen`` is the digest of what was on
    the page. When both have signed the pieces are handed over: they leave the unit's holdings (§4), and the receipt is
    made.

    Raises NotAllowed for who does not stand for the party or has signed for the other; Invalid for another name than
    one's own or an empty handover; Conflict for contents that have changed, or a signature that is there already.
    """
    with transaction.atomic():
        handover = locked_handover(handover)
        if party not in _MAY_SIGN:
            raise Invalid("unknown_party", "Välj vilken part du skriver under för.", field="party")
        require(_MAY_SIGN[party](roles_at(by, at), handover.case.unit))
        if by.pk in (handover.given_by_id, handover.received_by_id):
            require(SIGNED_FOR_OTHER)
        if getattr(handover, f"{party}_at") is not None:
            raise Conflict("signed_before", "Någon har redan skrivit under för din part. Läs in sidan igen.")
        items = read_and_unchanged(handover, seen)
        _require_own_name(name, by)
        setattr(handover, f"{party}_at", at)
        setattr(handover, f"{party}_by", by)
        with guarded():
            handover.save(update_fields=[f"{party}_at", f"{party}_by"])
        complete_or_wait(handover, items, {"party": party, "content_hash": seen}, by, at)
    return handover


def reopen_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Take the one signature away, so that the contents can be changed. Both must sign anew.

    Raises NotAllowed for others than the two parties, Conflict when it is complete or nobody has signed.
    """
    with transaction.atomic():
        handover = locked_handover(handover)
        require(may_take_part(roles_at(by, at), handover.case.unit))
        if handover.is_complete:
            raise Conflict("handover_complete", "Båda har skrivit under. Överlämningen kan inte ändras.")
        if not handover.is_signed:
            raise Conflict("handover_unsigned", "Ingen har skrivit under. Innehållet går att ändra.")
        handover.given_at = handover.given_by = handover.received_at = handover.received_by = None
        handover.given_name = ""
        handover.save(update_fields=["given_at", "given_by", "given_name", "received_at", "received_by"])
        HandSignature.objects.filter(handover=handover).delete()
        log(handover.case, "handover.reopened", by=by, at=at, after={"handover": handover.name})


def discard_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Throw an unsigned handover away; its pieces are still to go back. Raises NotAllowed and Conflict as ``put_in``."""
    with transaction.atomic():
        handover = _unsigned(handover, by, at)
        name = handover.name
        handover.items.update(handover=None, condition="", remark="")
        handover.delete()
        log(handover.case, "handover.discarded", by=by, at=at, before={"handover": name})


def _unsigned(handover: Handover, by: User, at: datetime) -> Handover:
    handover = locked_handover(handover)
    require(may_take_part(roles_at(by, at), handover.case.unit))
    if handover.is_signed:
        raise Conflict(
            "handover_signed", "Någon har skrivit under, så innehållet är låst. Ta bort underskriften först."
        )
    return handover


def _asset_called(case: ReturnCase, number: str) -> Asset:
    wanted = "".join(number.split()).upper()
    if not wanted:
        raise Invalid("number_missing", "Skanna eller skriv ett nummer.", field="number")
    found = find_scanned(number, Asset.objects.all())
    whole = (found.part_of or found) if found else None
    # What is in the case may have been reported stolen or lost since, and come to light again.
    listed = whole is not None and case.items.filter(asset=whole).exists()
    if whole is None or not (listed or held_assets(case.unit_id).filter(pk=whole.pk).exists()):
        raise Invalid("not_at_unit", f"Ingen inventarie på enheten har nummer {wanted[:60]}.", field="number")
    return whole


def _require_condition(condition: str) -> None:
    if condition not in CONDITIONS:
        raise Invalid("unknown_condition", "Välj i vilket skick utrustningen är.", field="condition")


def _put(
    handover: Handover, items: list[ReturnItem], condition: str, remark: str, by: User, at: datetime
) -> None:
    for item in items:
        _require_free(handover, item)
        item.handover, item.condition, item.remark = handover, condition, remark
    ReturnItem.objects.bulk_update(items, ["handover", "condition", "remark"])
    numbers = [item.asset.asset_number for item in items]
    after = {"handover": handover.name, "assets": numbers, "condition": condition, "remark": remark}
    log(handover.case, "handover.put_in", by=by, at=at, after=after)


def _require_free(handover: Handover, item: ReturnItem) -> None:
    number = item.asset.asset_number
    if item.state != ReturnItem.State.LISTED:
        told = f"{number} är i läget ”{item.get_state_display()}” och kan inte läggas till."
        raise Conflict("not_listed", told)
    if item.handover_id == handover.pk:
        raise Conflict("already_in", f"{number} står redan i överlämningen.")
    if item.handover_id is not None:
        raise Conflict("in_another", f"{number} står i en annan överlämning. Ta bort den där först.")
    if item.asset.unit_id != handover.case.unit_id:
        raise Conflict("moved_away", f"{number} finns inte längre på enheten. Ta bort den ur ärendet.")


def _require_own_name(name: str, by: User) -> None:
    if " ".join(name.split()).casefold() != by.full_name.casefold():
        told = f"Skriv ditt namn som det står i portalen: {by.full_name}."
        raise Invalid("not_own_name", told, field="name")
