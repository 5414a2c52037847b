"""Two people at the same moment about one incident: one is heard, the other is told that somebody was before."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.lend import extend_loan, return_loan
from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.models import Charge, Incident, Loan, Outcome
from inventory.models import AssetEvent
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict
from portal.core.units.models import Role
from tests.incidents.reporting import charged, reported
from tests.incidents.scene import in_store, incidents_at, screen
from tests.returns.test_at_once import at_once
from tests.world import NOW, World, assign, make_person, make_world

ROUNDS = 3


@pytest.fixture
def stored_world(transactional_db: None) -> World:
    return make_world()


def keeping(said: list[str], act: Callable[[], object]) -> Callable[[], object]:
    """The act, with the sentence of its refusal kept."""

    def run() -> object:
        try:
            return act()
        except Conflict as refusal:
            said.append(refusal.message)
            raise

    return run


def test_two_coordinators_decide_and_one_decision_holds(stored_world: World) -> None:
    world = stored_world
    second = make_person("R099", "Ida", "Lind")
    assign(second, Role.COORDINATOR, region=world.region)
    for place in range(ROUNDS):
        incident = reported(world, screen(world.unit, f"KLM-86000{place}"))
        said: list[str] = []
        decide = {"incident": incident, "reason": "Så blir det.", "at": NOW}
        answers = at_once(
            keeping(
                said, lambda d=decide: decide_incident(outcome=Outcome.REPAIR, by=world.coordinator, **d)
            ),
            keeping(said, lambda d=decide: decide_incident(outcome=Outcome.WRITE_OFF, by=second, **d)),
        )
        assert sorted(answers) == ["done", "wrong_state"]
        assert "Någon annan kan ha hunnit före" in said[0]
        incident = Incident.objects.select_related("asset").get(pk=incident.pk)
        won = Outcome.REPAIR if answers[0] == "done" else Outcome.WRITE_OFF
        assert (incident.outcome, incident.asset.state) == (
            won,
            "IN_REPAIR" if won == Outcome.REPAIR else "DISPOSED",
        )
        assert AuditEvent.objects.filter(kind="incident.decided", subject=incident.number).count() == 1
        events = AssetEvent.objects.filter(asset=incident.asset, source=incident.number)
        assert events.filter(kind="STATE_CHANGED").count() == 1


def test_a_report_is_taken_back_or_decided_but_never_both(stored_world: World) -> None:
    world = stored_world
    incident = reported(world, screen(world.unit, "KLM-860010"))
    answers = at_once(
        lambda: withdraw_incident(incident=incident, by=world.head, at=NOW),
        lambda: decide_incident(
            incident=incident, outcome=Outcome.NO_ACTION, reason="Hel.", by=world.coordinator, at=NOW
        ),
    )
    assert sorted(answers) == ["done", "wrong_state"]
    incident.refresh_from_db()
    assert incident.state == ("WITHDRAWN" if answers[0] == "done" else "CLOSED")


def test_a_charge_is_invoiced_or_waived_once(stored_world: World) -> None:
    world = stored_world
    charge = charged(world, screen(world.unit, "KLM-860020"))
    said: list[str] = []
    bill = {"charge": charge, "invoiced_on": NOW.date(), "at": NOW}
    answers = at_once(
        keeping(said, lambda: mark_invoiced(reference="F-1", by=world.people["controller"], **bill)),
        keeping(said, lambda: mark_invoiced(reference="F-2", by=world.coordinator, **bill)),
        keeping(said, lambda: waive_charge(charge=charge, reason="Fel.", by=world.coordinator, at=NOW)),
    )
    assert sorted(answers) == ["charge_settled", "charge_settled", "done"]
    assert all("Debiteringen är redan" in one for one in said)
    charge = Charge.objects.get()
    assert bool(charge.invoiced_at) != bool(charge.waived_at)
    assert Incident.objects.get().state == "CLOSED"


def test_a_loan_is_taken_back_once_and_has_no_new_day_after(stored_world: World) -> None:
    world = stored_world
    loan = incidents_at(world, world.unit, "A", "")["loan"]
    answers = at_once(
        lambda: return_loan(loan=loan, by=world.delivery, at=NOW),
        lambda: return_loan(loan=loan, by=world.coordinator, at=NOW),
        lambda: extend_loan(loan=loan, due_on=loan.due_on + timedelta(days=7), by=world.delivery, at=NOW),
    )
    assert answers.count("done") in (1, 2)
    assert sorted(answers[:2]) == ["already_returned", "done"]
    assert Loan.objects.get().returned_at == NOW
    assert in_store(world, "KLM-860030").on_loan is False
