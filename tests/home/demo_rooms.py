"""What the demo shows of the rooms of the inventory: every state, and no empty list for whom it is meant."""

from django.core.management import call_command
from django.urls import reverse

from inventory.imports.models import ImportRun
from inventory.incidents.models import Incident, IncidentPicture, Loan
from inventory.models import Asset, AssetMove, SavedView
from inventory.network.models import NetworkDeviation
from inventory.network.queries import unseen_in, unseen_terms
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.rounds.chasing import REMIND_AFTER
from inventory.rounds.models import InventoryRound, RoundSchedule, RoundUnit
from inventory.rounds.tellings import OVERDUE, REMINDER
from portal.core import clock
from portal.core.notifications.models import Notification
from portal.home.demo.story import Story
from tests.life.invariants import statements
from tests.pages import as_user


def assert_rooms(demo: Story) -> None:
    running = _running_round(demo)
    _assert_past_rounds()
    _assert_incidents()
    _assert_returns()
    _assert_the_rest(demo)
    _assert_pages(demo, running)
    assert list(statements()) == []
    call_command("verify_audit")


def _running_round(demo: Story) -> InventoryRound:
    """Units in every stage, two answers that differ at Strandporten, and deviations to review at Älvsten."""
    running = InventoryRound.objects.get(title__startswith="Hälsocentraler")
    assert running.is_open
    assert running.answer_by > clock.local_date(demo.now)
    tasks = running.units.select_related("unit")
    assert set(tasks.values_list("state", flat=True)) == {"WAITING", "ANSWERING", "SIGNED", "REVIEWED"}
    own = tasks.get(unit=demo.units["strandporten"])
    assert (own.state, own.conflicts) == (RoundUnit.State.ANSWERING, 1)
    assert 0 < own.answered < own.expected
    signed = tasks.get(state=RoundUnit.State.SIGNED)
    assert (signed.unit, signed.undecided) == (demo.units["alvsten"], 6)
    assert tasks.filter(state=RoundUnit.State.ANSWERING, answered__lt=5).exists()
    return running


def _assert_past_rounds() -> None:
    closed = InventoryRound.objects.get(state=InventoryRound.State.CLOSED)
    assert closed.schedule is not None
    assert closed.opened_by is None
    assert set(closed.units.values_list("state", flat=True)) == {RoundUnit.State.REVIEWED}
    assert RoundSchedule.objects.in_use().count() == 2
    late = InventoryRound.objects.get(title="Öland")
    assert late.units.waiting().count() == 2
    for kind, count in ((REMINDER, 1 + len(REMIND_AFTER)), (OVERDUE, 1)):
        told = Notification.objects.filter(kind=kind)
        assert set(told.values_list("payload__round", flat=True)) == {late.pk}
        assert len(set(told.values_list("event", flat=True))) == count
        assert not told.filter(sent_at=None, failed_at=None).exists()


def _assert_incidents() -> None:
    assert set(Incident.objects.values_list("state", flat=True)) == set(Incident.State.values)
    theft = Incident.objects.get(kind="THEFT")
    assert theft.state == Incident.State.REPORTED
    assert theft.police_reference
    assert theft.data_risk == "YES"
    assert set(Incident.objects.exclude(outcome="").values_list("outcome", flat=True)) == {
        "REPAIR",
        "REPLACE",
        "WRITE_OFF",
        "CHARGE_UNIT",
        "NO_ACTION",
    }
    (loan,) = Loan.objects.open().select_related("for_asset")
    assert loan.for_asset.state == Asset.State.IN_REPAIR
    assert IncidentPicture.objects.filter(incident__asset=loan.for_asset).exists()


def _assert_returns() -> None:
    assert set(ReturnCase.objects.values_list("state", flat=True)) == set(ReturnCase.State.values)
    leaving = ReturnCase.objects.get(reason=ReturnCase.Reason.CONTRACT_END)
    assert leaving.opened_by is None
    items = leaving.items
    assert items.filter(erased_at__isnull=False).exists()
    assert set(items.exclude(decision="").values_list("decision", flat=True)) == {"WRITTEN_OFF", "CHARGED"}
    assert items.filter(state=ReturnItem.State.LISTED, condition=ReturnItem.Condition.MISSING).exists()
    assert sorted(one.is_complete for one in leaving.handovers.all()) == [False, True]
    pieces = ReturnCase.objects.get(state=ReturnCase.State.OPEN, reason=ReturnCase.Reason.PIECES)
    assert pieces.pickups.filter(cancelled_at=None).exists()


def _assert_the_rest(demo: Story) -> None:
    assert {"ASKED", "AGREED", "APPROVED"} <= set(AssetMove.objects.values_list("state", flat=True))
    assert Asset.objects.filter(store=demo.region, state=Asset.State.IN_STOCK).exists()
    today = clock.local_date(demo.now)
    unseen = unseen_in(unseen_terms([demo.region.pk], today), today).count()
    assert 3 <= unseen <= 20
    assert set(NetworkDeviation.objects.values_list("state", flat=True)) == set(NetworkDeviation.State.values)
    done = ImportRun.objects.get(state=ImportRun.State.DONE)
    assert done.changed_count > 5
    assert ImportRun.objects.get(state=ImportRun.State.CHECKED).fault_count == 2
    assert SavedView.objects.filter(shared_with_role="COORDINATOR").exists()
    assert SavedView.objects.filter(owner=demo.people["maria"]).exists()


def _assert_pages(demo: Story, running: InventoryRound) -> None:
    """Each list, read by one for whom it is, holds what it should."""
    theft = Incident.objects.get(kind="THEFT").number
    lent = Loan.objects.open().get().asset.asset_number
    kept = Asset.objects.filter(store=demo.region, part_of=None).earliest("pk").asset_number
    moves = {one.state: one.number for one in AssetMove.objects.order_by("pk")}
    cases = {one.reason: one.number for one in ReturnCase.objects.open()}
    own = reverse("rounds:unit", args=[running.number, demo.units["strandporten"].hsa_id])
    for who, address, shown in (
        ("maria", reverse("home:start"), own),
        ("maria", reverse("rounds:list"), running.number),
        ("maria", own, "Olika svar"),
        ("maria", reverse("incidents:loans"), lent),
        ("maria", reverse("returns:list"), cases["PIECES"]),
        ("maria", reverse("inventory:moves"), moves["ASKED"]),
        ("maria", reverse("inventory:views"), "Våra datorer efter ålder"),
        ("jonas", reverse("rounds:list"), running.number),
        ("jonas", reverse("network:unseen"), demo.units["strandporten"].name),
        ("eva", reverse("incidents:list"), theft),
        ("eva", reverse("rounds:deviations", args=[running.number]), demo.units["alvsten"].name),
        ("eva", reverse("rounds:schedules"), "Psykisk hälsa"),
        ("eva", reverse("inventory:moves"), moves["AGREED"]),
        ("eva", reverse("returns:list"), cases["CONTRACT_END"]),
        ("eva", reverse("network:deviations"), demo.units["norrliden"].name),
        ("nils", reverse("inventory:store"), kept),
        ("nils", reverse("imports:list"), "Switchar i Kalmar.csv"),
        ("ida", reverse("network:unseen"), demo.units["strandporten"].name),
    ):
        page = as_user(demo.people[who]).get(address).content.decode()
        assert shown in page, f"{who} at {address} does not see {shown}"
