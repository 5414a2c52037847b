"""Drafting, submitting and withdrawing: what the head of unit does (Kalmar IT §3a)."""

from datetime import datetime

from django.db import transaction

from entitlements.queries import appendix_in_force
from orders.access import may_order, may_withdraw
from orders.actions.writing import (
    fill,
    locked_order,
    new_order,
    require_savable,
    require_unchanged,
    store,
    with_replacements,
)
from orders.assessing import assess_content, keep_answers, require_within_rules
from orders.content import OrderContent, past_day_faults
from orders.models import Order
from orders.workflow import move, require_state
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Errors, Missing
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit, roles_of


def save_draft(
    *,
    unit: CareUnit,
    content: OrderContent,
    by: User,
    at: datetime,
    order: Order | None = None,
    seen: str = "",
) -> Order:
    """Keep what has been filled in so far, whatever the rules say of it. One draft per person and unit.

    ``order`` is a draft or a returned order to write into; without it the person's draft at the unit is used, or a
    new one begun. ``seen`` is the content hash that the writing began from. Raises Errors for unknown items and texts
    that do not fit, Conflict when something else has been saved meanwhile.
    """
    on = local_date(at)
    version = appendix_in_force(unit.region_id, on)
    require_savable(content, version.pk)
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_order(roles_of(by, on), unit))
        order = _locked_at(unit, order) if order else _own_draft(unit, by)
        content = with_replacements(content, order)
        if order is None:
            order = new_order(unit, version.pk, by=by, at=at)
            record("order.drafted", by=by, at=at, subject=("order", order.number), unit=unit.hsa_id)
        elif order.content_hash != content.content_hash(unit.hsa_id):
            require_unchanged(order, seen)
        require_state(order, "submit")
        lines = fill(order, content, version.pk)
        with guarded():
            order.save()
        store(order, lines)
    return order


def submit_order(
    *,
    unit: CareUnit,
    content: OrderContent,
    by: User,
    at: datetime,
    order: Order | None = None,
    seen: str = "",
) -> Order:
    """Send an order to the region. Caps are checked under a lock on the unit, and the answer is frozen.

    ``order`` is the draft or returned order that becomes this one; None makes a new. ``seen`` is the content hash
    of the review page. Raises Errors with one refusal per verdict that says no, or for a day that has been, Conflict
    when the order is already sent or changed meanwhile, NotAllowed for anyone but the head of the unit.
    """
    on = local_date(at)
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_order(roles_of(by, on), unit))
        if order is not None:
            order = _locked_at(unit, order)
            require_state(order, "submit")
            require_unchanged(order, seen)
        content = with_replacements(content, order)
        version = appendix_in_force(unit.region_id, on)
        require_savable(content, version.pk)
        assessed = assess_content(unit, content, on, without=order, version=version)
        require_within_rules(assessed.assessment)
        if late := past_day_faults(content, on):
            raise Errors(late)
        is_new = order is None
        order = order or new_order(unit, version.pk, by=by, at=at)
        lines = fill(order, content, version.pk)
        keep_answers(order, lines, assessed)
        order.message = ""
        move(order, "submit", by=by, at=at, note={"pieces": order.pieces, "outcome": order.outcome})
        store(order, lines, is_new=is_new)
    return order


def withdraw_order(*, order: Order, by: User, at: datetime) -> Order:
    """Take back an order before anything of it is delivered."""
    with transaction.atomic():
        order = locked_order(order)
        require(may_withdraw(roles_of(by, local_date(at)), order))
        move(order, "withdraw", by=by, at=at)
    return order


def discard_draft(*, order: Order, by: User, at: datetime) -> None:
    """Throw a draft away. Raises Conflict for anything that has been sent."""
    with transaction.atomic():
        order = locked_order(order)
        require(may_order(roles_of(by, local_date(at)), order.unit))
        if order.state != Order.State.DRAFT:
            raise Conflict("not_a_draft", "Bara ett utkast kan tas bort. Återta beställningen i stället.")
        record("order.discarded", by=by, at=at, subject=("order", order.number), unit=order.unit.hsa_id)
        order.delete()


def _locked_at(unit: CareUnit, order: Order) -> Order:
    """The order, locked. Raises Missing when it is another unit's: what one may do was asked of this unit."""
    if order.unit_id != unit.pk:
        raise Missing("other_unit", "Beställningen hör till en annan enhet.")
    return locked_order(order)


def _own_draft(unit: CareUnit, by: User) -> Order | None:
    draft = (
        Order.objects.select_for_update().filter(unit=unit, created_by=by, state=Order.State.DRAFT).first()
    )
    if draft is not None:
        draft.unit = unit
    return draft
