"""The demo region: whole, coherent, only in an empty database, and only in the demo."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from inventory.models import Asset, UnitService
from inventory.rounds.workflow import SIGNED
from orders.documents.make import DOCUMENT_DUE
from orders.facts import facts_of
from orders.models import AttestRecord, DeliveredPiece, Order, SamverkanMatter
from portal.core import clock
from portal.core.audit.chain import broken_links
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict
from portal.core.notifications.models import Notification
from portal.core.notifications.queries import failing_addresses
from portal.core.outbox.models import Message
from portal.core.people.hsa_id import is_hsa_id
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Contract, Role, UnitFigures
from portal.core.units.queries import roles_of
from portal.home.demo.load import LEFT_TO_THE_WORKER, load_demo
from portal.home.demo.places import PROVIDERS, organisation_number
from portal.home.demo.stock import import_stock
from portal.home.demo.story import YEAR, Story
from portal.notices.actions.reach import event_of
from portal.notices.models import Kind, Notice, NoticeTemplate, State
from portal.notices.models.notice import NOTICE_AHEAD
from portal.notices.queries.head import head_of
from tests.home.demo_rooms import assert_rooms
from tests.home.steps import demo_people


@pytest.fixture(scope="module")
def demo_moment() -> datetime:
    return clock.now()


@pytest.fixture
def demo(db: None, demo_moment: datetime) -> Story:
    return load_demo(at=demo_moment)


def test_the_stock_is_the_same_whatever_keys_the_database_gives(db: None, demo_moment: datetime) -> None:
    first, second = stock_made(demo_moment), stock_made(demo_moment)

    assert first == second
    assert len(first) > 500


def stock_made(at: datetime) -> list[tuple[str, ...]]:
    """What every unit has from before the year's history. It is made and taken away again; the database's keys go on
    from there."""
    with transaction.atomic():
        story = demo_people(at)
        import_stock(story)
        stock = list(
            Asset.objects.order_by("asset_number", "item_code", "model_name").values_list(
                "unit__hsa_id", "item_code", "variant", "state", "serial_number"
            )
        )
        transaction.set_rollback(True)
    return stock


def test_the_region_is_whole_and_coherent(demo: Story, settings) -> None:
    """One test for many things: loading takes seconds."""
    at, today = demo.now, clock.local_date(demo.now)

    assert set(Order.objects.values_list("state", flat=True)) == set(Order.State.values)
    assert set(SamverkanMatter.objects.values_list("state", flat=True)) == set(SamverkanMatter.State.values)
    assert set(UnitFigures.objects.values_list("state", flat=True)) == set(UnitFigures.State.values)
    assert set(Assignment.objects.values_list("role", flat=True)) == set(Role.values)
    assert DeliveredPiece.objects.filter(receipt="DAMAGED").exists()
    assert broken_links(AuditEvent) == broken_links(AttestRecord) == []
    times = list(AuditEvent.objects.order_by("sequence").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= at

    _assert_units(today)
    _assert_services(today)
    _assert_strandporten(demo, today)
    _assert_queues(at)
    _assert_outbox(at)
    _assert_notices(demo, at)
    _assert_people(demo, today)
    assert_rooms(demo)
    _assert_a_second_time_changes_nothing()


def _assert_units(today) -> None:
    assert 38 <= CareUnit.objects.count() <= 45
    assert all(is_hsa_id(hsa_id) for hsa_id in CareUnit.objects.values_list("hsa_id", flat=True))
    assert CareUnit.objects.filter(parent__isnull=False).count() == 1
    assert CareUnit.objects.exclude(municipality__code__startswith="08").count() == 1
    assert len(set(CareUnit.objects.values_list("municipality", flat=True))) == 13
    soon = Contract.objects.filter(valid_to__lte=today + timedelta(days=60), valid_to__gte=today)
    assert soon.count() == 1


def _assert_services(today) -> None:
    """Most units have all that is included; some lack an access point, a few have had something ended."""
    now = UnitService.objects.in_force(today)
    assert set(now.values_list("unit", flat=True)) == set(CareUnit.objects.values_list("pk", flat=True))
    assert set(now.values_list("kind", flat=True)) == {"SERVICE", "NETWORK", "ACCESS"}
    wireless = now.filter(item_code="access-point").count()
    assert CareUnit.objects.count() - 8 <= wireless < CareUnit.objects.count() - 4
    assert UnitService.objects.filter(valid_to__lt=today).count() == 3
    assert now.filter(valid_to__gt=today).count() == 3
    assert not Asset.objects.filter(item_code="access-point", unit__name__contains="Böda").exists()


def _assert_strandporten(demo: Story, today) -> None:
    """As on the start page of the sketch: 14 in use, 2 on the way, 18 staff, 2 043 listed."""
    from entitlements.queries import appendix_in_force, rules_of

    unit = CareUnit.objects.get(name="Hälsocentralen Strandporten")
    appendix = rules_of(appendix_in_force(unit.region_id, today).pk)
    facts = facts_of(unit, today, appendix=appendix)
    assert (facts.care_staff, facts.listed_patients) == (18, 2043)
    assert facts.in_use["base-package"] == 14
    assert facts.on_the_way == {"base-package": 2}
    assert "check-in-screen" not in facts.in_use


def _assert_queues(at: datetime) -> None:
    for state in (Order.State.SUBMITTED, Order.State.CHECKED):
        waiting = Order.objects.filter(state=state)
        ages = [
            clock.workdays_between(clock.local_date(one.state_since), clock.local_date(at)) for one in waiting
        ]
        assert len(ages) >= 5
        assert max(ages) <= 6  # the sixth when it is loaded before ten in the morning


def _assert_outbox(at: datetime) -> None:
    left = Message.objects.filter(sent_at__isnull=True)
    assert left.exists()
    old = left.filter(created_at__lt=at - LEFT_TO_THE_WORKER)
    assert set(old.values_list("kind", flat=True)) == {SIGNED}  # a document comes of it
    assert not left.filter(available_at__lt=at).exists()  # an old one would make the portal look stuck
    assert not Message.objects.filter(kind="mail").exists()
    due = set(
        Message.objects.filter(kind=DOCUMENT_DUE, payload__kind="ORDER").values_list(
            "payload__order", flat=True
        )
    )
    old = Order.objects.filter(attested_at__lt=at - LEFT_TO_THE_WORKER)
    assert due == set(old.values_list("pk", flat=True))


def _assert_notices(demo: Story, at: datetime) -> None:
    """One of each kind, in every stage; what is old has been told, and what is to come lies ahead."""
    assert set(Notice.objects.values_list("kind", flat=True)) == set(Kind.values)
    ongoing = Notice.objects.open()
    outage = ongoing.get(kind=Kind.OUTAGE)
    assert at - timedelta(hours=2) < outage.published_at < outage.updated_at < at < outage.update_due_at
    assert outage.updates.count() == 3
    for work in ongoing.filter(kind=Kind.MAINTENANCE):
        assert work.window_start >= max(at, work.published_at + NOTICE_AHEAD)
    for asked in ongoing.filter(needs_acknowledgement=True):
        assert asked.acknowledge_before > clock.local_date(at)
        assert 0 < asked.units.filter(acknowledged_at__isnull=True).count() < asked.units.count()
    over = Notice.objects.filter(closed_at__isnull=False)
    assert set(over.values_list("state", flat=True)) == {State.CLOSED, State.COMPLETED, State.RESOLVED}
    assert Notice.objects.filter(state=State.DRAFT).count() == 1
    assert NoticeTemplate.objects.count() == 2
    assert not Notice.objects.filter(published_at__isnull=False, units__isnull=True).exists()
    _assert_told(demo, outage)


def _assert_told(demo: Story, outage: Notice) -> None:
    """Only the latest word of the outage waits to be mailed; one address does not work."""
    waiting = Notification.objects.filter(sent_at=None, failed_at=None, settled_at=None)
    assert set(waiting.values_list("event", flat=True)) == {event_of(outage, outage.sequence)}
    failing = failing_addresses(User.objects.all())
    assert [one.failure for one in failing if one.address] == ["Adressen finns inte."]
    maria = roles_of(demo.people["maria"], clock.local_date(demo.now))
    assert sum(one.unread for one in head_of(maria, demo.now)) == 2


def _assert_people(demo: Story, today) -> None:
    assert all(user.email.endswith("@demo.invalid") or not user.email for user in User.objects.all())
    assert roles_of(demo.people["karin"], today).substitutions
    yasmin = User.objects.get(given_name="Yasmin")
    assert yasmin.display_name == "Skyddade uppgifter"
    assert "YASMIN" not in yasmin.hsa_id
    future = Assignment.objects.filter(role=Role.HEAD_OF_UNIT, valid_from__gt=today)
    assert future.count() == 1


def _assert_a_second_time_changes_nothing() -> None:
    before = (Order.objects.count(), AuditEvent.objects.count(), User.objects.count())
    with pytest.raises(Conflict):
        load_demo(at=clock.now())
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert "läses inte in" in said.getvalue()
    assert before == (Order.objects.count(), AuditEvent.objects.count(), User.objects.count())


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 27, 22, 30, tzinfo=UTC),  # a Sunday between holidays, late in the evening
        datetime(2027, 1, 4, 5, 0, tzinfo=UTC),  # before work on the first workday of a year
    ],
)
def test_it_loads_on_any_day(db: None, moment: datetime) -> None:
    load_demo(at=moment)
    assert set(Order.objects.values_list("state", flat=True)) == set(Order.State.values)
    assert not AuditEvent.objects.filter(at__gt=moment).exists()
    assert Notice.objects.open().filter(published_at__gt=moment - timedelta(hours=2)).count() == 1


def test_the_calendar_counts_workdays_back_from_the_last_one_begun(db: None) -> None:
    early = Story(now=datetime(2026, 11, 23, 7, 0, tzinfo=UTC), region=None)  # Monday at eight
    late = Story(now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC), region=None)
    assert [day.isoformat() for day in early.workdays[:2]] == ["2026-11-20", "2026-11-19"]
    assert late.workdays[0].isoformat() == "2026-11-23"
    assert len(late.workdays) == YEAR + 1


def test_organisation_numbers_are_valid() -> None:
    numbers = [organisation_number(place) for place in range(len(PROVIDERS))]
    assert all(is_hsa_id(f"SE{number}-E001") for number in numbers)
    assert len(set(numbers)) == len(PROVIDERS)
