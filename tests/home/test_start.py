"""The start page says to each role what waits, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.test import Client

from entitlements.queries import rules_of
from orders.actions.check import send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.submit import save_draft
from orders.models import Order
from portal.core import clock
from portal.core.notifications.models import How, Notification
from portal.core.people.models import User
from portal.core.units.actions.people import correct_email
from portal.core.units.models import Substitution, UnitFigures
from tests.home.steps import DAY, attested, checked, count, delivered, start_of, submitted
from tests.world import World, assign, content, line


def test_whoever_is_not_signed_in_is_sent_to_sign_in() -> None:
    assert Client().get("/").status_code == 302


def test_the_head_sees_the_cap_and_how_it_was_reckoned(world: World, at) -> None:
    checked(world, line(quantity=2), at=at)
    page = start_of(world.head)
    assert "<h1>Hälsocentralen Strandporten</h1>" in page
    assert "<b>0</b> av 18" in page
    assert "18 personer" in page
    assert "2 043 listade" in page
    assert "Den lägre gränsen gäller" in page
    assert "Ni kan beställa <b>16 grundpaket</b> till." in page
    assert "Grundpaket: 2 på väg" not in page
    assert "0 i bruk, 2 på väg och 16 lediga av högst 18" in page
    assert "Kalmar IT §3a" in page
    assert "Fler grundpaket kräver fler i personalen." not in page


def test_the_way_of_an_order_is_an_ordered_list_with_the_current_step(world: World, at) -> None:
    order = checked(world, line(quantity=2), at=at)
    page = start_of(world.head)
    assert order.number in page
    assert '<ol class="steg"' in page
    assert (
        'aria-current="step"><span class="steg-punkt"></span> <span class="steg-text"><b>Attest</b>' in page
    )


def test_tasks_are_those_that_the_person_may_do(world: World, at) -> None:
    delivery = delivered(world, ("A1",), line("label-printer"), at=at)
    back = submitted(world, at=at)
    send_back(order=back, message="Ange rum.", by=world.coordinator, at=at)
    save_draft(unit=world.unit, content=content(line(quantity=3)), by=world.head, at=at)
    head, contact, superuser = (start_of(one) for one in (world.head, world.contact, world.superuser))
    assert "3 uppgifter" in head
    for words in (
        "Kvittera leverans av etikettskrivare",
        "Komplettera beställningen",
        "Fortsätt på utkastet",
    ):
        assert words in head
    assert "Kvittera leverans av etikettskrivare" in contact
    assert "Komplettera" not in contact
    assert "Kvittera leverans" not in superuser
    assert "Levererad, ska kvitteras" in superuser
    assert delivery.order.number in head


def test_old_figures_are_to_be_confirmed_and_missing_ones_reported(world: World) -> None:
    figures = UnitFigures.objects.filter(unit=world.unit)
    figures.update(reported_at=clock.now() - timedelta(days=180))
    assert "Bekräfta personal" not in start_of(world.head)
    figures.update(reported_at=clock.now() - timedelta(days=182))
    assert "Bekräfta personal och listade patienter" in start_of(world.head)
    assert "Bekräfta personal" not in start_of(world.contact)
    figures.delete()
    page = start_of(world.head)
    assert "Rapportera personal och listade patienter" in page
    assert "Enheten saknar kontrollerade uppgifter" in page


def test_a_unit_over_its_cap_reads_what_is_proposed_and_until_when(world: World, at) -> None:
    delivered(world, ("A1", "A2", "A3"), line(quantity=3), at=at)
    UnitFigures.objects.filter(unit=world.unit).update(care_staff=2)
    page = start_of(world.head)
    assert "Enheten har mer än tilldelningen." in page
    assert "Ni har 1 grundpaket mer än taket 2: lämna tillbaka 1." in page
    assert "Senast" in page
    coordinator = start_of(world.coordinator)
    assert "Enheter över taket" in coordinator
    assert "3 grundpaket, taket är 2" in coordinator


def test_the_list_of_units_over_cap_agrees_with_the_rules(world: World, at) -> None:
    from entitlements.rules.limits import base_item, item_entitlement
    from orders.facts import facts_of
    from portal.home.queries.region import units_over_cap

    appendix = rules_of(world.appendix.pk)
    delivered(world, ("A1", "A2", "A3"), line(quantity=3), at=at)
    checked(world, line(quantity=1), at=at)
    today = clock.today()
    for staff, listed in ((4, 2043), (3, 2043), (18, 399), (18, 400), (18, 300), (0, 0), (5, 499), (3, 300)):
        UnitFigures.objects.filter(unit=world.unit).update(care_staff=staff, listed_patients=listed)
        right = item_entitlement(
            base_item(appendix), facts_of(world.unit, today, appendix=appendix), appendix
        )
        found = [(one.held, one.cap) for one in units_over_cap({world.region.pk}, today)]
        assert found == ([(4, right.cap)] if right.over else []), (staff, listed)


def test_the_coordinator_sees_queues_with_the_age_of_the_oldest(world: World, at) -> None:
    submitted(world, at=at)
    Order.objects.update(state_since=clock.now() - timedelta(days=14))
    days = clock.workdays_between(clock.today() - timedelta(days=14), clock.today())
    page = start_of(world.coordinator)
    assert "1 beställning att granska" in page
    assert f"Den äldsta har väntat {days} arbetsdagar." in page
    assert (
        '<span class="antal">1<span class="ds-sr-only"> att granska</span></span>' in page
        or "Granskning" not in page
    )


def test_a_delivery_with_a_deviation_is_told_to_the_coordinator(world: World, at) -> None:
    delivery = delivered(world, ("A1",), line(), at=at)
    piece = delivery.pieces.get()
    confirm_delivery(
        delivery=delivery, deviations=[PieceReceipt(piece.pk, "DAMAGED", "Sprucken")], by=world.head, at=at
    )
    assert "Leveranser med avvikelser" in start_of(world.coordinator)
    assert "1 beställning där en del återstår" in start_of(world.delivery)


def test_addresses_that_take_no_mail_are_the_coordinators_to_correct(world: World) -> None:
    def bounced(person: User, hours: int = 1) -> None:
        when = clock.now() - timedelta(hours=hours)
        Notification.objects.create(
            kind="order.closed",
            person=person,
            event=f"{person.pk}:{hours}",
            how=How.AT_ONCE,
            queued_at=when,
            due_at=when,
            address=person.email,
            sent_at=when,
            failed_at=when,
            failure="550 Okänd mottagare",
        )

    assert "tar inte emot mejl" not in start_of(world.coordinator)
    once = count(world.coordinator)
    bounced(world.head)
    bounced(world.head, hours=2)
    page = start_of(world.coordinator)
    assert "1 adress tar inte emot mejl" in page
    assert 'href="/samordning/adresser/"' in page
    bounced(world.contact)
    bounced(world.manager)
    assert "2 adresser tar inte emot mejl" in start_of(world.coordinator)
    assert count(world.coordinator) == once
    assert "tar inte emot mejl" not in start_of(world.manager)
    correct_email(user=world.head, email="ny@example.se", by=world.coordinator, at=clock.now())
    assert "1 adress tar inte emot mejl" in start_of(world.coordinator)


def test_the_manager_sees_what_is_within_rules_and_who_is_substitute(world: World, at) -> None:
    checked(world, at=at)
    Substitution.objects.create(
        region=world.region,
        principal=world.manager,
        substitute=world.substitute,
        valid_from=clock.today(),
        valid_to=clock.today() + DAY,
        most_pieces=5,
        appointed_at=at,
        appointed_by=world.manager,
    )
    page = start_of(world.manager)
    assert "1 beställning att attestera" in page
    assert "1 är helt inom reglerna." in page
    assert "Karin Sjö är din ersättare." in page
    mine = start_of(world.substitute)
    assert "Du är ersättare för Anders Bergqvist" in mine
    assert "1 beställning att attestera" in mine


def test_a_substitute_is_not_shown_what_is_beyond_his_limit(world: World, at) -> None:
    checked(world, line(quantity=3), at=at)
    Substitution.objects.create(
        region=world.region,
        principal=world.manager,
        substitute=world.substitute,
        valid_from=clock.today(),
        valid_to=clock.today(),
        most_pieces=2,
        appointed_at=at,
        appointed_by=world.manager,
    )
    assert "att attestera" not in start_of(world.substitute)


def test_a_person_with_several_roles_sees_all_of_theirs(world: World, at) -> None:
    attested(world, at=at)
    assign(world.head, "IT_DELIVERY", region=world.region)
    page = start_of(world.head)
    assert "1 beställning att leverera" in page
    assert "<h1>Hälsocentralen Strandporten</h1>" in page


@pytest.mark.parametrize(
    "role", ["delivery", "it_coordinator", "editor", "controller", "reviewer", "administrator"]
)
def test_every_region_role_has_a_start_page(world: World, role: str) -> None:
    assert "<h1>Att göra</h1>" in start_of(world.people[role])


def test_a_person_without_a_role_is_told_so(world: World) -> None:
    assert "Du har inget uppdrag i portalen än" in start_of(world.nobody)


@pytest.mark.parametrize("role", ["head", "contact", "coordinator", "manager", "delivery"])
def test_the_page_costs_a_constant_number_of_queries(world: World, at, role: str) -> None:
    def one_of_each(serial: str) -> None:
        delivered(world, (serial,), line(), at=at)
        checked(world, at=at)
        submitted(world, at=at)

    one_of_each("A1")
    once = count(world.people[role])
    one_of_each("A2")
    one_of_each("A3")
    assert count(world.people[role]) == once
    assert once <= 15
