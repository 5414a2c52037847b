"""What the clock does with loans and with decisions that are not carried out: whom it tells, when, and each once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from entitlements.models import AppendixVersion
from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.lend import extend_loan, return_loan
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.chasing import remind_of_loans, remind_of_stalled
from inventory.incidents.models import Incident, Loan, Outcome
from inventory.incidents.terms import incident_terms
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from tests.incidents.reporting import charged, reported
from tests.incidents.scene import incidents_at, screen
from tests.world import NOW, World

DUE = NOW.date() + timedelta(days=14)  # a Wednesday
ECONOMISTS = ("controller", "substitute")
LATE = date(2026, 12, 11)  # seven working days after it: no holiday lies between


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def told(kind: str) -> dict[str, int]:
    """How many times each has been told."""
    found: dict[str, int] = {}
    for name in Notification.objects.filter(kind=kind).values_list("person__hsa_id", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


def times(world: World, count: int, *names: str) -> dict[str, int]:
    return {world.people[name].hsa_id: count for name in names}


@pytest.fixture
def loan(world: World) -> Loan:
    return incidents_at(world, world.unit, "A", "")["loan"]


def html(user, path: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode().replace("\u00a0", " ")


def test_the_unit_is_reminded_on_the_day_and_once_more_and_then_the_region_hears(
    world: World, loan: Loan
) -> None:
    assert loan.due_on == DUE
    remind_of_loans(moment(DUE - timedelta(days=1)))
    assert told("loan.due") == {}
    for day in (DUE, DUE + timedelta(days=1), LATE - timedelta(days=1)):
        remind_of_loans(moment(day))
    assert told("loan.due") == times(world, 1, "head", "contact")
    assert told("loan.overdue") == {}
    for day in (LATE, LATE + timedelta(days=3)):
        remind_of_loans(moment(day))
    assert told("loan.due") == times(world, 2, "head", "contact")
    assert told("loan.overdue") == times(world, 1, "coordinator", "delivery")


def test_a_loan_that_is_back_is_not_chased(world: World, loan: Loan) -> None:
    payload = {"loan": loan.pk, "due_on": DUE.isoformat(), "to": world.head.pk}
    assert kind_of("loan.due").context(payload)["number"] == loan.asset.asset_number
    return_loan(loan=loan, by=world.delivery, at=NOW)
    remind_of_loans(moment(LATE))
    assert not Notification.objects.filter(kind__startswith="loan.").exists()
    assert kind_of("loan.due").context(payload) is None


def test_a_new_day_begins_anew(world: World, loan: Loan) -> None:
    remind_of_loans(moment(DUE))
    new = DUE + timedelta(days=7)
    extend_loan(loan=loan, due_on=new, by=world.delivery, at=moment(DUE))
    assert AuditEvent.objects.get(kind="loan.extended").after == {
        "due_on": new.isoformat(),
        "before": DUE.isoformat(),
    }
    payload = {"loan": loan.pk, "due_on": DUE.isoformat(), "to": world.head.pk}
    assert kind_of("loan.due").context(payload) is None, "the mail that waits is about the old day"
    remind_of_loans(moment(new - timedelta(days=1)))
    assert told("loan.due") == times(world, 1, "head", "contact")
    remind_of_loans(moment(new))
    assert told("loan.due") == times(world, 2, "head", "contact")


def test_a_new_day_is_agreed_on_by_those_who_lend(world: World, loan: Loan) -> None:
    for day in (NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=367), DUE):
        with pytest.raises(Invalid) as refused:
            extend_loan(loan=loan, due_on=day, by=world.delivery, at=NOW)
        assert refused.value.field == "due_on"
    with pytest.raises(NotAllowed):
        extend_loan(loan=loan, due_on=DUE + timedelta(days=1), by=world.head, at=NOW)
    return_loan(loan=loan, by=world.delivery, at=NOW)
    with pytest.raises(Conflict):
        extend_loan(loan=loan, due_on=DUE + timedelta(days=1), by=world.delivery, at=NOW)


def test_the_pages_show_the_loan_and_give_it_a_new_day(world: World, loan: Loan) -> None:
    lent, broken = (f"/utrustning/{one.asset_number}/" for one in (loan.asset, loan.for_asset))
    assert loan.for_asset.asset_number in html(world.head, lent)
    assert loan.asset.asset_number in html(world.head, broken)
    assert "Ta emot lånet" not in html(world.head, lent)
    assert "Ta emot lånet" in html(world.delivery, lent)
    client = Client()
    client.force_login(world.delivery)
    path = f"/lan/{loan.pk}/dag/"
    assert (
        "Lånet gäller redan till den dagen"
        in client.post(path, {"due_on": loan.due_on.isoformat()}, follow=True).content.decode()
    )
    assert "datum" in client.post(path, {"due_on": "snart"}, follow=True).content.decode().lower()
    client.post(path, {"due_on": (loan.due_on + timedelta(days=3)).isoformat()})
    loan.refresh_from_db()
    assert loan.due_on == DUE + timedelta(days=3)


def test_the_start_page_tells_the_unit_and_the_region(world: World, loan: Loan) -> None:
    assert "Lämna tillbaka lånad utrustning" not in html(world.head, "/")
    Loan.objects.update(due_on=local_date(NOW) - timedelta(days=1))
    assert f"Lämna tillbaka lånad utrustning: {loan.asset.asset_number}" in html(world.head, "/")
    for who in (world.coordinator, world.delivery):
        assert "1 lån är försenat" in html(who, "/")
    assert "1 lån är försenat" not in html(world.manager, "/")
    return_loan(loan=loan, by=world.delivery, at=NOW)
    assert "lånad utrustning" not in html(world.head, "/")


def decided(world: World, outcome: str, number: str) -> Incident:
    incident = reported(world, screen(world.unit, number))
    return decide_incident(incident=incident, outcome=outcome, reason="Ja.", by=world.coordinator, at=NOW)


def test_what_is_decided_but_not_done_is_told_of_after_the_terms_days_and_again(world: World) -> None:
    assert incident_terms(world.region.pk, NOW.date()).days == 30
    repair = decided(world, Outcome.REPAIR, "KLM-840001")
    charge = charged(world, screen(world.unit, "KLM-840002"))
    decided(world, Outcome.NO_ACTION, "KLM-840003")
    remind_of_stalled(NOW + timedelta(days=29))
    assert told("incident.stalled") == {}
    for days in (30, 31, 59):
        remind_of_stalled(NOW + timedelta(days=days))
    once = times(world, 2, "coordinator") | times(world, 1, "delivery", *ECONOMISTS)
    assert told("incident.stalled") == once
    remind_of_stalled(NOW + timedelta(days=60))
    assert told("incident.stalled") == {person: 2 * count for person, count in once.items()}
    finish_repair(incident=repair, result="IN_USE", note="Lagad.", by=world.delivery, at=NOW)
    remind_of_stalled(NOW + timedelta(days=90))
    assert told("incident.stalled") == times(world, 5, "coordinator") | times(world, 2, "delivery") | times(
        world, 3, *ECONOMISTS
    )
    assert charge.is_open


def test_the_days_are_an_open_term_of_the_appendix(world: World) -> None:
    decided(world, Outcome.REPAIR, "KLM-840001")
    version = AppendixVersion.objects.get()
    assert version.terms["decided_incident_days"]["open"]
    version.terms = {**version.terms, "decided_incident_days": {"value": 10}}
    version.save()
    remind_of_stalled(NOW + timedelta(days=10))
    assert told("incident.stalled") == times(world, 1, "coordinator", "delivery")
    version.terms = {name: term for name, term in version.terms.items() if name != "decided_incident_days"}
    version.save()
    terms = incident_terms(world.region.pk, NOW.date())
    assert (terms.days, "decided_incident_days" in terms.chosen) == (30, True)


def test_the_start_page_and_the_list_tell_how_old_the_decision_is(world: World) -> None:
    decided(world, Outcome.REPAIR, "KLM-840001")
    Incident.objects.update(decided_at=NOW - timedelta(days=12), reported_at=NOW - timedelta(days=13))
    shown = html(world.delivery, "/")
    assert "Beslutad men inte klar: I-2026-0001" in shown
    replace = reported(world, screen(world.unit, "KLM-840002"))
    decide_incident(incident=replace, outcome=Outcome.REPLACE, reason="Ja.", by=world.coordinator, at=NOW)
    assert "Beslutad men inte klar: I-2026-0001" in html(world.delivery, "/"), "orders are not his"
    assert "2 incidenter är beslutade men inte klara" in html(world.coordinator, "/")
    charge = charged(world, screen(world.unit, "KLM-840003"))
    page = html(world.coordinator, "/incidenter/?lage=besked")
    assert charge.source not in page, "it stands among the charges"
    assert "I-2026-0001" in page
    assert "I-2026-0002" in page
    assert "sedan" in page
    assert "I-2026-0001" not in html(world.coordinator, "/incidenter/?lage=over")
