"""Figures: confirmed and reported by the unit, verified by the coordinator, and what becomes of the cap."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.actions.submit import submit_order
from portal.core import clock
from portal.core.units.actions.figures import report_figures
from portal.core.units.models import FiguresConfirmation, UnitFigures
from tests.pages import as_user, text_of
from tests.world import World, content, give_contract, give_figures, line, make_unit


def address(world: World) -> str:
    return f"/enheter/{world.unit.hsa_id}/uppgifter/"


def report(world: World, staff: int = 20, listed: int = 2400) -> UnitFigures:
    return report_figures(
        unit=world.unit,
        care_staff=staff,
        listed_patients=listed,
        valid_from=clock.today(),
        by=world.head,
        at=clock.now(),
    )


def test_nothing_has_changed(world: World) -> None:
    head = as_user(world.head)
    page = text_of(head.get(address(world)))
    assert "Inget har ändrats" in page
    assert "2 043" in page
    head.post(address(world), {"gor": "bekrafta"})
    assert FiguresConfirmation.objects.get().confirmed_by == world.head
    assert "av Maria Lindqvist" in text_of(head.get(address(world)))


def test_new_figures_are_previewed_and_reported(world: World) -> None:
    head = as_user(world.head)
    values = {"care_staff": "16", "listed_patients": "2400", "valid_from": clock.today().isoformat()}
    shown = head.post(address(world), {**values, "gor": "visa"})
    assert "Taket ändras från 18 till 16 grundpaket." in text_of(shown)
    live = text_of(head.get(address(world) + "tak/", values))
    assert "Taket ändras från 18 till 16 grundpaket." in live
    assert "<html" not in live
    assert not UnitFigures.objects.filter(state="REPORTED").exists()
    head.post(address(world), {**values, "gor": "rapportera"})
    assert UnitFigures.objects.get(state="REPORTED").care_staff == 16
    page = text_of(head.get(address(world)))
    assert "Uppgifter väntar på kontroll." in page
    assert "Rapportera nya uppgifter" not in page


def test_a_preview_over_the_cap_says_what_to_do(world: World) -> None:
    submit_order(unit=world.unit, content=content(line(quantity=5)), by=world.head, at=clock.now())
    values = {"care_staff": "3", "listed_patients": "2400", "valid_from": clock.today().isoformat()}
    live = text_of(as_user(world.head).get(address(world) + "tak/", values))
    assert "Ni har 2 grundpaket mer än taket 3: återkalla 2 på väg." in live


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("care_staff", "", "Skriv hur många ni är."),
        ("care_staff", "-1", "skriv ett tal mellan 0 och 5 000"),
        ("care_staff", "5001", "skriv ett tal mellan 0 och 5 000"),
        ("care_staff", "9" * 300, "skriv ett tal mellan 0 och 5 000"),
        ("listed_patients", "många", "Skriv antalet med siffror."),
        ("valid_from", "i dag", "Skriv dagen som år-månad-dag"),
        ("valid_from", "2020-01-01", "Välj en senare dag."),
        ("valid_from", "2099-01-01", "välj en dag inom ett år"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(world: World, field: str, value: str, message: str) -> None:
    values = {"care_staff": "16", "listed_patients": "2400", "valid_from": clock.today().isoformat()}
    response = as_user(world.head).post(address(world), {**values, field: value, "gor": "rapportera"})
    assert response.status_code in (409, 422)
    assert message.lower() in text_of(response).lower()
    assert f'id="id_{field}_error"' in text_of(response)


def test_only_the_head_of_unit_reports(world: World) -> None:
    values = {"care_staff": "16", "listed_patients": "2400", "valid_from": clock.today().isoformat()}
    for who in (world.contact, world.coordinator):
        client = as_user(who)
        page = client.get(address(world))
        assert page.status_code == 200
        assert "Rapportera nya uppgifter" not in text_of(page)
        assert client.post(address(world), {**values, "gor": "rapportera"}).status_code == 403
        assert client.post(address(world), {"gor": "bekrafta"}).status_code == 403
    assert as_user(world.other_head).get(address(world)).status_code == 404
    assert as_user(world.nobody).get(address(world)).status_code == 404
    assert not UnitFigures.objects.filter(state="REPORTED").exists()


def test_the_coordinator_sees_the_effect_and_verifies(world: World) -> None:
    submit_order(unit=world.unit, content=content(line(quantity=5)), by=world.head, at=clock.now())
    figures = report(world, staff=3)
    coordinator = as_user(world.coordinator)
    page = text_of(coordinator.get("/uppgifter/"))
    assert "Hälsocentralen Strandporten" in page
    assert "5 på väg, 2 mer än det nya taket" in page
    response = coordinator.post(f"/uppgifter/{figures.pk}/", {"gor": "godkann"})
    assert response.url == "/uppgifter/"
    figures.refresh_from_db()
    assert figures.state == UnitFigures.State.VERIFIED
    again = coordinator.post(f"/uppgifter/{figures.pk}/", {"gor": "godkann"}, follow=True)
    assert "redan kontrollerade" in text_of(again)


def test_a_rejection_needs_a_reason_that_the_unit_reads(world: World) -> None:
    figures = report(world)
    coordinator = as_user(world.coordinator)
    bare = coordinator.post(f"/uppgifter/{figures.pk}/", {"gor": "avvisa", "reason": " "})
    assert bare.status_code == 422
    assert "Skriv varför uppgifterna inte kan godtas." in text_of(bare)
    coordinator.post(f"/uppgifter/{figures.pk}/", {"gor": "avvisa", "reason": "Talen gäller hela koncernen."})
    page = text_of(as_user(world.head).get(address(world)))
    assert "Talen gäller hela koncernen." in page
    assert "Rapportera nya uppgifter" in page


def test_only_the_coordinator_decides(world: World) -> None:
    figures = report(world)
    for who in (world.head, world.manager, world.delivery, world.administrator):
        assert as_user(who).get("/uppgifter/").status_code == 403
        assert as_user(who).post(f"/uppgifter/{figures.pk}/", {"gor": "godkann"}).status_code == 403
    figures.refresh_from_db()
    assert figures.state == UnitFigures.State.REPORTED


def test_the_queue_asks_as_much_for_three_as_for_one(world: World, django_assert_num_queries) -> None:
    coordinator = as_user(world.coordinator)
    report(world)
    coordinator.get("/uppgifter/")
    with CaptureQueriesContext(connection) as one:
        coordinator.get("/uppgifter/")
    for number in range(2):
        unit = make_unit(world.region, world.unit.provider, f"E10{number}", f"Enhet {number}")
        give_contract(unit)
        give_figures(unit, 10, 1000, by=world.head, verified_by=world.coordinator)
        UnitFigures.objects.create(
            unit=unit,
            care_staff=12,
            listed_patients=1200,
            valid_from=clock.today() + timedelta(days=number),
            reported_at=clock.now(),
            reported_by=world.head,
        )
    with django_assert_num_queries(len(one)):
        response = coordinator.get("/uppgifter/")
    assert text_of(response).count("Godkänn<") == 3
