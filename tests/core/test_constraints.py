"""Every constraint of every model broken once, by the database itself, and the Swedish sentence that follows."""

from collections.abc import Callable
from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import F

from entitlements.models import CatalogueItem, Clause
from inventory.models import Asset, UnitService
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
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.jobs.models import ScheduledJob
from portal.core.notifications.models import Notification, Preference, QuietHours
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Contract, Programme, Substitution, UnitFigures
from portal.notices.actions.reach import reach_audience
from portal.notices.models import (
    FeedToken,
    Kind,
    NoticeReading,
    NoticeTemplate,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests import steps
from tests.house.source import own_models
from tests.notices.writing import drafted, published
from tests.world import NOW, START, World, line

EARLIER = date(2025, 1, 1)
Break = Callable[[Any], object]


@pytest.fixture(scope="module")
def scene(module_world: World) -> SimpleNamespace:
    """One sound row of everything, to be broken one at a time."""
    world = module_world
    closed = steps.closed(world, line(), line("label-printer"))
    delivery = Delivery.objects.get(order=closed)
    substitution = Substitution.objects.create(
        region=world.region,
        principal=world.manager,
        substitute=world.substitute,
        valid_from=START,
        valid_to=START,
        appointed_at=NOW,
        appointed_by=world.manager,
    )
    Document.objects.create(kind="ORDER", order=closed, content=b"1", content_hash="1", made_at=NOW)
    Document.objects.create(
        kind="RECEIPT", order=closed, delivery=delivery, content=b"1", content_hash="1", made_at=NOW
    )
    return SimpleNamespace(
        world=world,
        draft=steps.drafted(world),
        submitted=steps.submitted(world),
        checked=steps.checked(world),
        attested=steps.attested(world),
        closed=closed,
        delivery=delivery,
        substitution=substitution,
        asset=Asset.objects.filter(kind="BASE_PACKAGE", part_of__isnull=True).first(),
        shared=Asset.objects.get(kind="SHARED"),
        service=UnitService.objects.create(
            unit=world.unit,
            item_code="support",
            item_name="support",
            kind="SERVICE",
            valid_from=START,
            registered_at=NOW,
            registered_by=world.coordinator,
        ),
        job=ScheduledJob.objects.create(
            name="j", last_started_at=NOW, last_ended_at=NOW, last_outcome="OK", runs=1
        ),
        figures=UnitFigures.objects.get(unit=world.unit),
        matter=SamverkanMatter.objects.create(
            unit=world.unit, need="Mer", raised_at=NOW, raised_by=world.head
        ),
        key=IdempotencyKey.objects.create(user=world.head, key="k", body_hash="h", created_at=NOW),
        told=Notification.objects.create(
            kind="k", person=world.head, event="e", how="AT_ONCE", queued_at=NOW, due_at=NOW, sent_at=NOW
        ),
        preference=Preference.objects.create(person=world.head, kind="k", how="DAILY"),
        **_notices(world),
        quiet=QuietHours.objects.create(person=world.head, starts=time(18), ends=time(7)),
    )


def _notices(world: World) -> dict[str, Any]:
    """A notice in each standing, and what hangs on them."""
    noticed = published(world, Kind.MAINTENANCE)
    reach_audience(notice=noticed, at=NOW)
    by, token = world.it_coordinator, {"created_at": NOW, "created_by": world.head}
    endpoint = WebhookEndpoint.objects.create(
        region=world.region,
        name="w",
        url="https://example.se/",
        secret="whsec_x",
        created_at=NOW,
        created_by=by,
    )
    return {
        "notice": noticed,
        "draft_notice": drafted(world, Kind.MAINTENANCE, ("MUNICIPALITY", "0880")),
        "reading": NoticeReading.objects.create(
            notice=noticed, opened_by=world.head, opened_at=NOW, sequence=1
        ),
        "template": NoticeTemplate.objects.create(
            region=world.region, name="m", kind="OUTAGE", title="t", text="t", created_at=NOW, created_by=by
        ),
        "own_feed": FeedToken.objects.create(owner=world.head, token_hash="a", **token),
        "unit_feed": FeedToken.objects.create(unit=world.unit, token_hash="b", **token),
        "endpoint": endpoint,
        "hook": WebhookDelivery.objects.create(
            endpoint=endpoint, webhook_id="i", event="e", body="{}", created_at=NOW
        ),
    }


def again(row: Any, **changes: Any) -> object:
    """Store a copy of the row, with changes."""
    row.refresh_from_db()
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    return row.save(force_insert=True)


def fresh(row: Any) -> Any:
    """The row as it is stored, so that the shared one stays as it was."""
    return type(row).objects.get(pk=row.pk)


def change(row: Any, **values: Any) -> object:
    return type(row).objects.filter(pk=row.pk).update(**values)


def half_done(act: str) -> Break:
    return lambda s: change(s.draft, **{f"{act}_by": s.world.nobody})


def first_line(order: Order) -> OrderLine:
    return OrderLine.objects.filter(order=order).order_by("position")[0]


def assignment(s: SimpleNamespace, name: str) -> Assignment:
    return Assignment.objects.get(user=s.world.people[name])


BREAKS: dict[str, Break] = {
    # people and notifications
    "user_hsa_id_upper_case": lambda s: change(s.world.nobody, hsa_id="se2321000073-r010"),
    "notification_once": lambda s: again(fresh(s.told), kind="annat"),
    "notification_failure_has_reason": lambda s: change(s.told, failed_at=NOW),
    "notification_settled_was_not_tried": lambda s: change(s.told, settled_at=NOW),
    "notification_off_is_never_due": lambda s: change(s.told, how="OFF"),
    "preference_once": lambda s: again(fresh(s.preference), how="OFF"),
    "quiet_hours_end_after_they_start": lambda s: change(s.quiet, ends=F("starts")),
    # jobs
    "job_outcome_with_end": lambda s: change(s.job, last_outcome=""),
    "job_error_when_failed": lambda s: change(s.job, last_outcome="FAILED"),
    "job_ends_after_start": lambda s: change(s.job, last_ended_at=NOW - timedelta(seconds=1)),
    "job_failures_among_runs": lambda s: change(s.job, failures=2),
    # notices
    "notice_publisher_has_time": lambda s: change(s.draft_notice, published_by=s.world.nobody),
    "notice_closer_has_time": lambda s: change(s.draft_notice, closed_by=s.world.nobody),
    "notice_updater_has_time": lambda s: change(s.draft_notice, updated_by=s.world.nobody),
    "notice_state_agrees": lambda s: change(s.notice, closed_at=NOW),
    "notice_state_of_its_kind": lambda s: change(s.notice, state="MONITORING"),
    "notice_window_in_order": lambda s: change(s.notice, window_end=F("window_start")),
    "notice_maintenance_has_window": lambda s: change(
        s.notice, window_start=None, window_end=None, short_notice_reason="x"
    ),
    "notice_short_notice_explained": lambda s: change(s.notice, window_start=NOW + timedelta(days=6)),
    "notice_acknowledge_day_when_asked": lambda s: change(s.notice, acknowledge_before=START),
    "audience_value_once": lambda s: again(s.draft_notice.audience.get()),
    "update_once_in_order": lambda s: again(s.notice.updates.get()),
    "notice_once_per_unit": lambda s: again(s.notice.units.first()),
    "notice_acknowledged_together": lambda s: change(s.notice.units.first(), acknowledged_at=NOW),
    "recipient_once_per_unit": lambda s: again(s.notice.recipients.first()),
    "reading_once_per_person": lambda s: again(fresh(s.reading)),
    "reading_of_an_update": lambda s: change(s.reading, sequence=0),
    "template_name_once": lambda s: again(fresh(s.template)),
    "template_retired_together": lambda s: change(s.template, retired_at=NOW),
    "feed_of_person_or_unit": lambda s: change(s.own_feed, unit=s.world.other_unit),
    "feed_one_per_person": lambda s: again(fresh(s.own_feed), token_hash="c"),
    "feed_one_per_unit": lambda s: again(fresh(s.unit_feed), token_hash="c"),
    "feed_revoked_together": lambda s: change(s.own_feed, revoked_at=NOW),
    "webhook_address_once": lambda s: again(fresh(s.endpoint)),
    "webhook_disabled_together": lambda s: change(s.endpoint, disabled_at=NOW),
    "webhook_event_once": lambda s: again(fresh(s.hook), webhook_id="j"),
    "webhook_delivered_or_given_up": lambda s: change(s.hook, delivered_at=NOW, gave_up_at=NOW),
    # units
    "programme_code_once_per_region": lambda s: again(Programme.objects.first()),
    "unit_not_its_own_branch": lambda s: change(s.world.unit, parent=F("id")),
    "contract_period_in_order": lambda s: change(Contract.objects.first(), valid_to=EARLIER),
    "contract_periods_apart": lambda s: again(Contract.objects.first(), number="annat"),
    "assignment_period_in_order": lambda s: change(assignment(s, "head"), valid_to=EARLIER),
    "assignment_unit_or_region": lambda s: change(assignment(s, "head"), role="COORDINATOR"),
    "assignment_once_per_unit": lambda s: again(assignment(s, "contact")),
    "assignment_once_per_region": lambda s: again(assignment(s, "coordinator")),
    "one_head_per_unit": lambda s: again(assignment(s, "head"), user=s.world.nobody),
    "substitution_period_in_order": lambda s: change(s.substitution, valid_to=EARLIER),
    "substitution_of_another": lambda s: change(s.substitution, substitute=F("principal")),
    "substitution_revoked_together": lambda s: change(s.substitution, revoked_at=NOW),
    "substitution_one_at_a_time": lambda s: again(fresh(s.substitution), substitute=s.world.nobody),
    "figures_period_in_order": lambda s: change(s.figures, valid_to=EARLIER),
    "figures_periods_apart": lambda s: again(fresh(s.figures)),
    "figures_one_report_at_a_time": lambda s: [
        again(fresh(s.figures), state="REPORTED", decided_at=None, decided_by=None) for _ in range(2)
    ],
    "figures_decided_together": lambda s: change(s.figures, decided_by=None),
    "figures_state_agrees": lambda s: change(s.figures, state="REPORTED"),
    "figures_reporter_is_not_verifier": lambda s: change(s.figures, decided_by=F("reported_by")),
    "figures_within_reason": lambda s: change(s.figures, care_staff=5001),
    # entitlements
    "appendix_version_once": lambda s: again(
        fresh(s.world.appendix), published_at=None, valid_from=date(2040, 1, 1)
    ),
    "appendix_period_in_order": lambda s: change(s.world.appendix, valid_to=EARLIER.replace(year=1990)),
    "appendix_published_apart": lambda s: again(fresh(s.world.appendix), version="annan"),
    "appendix_publisher_has_time": lambda s: change(
        s.world.appendix, published_at=None, published_by=s.world.editor
    ),
    "clause_once_per_version": lambda s: again(Clause.objects.first()),
    "item_once_per_version": lambda s: again(CatalogueItem.objects.first()),
    # inventory
    "asset_serial_once": lambda s: again(fresh(s.asset), asset_number="annat"),
    "one_shared_asset_per_unit": lambda s: again(fresh(s.shared), asset_number="annat", serial_number="NY"),
    "asset_serial_upper_case": lambda s: change(s.asset, serial_number="abc"),
    "asset_not_part_of_itself": lambda s: change(s.asset, part_of=F("id")),
    "asset_released_after_acquired": lambda s: change(s.asset, state="RETURNED", released_on=EARLIER),
    "asset_state_agrees_with_release": lambda s: change(s.asset, state="RETURNED"),
    "unit_service_kind": lambda s: change(s.service, kind="SHARED"),
    "unit_service_period_in_order": lambda s: change(
        s.service, valid_to=EARLIER, ended_at=NOW, ended_by=s.world.coordinator
    ),
    "unit_service_ended_together": lambda s: change(s.service, valid_to=START),
    "unit_service_periods_apart": lambda s: again(fresh(s.service)),
    # orders
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


def values_of_attest(order: Order) -> dict[str, Any]:
    record = AttestRecord.objects.get(order=order)
    own = [field.attname for field in AttestRecord._meta.concrete_fields]
    chained = {"id", "at", "sequence", "previous_hash", "hash"}
    return {name: getattr(record, name) for name in own if name not in chained}


CONSTRAINTS = {
    constraint.name: constraint for model in own_models() for constraint in model._meta.constraints
}


def test_every_constraint_is_in_the_table() -> None:
    assert sorted(BREAKS) == sorted(CONSTRAINTS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_the_database_refuses_with_the_constraints_own_sentence(
    scene: SimpleNamespace, savepoint: None, name: str
) -> None:
    constraint = CONSTRAINTS[name]
    with pytest.raises(Conflict) as refused, guarded():
        BREAKS[name](scene)
    assert refused.value.code == name
    assert refused.value.message == str(constraint.violation_error_message)
    assert refused.value.status == 409


def test_the_scene_is_sound(scene: SimpleNamespace, savepoint: None) -> None:
    """What is broken above was whole before: every row may be stored again as it is."""
    for rows in (User, CareUnit, Assignment, UnitFigures, Order, OrderLine, Asset, Delivery, SamverkanMatter):
        with guarded():
            for row in rows.objects.all():
                row.save()


def test_an_integrity_error_without_a_name_of_ours_is_not_disguised(
    scene: SimpleNamespace, savepoint: None
) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), guarded():
        User.objects.create(hsa_id=scene.world.head.hsa_id, given_name="A", family_name="B")
