"""Who is told of what, when reminders are due, and the documents."""

import io
import subprocess
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.core import mail

from inventory.returns.actions.closing import close_case
from inventory.returns.actions.handing import reopen_handover
from inventory.returns.actions.pickups import PickUpTime, book_pickup, cancel_pickup
from inventory.returns.chasing import escalations_due, remind, reminders_due
from inventory.returns.documents import make_document
from inventory.returns.handlers import case_opened, handover_signed, pickup_told
from inventory.returns.models import ReturnDocument
from portal.core.errors import Invalid
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from tests.returns.returning import DUE, LATER, equipped, exit_of, filled, handed, sign
from tests.returns.test_closing import decide, erase
from tests.world import NOW, World


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=kind).select_related("person")
    return {one.person.given_name for one in rows}


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 5, tzinfo=UTC)


def words_of(document: ReturnDocument) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=bytes(document.content), capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_unit_and_the_region_hear_of_a_case_but_for_who_opened_it(world: World) -> None:
    equipped(world)
    case = exit_of(world)
    for _ in range(2):
        case_opened({"return": case.pk}, NOW)
    assert told("return.opened") == {"Maria", "Jonas", "Nils"}
    assert Notification.objects.count() == 3


def test_the_other_party_is_asked_to_sign_while_one_has(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    handover = filled(world, case, asset)
    payload = {"return": case.pk, "handover": handover.pk}
    handover_signed(payload, LATER)
    assert not Notification.objects.exists()
    sign(handover, "received", world.delivery)
    handover_signed(payload, LATER)
    assert told("return.to_sign") == {"Maria", "Jonas"}
    context = kind_of("return.to_sign").context
    assert context(payload | {"to": world.head.pk})["path"] == f"/aterlamning/{case.number}/overlamning/1/"
    reopen_handover(handover=handover, by=world.head, at=LATER)
    assert context(payload | {"to": world.head.pk}) is None


def test_a_booked_time_is_told_and_so_is_that_it_is_called_off(world: World) -> None:
    case = exit_of(world)
    when = PickUpTime(
        DUE, datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=11), "Här", "Jonas"
    )
    pickup = book_pickup(case=case, when=when, by=world.head, at=LATER)
    payload = {"return": case.pk, "pickup": pickup.pk}
    pickup_told(payload, LATER)
    assert told("return.pickup") == {"Jonas", "Eva", "Nils"}
    cancel_pickup(case=case, pickup_id=pickup.pk, by=world.delivery, at=LATER)
    pickup_told(payload, LATER)
    assert told("return.pickup_cancelled") == {"Maria", "Jonas", "Eva"}
    assert kind_of("return.pickup").context(payload) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": NOW.date() - timedelta(days=1)},
        {"day": date.max},
        {"window_end": datetime.min.time()},
        {"place": " "},
        {"contact": "x" * 201},
    ],
)
def test_a_time_that_cannot_be_is_refused(world: World, wrong: dict) -> None:
    fine = {
        "day": DUE,
        "window_start": datetime.min.time().replace(hour=9),
        "window_end": datetime.min.time().replace(hour=11),
        "place": "Här",
        "contact": "Jonas",
    }
    case = exit_of(world)
    with pytest.raises(Invalid):
        book_pickup(case=case, when=PickUpTime(**fine | wrong), by=world.head, at=LATER)
    assert not case.pickups.exists()


def test_reminders_come_in_working_days_before_on_and_after_the_day(world: World) -> None:
    equipped(world)
    # The last day is Thursday 31 December; Christmas and New Year lie around it.
    case = exit_of(world)
    days = {
        date(2026, 11, 30): 0,
        date(2026, 12, 1): 1,  # 20 working days before
        date(2026, 12, 21): 1,
        date(2026, 12, 22): 2,  # 5 working days before: 22, 23, 28, 29, 30
        date(2026, 12, 30): 2,
        date(2026, 12, 31): 3,
        date(2027, 1, 6): 3,
    }
    found = {day: reminders_due(case, day) for day in days}
    assert found[date(2026, 12, 31)] == 3
    assert sorted(found.values()) == list(found.values())
    assert reminders_due(case, date(2027, 2, 1)) == 5
    assert (escalations_due(case, DUE), escalations_due(case, date(2027, 1, 4))) == (0, 1)
    assert escalations_due(case, date(2027, 3, 1)) == 3


def test_reminding_is_done_once_and_the_coordinator_hears_when_it_is_late(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    for _ in range(2):
        remind(on(DUE))
    assert told("return.reminder") == {"Maria", "Jonas"}
    assert told("return.overdue") == set()
    for _ in range(2):
        remind(on(DUE + timedelta(days=5)))
    assert told("return.overdue") == {"Eva"}
    count = Notification.objects.count()
    decide(world, case, asset)
    remind(on(DUE + timedelta(days=40)))
    assert Notification.objects.count() == count


def test_every_mail_can_be_read(world: World) -> None:
    """Written as the worker writes them, from the messages of the acts themselves."""
    (asset,) = equipped(world)
    case = exit_of(world)
    when = PickUpTime(
        DUE, datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=11), "Kajen", "Jonas"
    )
    book_pickup(case=case, when=when, by=world.head, at=LATER)
    handover = filled(world, case, asset)
    sign(handover, "given", world.head)
    remind(on(DUE + timedelta(days=30)))
    while dispatch_next(on(DUE + timedelta(days=31))):
        pass
    subjects = {one.subject for one in mail.outbox}
    assert {subject.split(":")[0] for subject in subjects} >= {
        f"Återlämning {case.number}",
        "Hämtning bokad",
        "Påminnelse",
        "Försenad",
        f"Skriv under överlämning {case.number}/1",
    }
    bodies = " ".join(one.body for one in mail.outbox)
    assert "Kajen" in bodies
    assert asset.asset_number not in bodies


def test_the_receipt_and_the_certificate(world: World) -> None:
    back, lost = equipped(world, 2)
    case = exit_of(world)
    handover = handed(world, case, back, condition="WORN")
    decide(world, case, lost, decision="CHARGED", note="Tappad i sjön.")
    erase(world, case, back, reference="Blancco 7")
    close_case(case=case, by=world.coordinator, at=LATER)
    while dispatch_next(LATER):
        pass
    receipt, certificate = ReturnDocument.objects.order_by("-kind")
    assert (receipt.handover, certificate.handover) == (handover, None)
    for document in (receipt, certificate):
        pdf = pikepdf.open(io.BytesIO(bytes(document.content)))
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    told = words_of(receipt)
    for wanted in (back.asset_number, "Sliten", "Maria Lindqvist", "Nils Dal", f"Kvittens {handover.name}"):
        assert wanted in told
    told = words_of(certificate)
    for wanted in (
        back.asset_number,
        lost.asset_number,
        "Blancco 7",
        "Debiteras enheten",
        "Tappad i sjön.",
        "Eva Holm",
    ):
        assert wanted in told
    before = bytes(certificate.content)
    make_document({"kind": "CERTIFICATE", "return": case.pk, "handover": None}, LATER + timedelta(days=1))
    certificate.refresh_from_db()
    assert bytes(certificate.content) == before
