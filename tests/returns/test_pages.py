"""The pages of returns: the list, a new one, the case and the handover, for each who meets them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.actions.services import register_service
from inventory.returns.actions.closing import close_case
from inventory.returns.models import ReturnCase
from portal.core import clock
from tests.pages import as_user, text_of
from tests.returns.returning import DUE, equipped, exit_of, filled, handed, pieces_of, sign
from tests.returns.test_closing import decide, erase
from tests.world import START, World, make_unit

LIST = "/aterlamning/"


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def page_of(case: ReturnCase) -> str:
    return f"{LIST}{case.number}/"


def another(world: World, number: int) -> ReturnCase:
    unit = make_unit(world.region, world.unit.provider, f"E1{number:02}", f"Enhet {number}")
    equipped(world, unit=unit)
    return exit_of(world, unit=unit)


def test_the_list_costs_the_same_whatever_it_holds(world: World) -> None:
    another(world, 1)
    client = as_user(world.coordinator)
    once = queries(client, LIST)
    another(world, 2), another(world, 3)
    assert queries(client, LIST) == once
    assert once <= 8


def test_the_case_and_the_handover_cost_the_same_whatever_they_hold(world: World) -> None:
    (first,) = equipped(world)
    case = exit_of(world)
    handover = filled(world, case, first)
    coordinator, delivery = as_user(world.coordinator), as_user(world.delivery)
    signing = f"{page_of(case)}overlamning/1/"
    once = queries(coordinator, page_of(case)), queries(delivery, signing)
    more = equipped(world, 3)
    coordinator.post(page_of(case), {"gor": "resten"})
    for asset in more[:2]:
        delivery.post(signing, {"number": asset.asset_number, "condition": "WORN"})
    assert handover.items.count() == 3
    # One more query for the pieces left that may be decided about, or put in.
    assert queries(coordinator, page_of(case)) - once[0] <= 1
    assert queries(delivery, signing) - once[1] <= 1


def test_the_start_page_costs_the_same_whatever_waits(world: World) -> None:
    another(world, 1)
    client = as_user(world.coordinator)
    once = queries(client, "/")
    another(world, 2), another(world, 3)
    assert queries(client, "/") == once


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"open"}),
        ({"lage": "alla"}, {"open", "closed"}),
        ({"lage": "avslutade"}, {"closed"}),
        ({"lage": "forsenade"}, set()),
        ({"skal": "PIECES"}, set()),
        ({"q": "norrvik"}, {"open"}),
        ({"q": "norrvik", "lage": "avslutade"}, set()),
        ({"q": "R-2026 \x00"}, {"open"}),
        ({"lage": "x", "skal": "\x00"}, {"open"}),
    ],
)
def test_the_filters_choose(world: World, query: dict, found: set[str]) -> None:
    equipped(world, unit=world.other_unit)
    closed = close_case(case=exit_of(world), by=world.coordinator, at=clock.now())
    cases = {"open": exit_of(world, unit=world.other_unit), "closed": closed}
    page = as_user(world.coordinator).get(LIST, query)
    assert page.status_code == 200
    assert {case for case, _, _ in page.context["rows"]} == {cases[name] for name in found}


def test_the_unit_returns_pieces_that_it_marks_or_scans(world: World) -> None:
    first, second, third = equipped(world, 3)
    client = as_user(world.contact)
    page = client.get(f"{LIST}ny/", {"inventarie": first.asset_number})
    assert first.asset_number in text_of(page)
    assert "reason" not in page.context["form"].fields
    wanted = {
        "pieces": [first.asset_number],
        "numbers": f"{second.asset_number}\n {third.asset_number.lower()}",
        "due_on": (clock.today() + timedelta(days=14)).isoformat(),
        "note": "Byts ut.",
    }
    response = client.post(f"{LIST}ny/", wanted)
    case = ReturnCase.objects.get()
    assert (response.status_code, response.url) == (302, page_of(case))
    assert (case.reason, case.items.count(), case.note) == ("PIECES", 3, "Byts ut.")
    again = client.post(f"{LIST}ny/", wanted | {"pieces": [], "numbers": "FEL-1"})
    assert again.status_code == 422
    assert "ingen hel inventarie" in text_of(again)


def test_the_coordinator_chooses_a_unit_and_asks_for_everything(world: World) -> None:
    equipped(world)
    client = as_user(world.coordinator)
    assert world.unit.name in text_of(client.get(f"{LIST}ny/"))
    address = f"{LIST}ny/?enhet={world.unit.hsa_id}"
    day = (clock.today() + timedelta(days=30)).isoformat()
    wanted = {"reason": "REORGANISATION", "numbers": "", "due_on": day, "note": ""}
    assert client.post(address, wanted | {"due_on": "2001-01-01"}).status_code == 422
    assert client.post(address, wanted).status_code == 302
    assert ReturnCase.objects.get().reason == "REORGANISATION"
    assert as_user(world.other_head).get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees", "sees_not"),
    [
        (
            "head",
            ("Ny överlämning", "Boka hämtning"),
            ("Besluta om det", "Ställ in", "Sätt sista dag", "Intyga radering"),
        ),
        ("coordinator", ("Ny överlämning", "Besluta om det", "Ställ in"), ("Intyga radering</h2>",)),
        ("delivery", ("Ny överlämning", "Boka hämtning"), ("Besluta om det", "Ställ in")),
        ("superuser", ("Restlista",), ("Ny överlämning", "Boka hämtning", "Ställ in", "Saknas<")),
        ("controller", ("Restlista",), ("Ny överlämning", "Boka hämtning", "Ställ in")),
    ],
)
def test_each_sees_his_own_acts(
    world: World, who: str, sees: tuple[str, ...], sees_not: tuple[str, ...]
) -> None:
    equipped(world)
    page = text_of(as_user(world.people[who]).get(page_of(exit_of(world))))
    assert [words for words in sees if words not in page] == []
    assert [words for words in sees_not if words in page] == []


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("boka", {"hamtning-day": "x"}, "Hämtningen ska"),
        ("besluta", {}, "Markera minst en"),
        ("stall-in", {}, "varför återlämningen ställs in"),
        ("tjanster", {}, "Markera minst en"),
    ],
)
def test_a_fault_is_told_at_its_field(world: World, act: str, fields: dict, sentence: str) -> None:
    equipped(world)
    register_service(
        unit=world.unit, item_code="support", valid_from=START, by=world.coordinator, at=clock.now()
    )
    response = as_user(world.coordinator).post(page_of(exit_of(world)), {"gor": act, **fields})
    assert response.status_code == 422
    assert 'id="felruta"' in text_of(response)
    assert act == "boka" or sentence in text_of(response)


@pytest.mark.parametrize("key", ["", "x", "-1", "999999", "9" * 30, "²"])
def test_a_row_that_is_not_there_is_told_of(world: World, key: str) -> None:
    equipped(world)
    case = exit_of(world)
    response = as_user(world.coordinator).post(page_of(case), {"gor": "saknas", "rad": key}, follow=True)
    assert "Läs in sidan igen" in text_of(response)


def test_the_handover_shows_who_has_signed_and_asks_for_the_name(world: World) -> None:
    (asset,) = equipped(world)
    handover = filled(world, exit_of(world), asset)
    address = f"{page_of(handover.case)}overlamning/1/"
    head = as_user(world.head)
    assert "Jag lämnar utrustningen" in text_of(head.get(address))
    seen = head.get(address).context["sign_form"].initial["seen"]
    signing = {"gor": "skriv-under", "party": "given", "seen": seen}
    wrong = head.post(address, signing | {"name": "Fel Namn"})
    assert wrong.status_code == 422
    assert "Maria Lindqvist" in text_of(wrong)
    assert head.post(address, signing | {"name": "Maria Lindqvist"}).status_code == 302
    page = text_of(head.get(address))
    assert "Den andra parten skriver under" in page
    assert 'name="number"' not in page
    assert "Jag tar emot utrustningen" in text_of(as_user(world.delivery).get(address))
    assert head.post(address, {"gor": "kasta"}, follow=True).redirect_chain
    assert head.post(address, {"gor": "oppna"}).status_code == 302
    assert 'name="number"' in text_of(head.get(address))
    assert as_user(world.superuser).post(address, {"gor": "oppna"}).status_code == 403


def test_what_changed_while_he_read_is_read_again_before_he_signs(world: World) -> None:
    first, second = equipped(world, 2)
    handover = filled(world, exit_of(world), first)
    address = f"{page_of(handover.case)}overlamning/1/"
    head = as_user(world.head)
    seen = head.get(address).context["sign_form"].initial["seen"]
    as_user(world.delivery).post(address, {"number": second.asset_number, "condition": "OK"})
    late = head.post(
        address, {"gor": "skriv-under", "party": "given", "seen": seen, "name": "Maria Lindqvist"}
    )
    assert late.status_code == 409
    page = text_of(late)
    assert "Innehållet har ändrats" in page
    assert second.asset_number in page
    again = head.get(address).context["sign_form"].initial["seen"]
    assert f'value="{again}"' in page


def test_the_residual_list_is_csv_that_no_spreadsheet_runs(world: World) -> None:
    back, lost = equipped(world, 2)
    lost.function = "=1+1"
    lost.save()
    case = exit_of(world)
    handed(world, case, back)
    decide(world, case, lost, decision="CHARGED", note="Tappad.")
    response = as_user(world.coordinator).get(f"{page_of(case)}restlista.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{case.number}-restlista.csv"'
    rows = response.content.decode().removeprefix("\ufeff").split("\r\n")
    assert back.asset_number not in response.content.decode()
    assert rows[1].startswith(f"{case.number};{lost.asset_number};")
    for words in ("'=1+1", "Debiteras enheten", "Tappad.", "Eva Holm"):
        assert words in rows[1]


def test_a_closed_case_offers_nothing_more(world: World) -> None:
    (asset,) = equipped(world)
    case = pieces_of(world, [asset], due_on=DUE)
    handover = filled(world, case, asset)
    sign(handover, "received", world.coordinator)
    sign(handover, "given", world.contact)
    erase(world, case, asset)
    coordinator = as_user(world.coordinator)
    assert "Avsluta återlämning" in text_of(coordinator.get("/"))
    coordinator.post(page_of(case), {"gor": "avsluta"})
    page = text_of(coordinator.get(page_of(case)))
    for words in ("Ny överlämning", "Boka hämtning", "Ställ in"):
        assert words not in page
    assert coordinator.post(page_of(case), {"gor": "stall-in", "stall-in-reason": "Nej."}).status_code == 409


def test_the_page_of_an_asset_leads_to_its_return(world: World) -> None:
    (asset,) = equipped(world)
    client, address = as_user(world.contact), f"/utrustning/{asset.asset_number}/"
    page = text_of(client.get(address))
    assert f"/aterlamning/ny/?enhet={world.unit.hsa_id}&amp;inventarie={asset.asset_number}" in page
    case = pieces_of(world, [asset])
    assert page_of(case) in text_of(client.get(address))
    assert "/aterlamning/" not in text_of(as_user(world.controller).get(address)).partition("<main")[2]


def test_what_a_person_did_before_his_identity_was_protected_does_not_name_him(world: World) -> None:
    case = pieces_of(world, equipped(world))
    assert world.head.full_name in text_of(as_user(world.coordinator).get(page_of(case)))
    world.head.protected_identity = True
    world.head.save()
    assert world.head.full_name not in text_of(as_user(world.coordinator).get(page_of(case)))
