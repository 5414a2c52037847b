"""The start page says to each role what waits, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entitlements.queries import rules_of
from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import save_draft, submit_order
from orders.models import Order
from portal.core import clock
from portal.core.units.models import Substitution, UnitFigures
from tests.world import World, assign, content, give_contract, give_figures, line, make_unit

DAY = timedelta(days=1)


@pytest.fixture
def at():
    """The pages read the clock themselves, so what happens here happens around now."""
    return clock.now() - timedelta(hours=1)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def start_of(user) -> str:
    return text_of(signed_in(user).get("/"))


def submitted(world: World, *lines, at) -> Order:
    return submit_order(unit=world.unit, content=content(*lines), by=world.head, at=at)


def checked(world: World, *lines, at) -> Order:
    order = submitted(world, *lines, at=at)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(order=order, decisions=decisions, by=world.coordinator, at=at)


def attested(world: World, *lines, at) -> Order:
    return attest_order(order=checked(world, *lines, at=at), by=world.manager, at=at)


def delivered(world: World, serials: tuple[str, ...], *lines, at):
    order = attested(world, *lines, at=at)
    (row,) = order.lines.all()
    return register_delivery(order=order, lines=[LineDelivery(row.pk, serials)], by=world.delivery, at=at)


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
    assert "Enheten saknar verifierade uppgifter" in page


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


def count(user, path: str = "/") -> int:
    client = signed_in(user)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


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


def test_units_of_others_are_not_found(world: World) -> None:
    client = signed_in(world.head)
    assert client.get(f"/enheter/{world.unit.hsa_id}/").status_code == 200
    assert client.get(f"/enheter/{world.other_unit.hsa_id}/").status_code == 404
    assert signed_in(world.coordinator).get(f"/enheter/{world.other_unit.hsa_id}/").status_code == 200
    assert signed_in(world.administrator).get(f"/enheter/{world.unit.hsa_id}/").status_code == 404


def test_what_if_reckons_with_other_figures_and_keeps_nothing(world: World) -> None:
    client = signed_in(world.head)
    page = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"personal": "20", "listade": "2443"}))
    assert "Så här skulle det se ut." in page
    assert "<b>0</b> av 20" in page
    assert "Inget har sparats." in page
    assert UnitFigures.objects.get(unit=world.unit).care_staff == 18
    wrong = client.get(f"/enheter/{world.unit.hsa_id}/", {"personal": "-1"})
    assert wrong.status_code == 422
    old = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"dag": "2019-01-01"}))
    assert "ingen bilaga som gäller den dagen" in old


def test_what_if_tells_how_it_stood_on_a_past_day(world: World) -> None:
    today = clock.today()
    UnitFigures.objects.filter(unit=world.unit).update(valid_to=today - 10 * DAY)
    give_figures(
        world.unit, 9, 2043, by=world.head, verified_by=world.coordinator, valid_from=today - 9 * DAY
    )
    client = signed_in(world.head)
    assert "av 9 " in text_of(client.get(f"/enheter/{world.unit.hsa_id}/"))
    then = text_of(client.get(f"/enheter/{world.unit.hsa_id}/", {"dag": (today - 12 * DAY).isoformat()}))
    assert "av 18 " in then


def test_a_branch_stands_as_its_main_unit(world: World) -> None:
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    page = text_of(signed_in(world.head).get(f"/enheter/{branch.hsa_id}/"))
    assert "Filial till" in page
    assert "<b>0</b> av 18" in page


def test_a_programme_without_listing_has_one_limit(world: World) -> None:
    unit = make_unit(world.region, world.unit.provider, "E010", "Samtalet")
    give_contract(unit, "psykisk-halsa")
    give_figures(unit, 7, 0, by=world.head, verified_by=world.coordinator)
    page = text_of(signed_in(world.coordinator).get(f"/enheter/{unit.hsa_id}/"))
    assert "av 7 " in page
    assert "har ingen listning" in page
    assert "Den lägre gränsen gäller" not in page


def test_my_own_page_tells_roles_and_periods(world: World) -> None:
    assign(world.head, "SUPERUSER", unit=world.other_unit, valid_from=clock.today() + 30 * DAY)
    page = text_of(signed_in(world.head).get("/mina-uppgifter/"))
    assert "Maria Lindqvist" in page
    assert "Kommande" in page
    assert "Gäller nu" in page


def nav_of(user) -> dict[str, int]:
    response = signed_in(user).get("/mina-uppgifter/")
    return {item.label: item.count for item in response.context["page_nav"]}


def test_the_menu_follows_the_roles_with_what_waits(world: World, at) -> None:
    submitted(world, at=at)
    checked(world, at=at)
    assert nav_of(world.head) == {
        "Start": 0,
        "Beställ": 0,
        "Beställningar": 2,
        "Utrustning": 0,
        "Enhetens uppgifter": 0,
        "Samverkan": 0,
    }
    assert "Beställ" not in nav_of(world.contact)
    coordinator = nav_of(world.coordinator)
    assert coordinator["Granskning"] == 1
    assert {"Uppgifter", "Samverkan", "Enheter", "Bilagan"} <= set(coordinator)
    assert nav_of(world.manager)["Attest"] == 1
    assert nav_of(world.reviewer) == {"Start": 0, "Logg": 0}
    assert nav_of(world.administrator) == {"Start": 0, "Administration": 0}
    assert nav_of(world.nobody) == {"Start": 0}


@pytest.mark.parametrize(
    "role",
    ["head", "contact", "superuser", "coordinator", "manager", "delivery", "it_coordinator", "editor", "controller",
     "reviewer", "administrator"],
)  # fmt: skip
def test_every_entry_of_the_menu_opens(world: World, role: str) -> None:
    client = signed_in(world.people[role])
    for item in client.get("/mina-uppgifter/").context["page_nav"]:
        assert client.get(item.url).status_code == 200, item.url


def test_the_region_reads_of_the_unit_and_the_unit_of_itself(world: World) -> None:
    path = f"/enheter/{world.unit.hsa_id}/"
    assert "Enheten kan beställa" in text_of(signed_in(world.coordinator).get(path))
    assert "Ni kan beställa" in text_of(signed_in(world.head).get(path))


@pytest.mark.parametrize("role", ["head", "coordinator"])
def test_a_units_page_costs_a_constant_number_of_queries(world: World, at, role: str) -> None:
    path = f"/enheter/{world.unit.hsa_id}/"
    delivered(world, ("A1",), line(), at=at)
    once = count(world.people[role], path)
    for serial in ("A2", "A3"):
        delivered(world, (serial,), line(), at=at)
    assert count(world.people[role], path) == once
    assert once <= 20
