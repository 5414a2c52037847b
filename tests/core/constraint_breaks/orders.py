"""Orders in each standing, and what hangs on them."""

from typing import Any

from django.db.models import F

from inventory.models import Asset
from orders.models import (
    AttestRecord,
    Delivery,
    Document,
    IdempotencyKey,
    NumberSeries,
    Order,
    OrderLine,
    SamverkanMatter,
)
from tests import steps
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.world import NOW, World, line


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything, to be broken one at a time."""
    closed = steps.closed(world, line(), line("label-printer"))
    delivery = Delivery.objects.get(order=closed)
    paper = {"content": b"1", "content_hash": "1", "made_at": NOW}
    Document.objects.create(kind="ORDER", order=closed, **paper)
    Document.objects.create(kind="RECEIPT", order=closed, delivery=delivery, **paper)
    return {
        "draft": steps.drafted(world),
        "submitted": steps.submitted(world),
        "checked": steps.checked(world),
        "attested": steps.attested(world),
        "closed": closed,
        "delivery": delivery,
        "matter": SamverkanMatter.objects.create(
            unit=world.unit, need="Mer", raised_at=NOW, raised_by=world.head
        ),
        "key": IdempotencyKey.objects.create(user=world.head, key="k", body_hash="h", created_at=NOW),
    }


def half_done(act: str) -> Break:
    return lambda s: change(s.draft, **{f"{act}_by": s.world.nobody})


def first_line(order: Order) -> OrderLine:
    return OrderLine.objects.filter(order=order).order_by("position")[0]


def values_of_attest(order: Order) -> dict[str, Any]:
    record = AttestRecord.objects.get(order=order)
    own = [field.attname for field in AttestRecord._meta.concrete_fields]
    chained = {"id", "at", "sequence", "previous_hash", "hash"}
    return {name: getattr(record, name) for name in own if name not in chained}


BREAKS: dict[str, Break] = {
    "one_draft_per_person_and_unit": lambda s: again(fresh(s.draft), number="annat"),
    "order_submitted_together": half_done("submitted"),
    "order_returned_together": half_done("returned"),
    "order_checked_together": half_done("checked"),
    "order_attested_together": half_done("attested"),
    "order_refused_together": half_done("refused"),
    "order_withdrawn_together": half_done("withdrawn"),
    "order_attested_for_needs_attest": lambda s: change(s.draft, attested_for=s.world.nobody),
    "orderer_is_not_checker": lambda s: change(s.checked, checked_by=F("submitted_by")),
    "orderer_is_not_attester": lambda s: change(s.attested, attested_by=F("submitted_by")),
    "checker_is_not_attester": lambda s: change(s.attested, attested_by=F("checked_by")),
    "attested_for_neither_orderer_nor_checker": lambda s: change(s.attested, attested_for=F("checked_by")),
    "order_state_agrees": lambda s: change(s.submitted, state="CHECKED"),
    "order_attested_once": lambda s: AttestRecord.append(at=NOW, **values_of_attest(s.attested)),
    "one_order_per_source": lambda s: Order.objects.exclude(pk=s.draft.pk).update(source="I-2026-0001"),
    "line_replaces_one_by_one": lambda s: OrderLine.objects.filter(order=s.closed).update(
        replaces=Asset.objects.values("pk")[:1],
        quantity=2,
        decision="",
        granted=None,
        delivered=0,
        received=0,
    ),
    "line_position_once": lambda s: again(first_line(s.closed)),
    "line_counts_in_order": lambda s: change(first_line(s.closed), received=99),
    "line_decision_agrees": lambda s: change(first_line(s.closed), decision="REDUCED"),
    "delivery_confirmed_together": lambda s: change(s.delivery, confirmed_by=None),
    "one_document_per_order_and_kind": lambda s: again(Document.objects.get(kind="ORDER")),
    "one_document_per_delivery_and_kind": lambda s: again(Document.objects.get(kind="RECEIPT")),
    "idempotency_key_once": lambda s: again(fresh(s.key)),
    "number_series_once": lambda s: again(NumberSeries.objects.first()),
    "matter_answered_together": lambda s: change(s.matter, answered_at=NOW),
    "matter_state_agrees": lambda s: change(s.matter, state="ANSWERED"),
}
