"""Registering what a unit has of services, networks and accesses, and that it ends."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.services import end_service, register_included_services, register_service
from inventory.models import UnitService
from inventory.queries.services import services_of
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, Missing, NotAllowed
from portal.core.outbox.models import Message
from portal.core.units.models import Region
from portal.core.units.queries import roles_of
from tests.world import NOW, START, World, make_unit

DAY = timedelta(days=1)
TODAY = NOW.date()
INCLUDED = {
    "wan-connection",
    "network-switch",
    "access-point",
    "record-system",
    "surrounding-systems",
    "basic-training",
    "e-learning",
    "support",
}


def register(
    world: World, item_code: str = "access-point", *, valid_from: date = TODAY, by: str = "coordinator"
):
    return register_service(
        unit=world.unit, item_code=item_code, valid_from=valid_from, by=world.people[by], at=NOW
    )


def end(world: World, service: UnitService, valid_to: date = TODAY, at=NOW) -> UnitService:
    return end_service(service=service, valid_to=valid_to, by=world.delivery, at=at)


def test_a_service_is_registered_and_logged(world: World) -> None:
    messages = Message.objects.count()
    service = UnitService.objects.get(pk=register(world).pk)
    assert (service.item_name, service.kind) == ("accesspunkt", "NETWORK")
    assert (service.valid_from, service.valid_to) == (TODAY, None)
    assert (service.registered_at, service.registered_by) == (NOW, world.coordinator)
    event = AuditEvent.objects.latest("sequence")
    assert (event.kind, event.subject_kind, event.subject) == (
        "service.registered",
        "service",
        "access-point",
    )
    assert (event.unit, event.actor) == (world.unit.hsa_id, world.coordinator.hsa_id)
    assert event.after == {"item": "access-point", "valid_from": TODAY.isoformat(), "valid_to": None}
    assert Message.objects.count() == messages


@pytest.mark.parametrize("role", ["coordinator", "it_coordinator", "delivery"])
def test_those_who_register(world: World, role: str) -> None:
    assert register(world, by=role).registered_by == world.people[role]


@pytest.mark.parametrize(
    "role",
    ["head", "contact", "superuser", "other_head", "manager", "substitute", "editor", "controller", "reviewer",
     "administrator", "nobody"],
)  # fmt: skip
def test_nobody_else_registers_or_ends(world: World, role: str) -> None:
    service = register(world)
    by = world.people[role]
    with pytest.raises(NotAllowed):
        register(world, "support", by=role)
    with pytest.raises(NotAllowed):
        end_service(service=service, valid_to=TODAY, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        register_included_services(unit=world.unit, by=by, at=NOW, on=TODAY)
    assert UnitService.objects.get().valid_to is None


@pytest.mark.parametrize("code", ["base-package", "label-printer", "extra-screen", "finns-inte", ""])
def test_only_services_networks_and_accesses_of_the_appendix(world: World, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        register(world, code)
    assert (refused.value.code, refused.value.field) == ("not_a_service", "item_code")


@pytest.mark.parametrize("code", ["record-system", "wan-connection", "user-account"])
def test_one_of_each_kind_can_be_registered(world: World, code: str) -> None:
    assert register(world, code).item_code == code


def test_days_out_of_reach_are_refused(world: World) -> None:
    for day in (date(1999, 12, 31), TODAY + timedelta(days=367)):
        with pytest.raises(Invalid) as refused:
            register(world, valid_from=day)
        assert (refused.value.code, refused.value.field) == ("day_range", "valid_from")
    service = register(world, valid_from=date(2000, 1, 1))
    with pytest.raises(Invalid) as refused:
        end(world, service, TODAY + timedelta(days=367))
    assert refused.value.field == "valid_to"


def test_the_same_service_only_once_at_a_time(world: World) -> None:
    first = register(world, valid_from=TODAY - 5 * DAY)
    with pytest.raises(Conflict) as refused:
        register(world, valid_from=TODAY + DAY)
    assert refused.value.code == "unit_service_periods_apart"
    end(world, first, TODAY)
    with pytest.raises(Conflict):
        register(world, valid_from=TODAY)
    assert register(world, valid_from=TODAY + DAY).pk != first.pk


def test_without_an_appendix_there_is_nothing_to_register(world: World) -> None:
    world.appendix.valid_to = TODAY - DAY
    world.appendix.save(update_fields=["valid_to"])
    with pytest.raises(Missing):
        register(world)


def test_a_service_ends_and_is_logged(world: World) -> None:
    service = end(world, register(world, valid_from=START), TODAY + 3 * DAY)
    stored = UnitService.objects.get(pk=service.pk)
    assert (stored.valid_to, stored.ended_at, stored.ended_by) == (TODAY + 3 * DAY, NOW, world.delivery)
    event = AuditEvent.objects.latest("sequence")
    assert (event.kind, event.actor) == ("service.ended", world.delivery.hsa_id)
    assert event.before["valid_to"] is None
    assert event.after["valid_to"] == (TODAY + 3 * DAY).isoformat()


def test_an_end_ahead_may_be_moved_but_not_one_that_has_been(world: World) -> None:
    service = end(world, register(world, valid_from=START), TODAY)
    assert end(world, service, TODAY + DAY).valid_to == TODAY + DAY
    with pytest.raises(Conflict) as refused:
        end(world, service, TODAY + 9 * DAY, at=NOW + 2 * DAY)
    assert refused.value.code == "service_ended"


def test_an_end_may_not_be_moved_into_the_next_period(world: World) -> None:
    service = end(world, register(world, valid_from=START), TODAY)
    register(world, valid_from=TODAY + 2 * DAY)
    assert end(world, service, TODAY + DAY).valid_to == TODAY + DAY
    with pytest.raises(Conflict) as refused:
        end(world, service, TODAY + 2 * DAY)
    assert refused.value.code == "unit_service_periods_apart"


def test_the_last_day_is_not_before_the_first(world: World) -> None:
    service = register(world)
    with pytest.raises(Invalid) as refused:
        end(world, service, TODAY - DAY)
    assert (refused.value.code, refused.value.field) == ("period_turned", "valid_to")
    assert end(world, service, TODAY).valid_to == TODAY


def test_all_that_is_included_is_registered_at_once(world: World) -> None:
    register(world, "support", valid_from=START)
    later = register(world, "access-point", valid_from=TODAY + 5 * DAY)
    end(world, register(world, "e-learning", valid_from=START), TODAY - DAY)
    made = register_included_services(unit=world.unit, by=world.it_coordinator, at=NOW, on=TODAY)
    assert {one.item_code for one in made} == INCLUDED - {"support", "access-point"}
    event = AuditEvent.objects.latest("sequence")
    assert (event.kind, event.unit) == ("services.included", world.unit.hsa_id)
    assert event.after == {"items": [one.item_code for one in made], "valid_from": TODAY.isoformat()}
    assert {one.item_code for one in services_of(world.unit, TODAY)} == INCLUDED - {"access-point"}
    assert later in services_of(world.unit, TODAY + 5 * DAY)
    events = AuditEvent.objects.count()
    assert register_included_services(unit=world.unit, by=world.it_coordinator, at=NOW, on=TODAY) == []
    assert AuditEvent.objects.count() == events


def test_what_is_included_costs_the_same_however_much_lacks(world: World) -> None:
    def cost(unit) -> int:
        with CaptureQueriesContext(connection) as queries:
            register_included_services(unit=unit, by=world.coordinator, at=NOW, on=TODAY)
        return len(queries)

    for code in INCLUDED - {"support"}:
        register(world, code)
    assert cost(world.unit) == cost(world.other_unit)


def test_in_force_holds_the_last_day(world: World) -> None:
    end(world, register(world, valid_from=TODAY), TODAY + DAY)
    had = {day: UnitService.objects.in_force(TODAY + day * DAY).exists() for day in (-1, 0, 1, 2)}
    assert had == {-1: False, 0: True, 1: True, 2: False}


def test_one_sees_those_of_the_units_that_one_sees(world: World) -> None:
    register(world)
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    register_service(unit=branch, item_code="support", valid_from=TODAY, by=world.coordinator, at=NOW)

    def seen(name: str) -> int:
        return UnitService.objects.visible_to(roles_of(world.people[name], TODAY)).count()

    assert (seen("head"), seen("coordinator"), seen("controller")) == (2, 2, 2)
    assert (seen("other_head"), seen("administrator"), seen("nobody")) == (0, 0, 0)
    assert [one.item_code for one in services_of(branch, TODAY)] == ["support"]


def test_the_roles_of_another_region_are_of_no_use(world: World) -> None:
    other = Region.objects.create(
        code="annan", name="Region Annan", county_code="09", asset_prefix="ANN", order_contact="Ingen"
    )
    unit = make_unit(other, world.unit.provider, "E010", "Annorstädes")
    with pytest.raises(NotAllowed):
        register_service(unit=unit, item_code="support", valid_from=TODAY, by=world.coordinator, at=NOW)
