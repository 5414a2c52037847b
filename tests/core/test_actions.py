"""Figures, assignments, substitutes and people: who may, what is refused, and the exact rows that each act leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.outbox.models import Message
from portal.core.people.actions import add_person, reveal_name, set_active, set_password
from portal.core.people.models import User
from portal.core.units.actions.assignments import appoint_first_administrator, assign_role, end_assignment
from portal.core.units.actions.figures import confirm_figures, reject_figures, report_figures, verify_figures
from portal.core.units.actions.substitutes import appoint_substitute, revoke_substitute
from portal.core.units.models import Assignment, Region, Role, UnitFigures
from portal.core.units.queries import roles_of
from tests.world import NOW, World, make_person

TODAY = date(2026, 11, 18)
NEXT_MONTH = date(2026, 12, 1)


@contextmanager
def leaves(audit: list[str], outbox: list[str]) -> Iterator[None]:
    """What is done within writes these rows to the log and the outbox, in this order, and no more."""
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    known = set(Message.objects.values_list("pk", flat=True))
    yield
    events = AuditEvent.objects.filter(sequence__gt=last).order_by("sequence")
    assert list(events.values_list("kind", flat=True)) == audit
    messages = Message.objects.exclude(pk__in=known).order_by("pk")
    assert list(messages.values_list("kind", flat=True)) == outbox


def report(world: World, **more) -> UnitFigures:
    values = {
        "care_staff": 20,
        "listed_patients": 2500,
        "valid_from": NEXT_MONTH,
        "by": world.head,
        "at": NOW,
    }
    return report_figures(unit=world.unit, **{**values, **more})


# --- Figures -------------------------------------------------------------------------------------------------


def test_reported_figures_wait_and_verified_take_over_from_their_day(world: World) -> None:
    with leaves(["figures.reported"], ["figures.reported"]):
        figures = report(world)
    assert figures.state == UnitFigures.State.REPORTED
    with leaves(["figures.verified"], ["figures.verified"]):
        verify_figures(figures=figures, by=world.coordinator, at=NOW)
    before = UnitFigures.objects.get(unit=world.unit, care_staff=18)
    assert before.valid_to == NEXT_MONTH - timedelta(days=1)
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.actor, event.unit) == (world.coordinator.hsa_id, world.unit.hsa_id)
    assert event.after["care_staff"] == 20


def test_rejected_figures_need_a_reason_and_let_the_unit_report_anew(world: World) -> None:
    figures = report(world)
    with leaves([], []), pytest.raises(Invalid):
        reject_figures(figures=figures, reason="  ", by=world.coordinator, at=NOW)
    with leaves(["figures.rejected"], ["figures.rejected"]):
        reject_figures(figures=figures, reason="Fel månad.", by=world.coordinator, at=NOW)
    with pytest.raises(Conflict):
        verify_figures(figures=figures, by=world.coordinator, at=NOW)
    report(world)


def test_one_report_at_a_time_and_none_before_those_that_hold(world: World) -> None:
    report(world)
    with leaves([], []), pytest.raises(Conflict):
        report(world, care_staff=21)
    with leaves([], []), pytest.raises(Conflict):
        report_figures(
            unit=world.other_unit,
            care_staff=1,
            listed_patients=1,
            valid_from=date(2026, 1, 1),
            by=world.other_head,
            at=NOW,
        )


@pytest.mark.parametrize("values", [{"care_staff": -1}, {"care_staff": 5001}, {"listed_patients": 200_001}])
def test_figures_out_of_reach_are_refused(world: World, values: dict[str, int]) -> None:
    with leaves([], []), pytest.raises(Errors) as refused:
        report(world, **values)
    assert [one.field for one in refused.value.details] == list(values)


@pytest.mark.parametrize(
    "name", ["contact", "superuser", "other_head", "coordinator", "administrator", "nobody"]
)
def test_only_the_head_of_the_unit_reports(world: World, name: str) -> None:
    with leaves([], []), pytest.raises(NotAllowed):
        report(world, by=world.people[name])


def test_nobody_verifies_what_he_reported(world: World) -> None:
    figures = report(world)
    Assignment.objects.create(
        user=world.head, role=Role.COORDINATOR, region=world.region, valid_from=TODAY, decided_at=NOW
    )
    with leaves([], []), pytest.raises(NotAllowed, match="själv"):
        verify_figures(figures=figures, by=world.head, at=NOW)
    with leaves([], []), pytest.raises(NotAllowed):
        verify_figures(figures=figures, by=world.manager, at=NOW)


def test_confirming_that_nothing_has_changed(world: World) -> None:
    with leaves(["figures.confirmed"], []):
        confirm_figures(unit=world.unit, by=world.head, at=NOW)
    with leaves([], []), pytest.raises(NotAllowed):
        confirm_figures(unit=world.unit, by=world.contact, at=NOW)
    UnitFigures.objects.filter(unit=world.other_unit).update(valid_from=date(2027, 1, 1))
    with leaves([], []), pytest.raises(Conflict):
        confirm_figures(unit=world.other_unit, by=world.other_head, at=NOW)


# --- Assignments ---------------------------------------------------------------------------------------------


def give(world: World, **more) -> Assignment:
    values = {"user": world.nobody, "role": Role.CONTROLLER, "region": world.region, "valid_from": TODAY}
    return assign_role(**{**values, "by": world.administrator, "at": NOW, **more})


def test_a_role_is_given_and_ended(world: World) -> None:
    with leaves(["role.assigned"], []):
        assignment = give(world)
    assert roles_of(world.nobody, TODAY).has(Role.CONTROLLER)
    with leaves(["role.ended"], []):
        end_assignment(assignment=assignment, last_day=TODAY, by=world.administrator, at=NOW)
    assert roles_of(world.nobody, TODAY).has(Role.CONTROLLER)
    assert not roles_of(world.nobody, TODAY + timedelta(days=1)).has(Role.CONTROLLER)


def test_a_new_head_may_be_given_in_advance_but_never_two_at_once(world: World) -> None:
    with leaves([], []), pytest.raises(Conflict, match="verksamhetschef"):
        give(world, role=Role.HEAD_OF_UNIT, unit=world.unit, valid_from=NEXT_MONTH)
    old = Assignment.objects.get(user=world.head)
    end_assignment(assignment=old, last_day=NEXT_MONTH - timedelta(days=1), by=world.administrator, at=NOW)
    give(world, role=Role.HEAD_OF_UNIT, unit=world.unit, valid_from=NEXT_MONTH)
    assert not roles_of(world.nobody, TODAY).has(Role.HEAD_OF_UNIT)
    assert roles_of(world.nobody, NEXT_MONTH).at_unit(Role.HEAD_OF_UNIT, world.unit.pk)
    assert not roles_of(world.head, NEXT_MONTH).has(Role.HEAD_OF_UNIT)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"role": "KING"}, "unknown_role"),
        ({"role": Role.HEAD_OF_UNIT}, "role_place"),
        ({"valid_to": date(2020, 1, 1)}, "period_turned"),
    ],
)
def test_what_does_not_go_together_is_refused(world: World, values: dict, code: str) -> None:
    with leaves([], []), pytest.raises(Invalid) as refused:
        give(world, **values)
    assert refused.value.code == code


def test_nobody_gives_roles_but_the_administrator_and_he_not_to_himself(world: World) -> None:
    for by in (world.head, world.coordinator, world.manager, world.reviewer, world.nobody):
        with leaves([], []), pytest.raises(NotAllowed):
            give(world, by=by)
    with leaves([], []), pytest.raises(NotAllowed, match="egna uppdrag"):
        give(world, user=world.administrator)


def test_the_first_administrator_is_appointed_once(world: World) -> None:
    region = Region.objects.create(
        code="ny", name="Ny", county_code="09", asset_prefix="NY", order_contact="x"
    )
    with leaves(["role.assigned"], []):
        appoint_first_administrator(user=world.nobody, region=region, at=NOW)
    with leaves([], []), pytest.raises(Conflict):
        appoint_first_administrator(user=world.nobody, region=region, at=NOW)


# --- Substitutes ---------------------------------------------------------------------------------------------


def appoint(world: World, **more):
    values = {
        "region": world.region,
        "substitute": world.substitute,
        "valid_from": TODAY,
        "valid_to": NEXT_MONTH,
    }
    return appoint_substitute(**{**values, "by": world.manager, "at": NOW, **more})


def test_a_substitute_is_appointed_and_revoked(world: World) -> None:
    with leaves(["substitute.appointed"], ["substitute.appointed"]):
        substitution = appoint(world)
    assert roles_of(world.substitute, TODAY).substitution_in(world.region.pk)
    with leaves([], []), pytest.raises(NotAllowed):
        revoke_substitute(substitution=substitution, by=world.substitute, at=NOW)
    with leaves(["substitute.revoked"], []):
        revoke_substitute(substitution=substitution, by=world.manager, at=NOW)
    assert not roles_of(world.substitute, TODAY).substitutions
    with leaves([], []), pytest.raises(Conflict):
        revoke_substitute(substitution=substitution, by=world.manager, at=NOW)


def test_one_substitute_at_a_time(world: World) -> None:
    appoint(world)
    with leaves([], []), pytest.raises(Conflict):
        appoint(world, substitute=world.coordinator)


@pytest.mark.parametrize("name", ["head", "nobody", "contact", "administrator", "reviewer"])
def test_a_substitute_works_for_the_region_and_may_take_part_in_orders(world: World, name: str) -> None:
    with leaves([], []), pytest.raises(Invalid):
        appoint(world, substitute=world.people[name])


# --- People --------------------------------------------------------------------------------------------------


def test_a_person_is_added_without_a_password(world: World) -> None:
    with leaves(["person.added"], []):
        person = add_person(
            hsa_id=" se2321000073-ny1 ",
            given_name="Ny",
            family_name="Person",
            email="ny@example.se",
            by=world.administrator,
            at=NOW,
        )
    assert person.hsa_id == "SE2321000073-NY1"
    assert not person.has_usable_password()


def test_a_person_is_added_once_and_with_a_sound_id(world: World) -> None:
    values = {"given_name": "A", "family_name": "B", "email": "", "by": world.administrator, "at": NOW}
    with leaves([], []), pytest.raises(Conflict):
        add_person(hsa_id=world.head.hsa_id, **values)
    with leaves([], []), pytest.raises(ValidationError):
        add_person(hsa_id="850709", **values)


def test_shutting_out_and_letting_in(world: World) -> None:
    with leaves(["person.shut_out"], []):
        set_active(user=world.head, active=False, by=world.administrator, at=NOW)
    assert not roles_of(User.objects.get(pk=world.head.pk), TODAY).units
    with leaves([], []):
        set_active(user=world.head, active=False, by=world.administrator, at=NOW)
    with leaves(["person.let_in"], []):
        set_active(user=world.head, active=True, by=world.administrator, at=NOW)


def test_every_reveal_of_a_protected_name_is_logged(world: World) -> None:
    person = make_person("SKY", "Hemlig", "Person", protected_identity=True)
    assert str(person) == "Skyddade uppgifter"
    with leaves(["person.name_revealed"], []):
        assert reveal_name(user=person, reason="Leverans", by=world.coordinator, at=NOW) == "Hemlig Person"
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.actor, event.after) == (world.coordinator.hsa_id, {"reason": "Leverans"})


def test_the_log_never_holds_a_password(world: World) -> None:
    with leaves(["person.password_set"], []):
        set_password(user=world.head, password="mycket hemlig fras", by=None, at=NOW)
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert "hemlig" not in f"{event.before}{event.after}"
