"""The administrator's pages: people, access, assignments; never his own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.people.models import User
from portal.core.units.models import Assignment, Region, Role
from tests.orders.making import queries_of
from tests.world import World, assign, make_person

PEOPLE = reverse("units:administration")
NEW = reverse("units:person_new")
UNITS = reverse("units:contracts")


def page_of(user: User) -> str:
    return reverse("units:person", args=[user.hsa_id])


@pytest.fixture
def administrator(client, world: World):
    client.force_login(world.administrator)
    return client


def test_people_are_found_by_name_and_hsa_id(administrator, world: World) -> None:
    page = administrator.get(PEOPLE).content.decode()
    for text in ("Maria Lindqvist", "Verksamhetschef, Hälsocentralen Strandporten", "Inget uppdrag"):
        assert text in page
    for query, found in (
        ("lindq", 1),
        ("Maria Lindqvist", 1),
        ("p001", 1),
        ("%", 0),
        ("\x00", 14),
        ("finns ej", 0),
    ):
        assert administrator.get(PEOPLE, {"q": query}).content.decode().count('class="k-order') == found, (
            query
        )


def test_a_protected_name_is_masked_and_not_found_by_itself(administrator, world: World) -> None:
    hidden = make_person("H001", "Hemlig", "Person", protected_identity=True)
    assert "Hemlig" not in administrator.get(PEOPLE).content.decode()
    assert administrator.get(PEOPLE, {"q": "Hemlig"}).content.decode().count('class="k-order') == 0
    assert administrator.get(PEOPLE, {"q": "H001"}).content.decode().count('class="k-order') == 1
    page = administrator.get(page_of(hidden)).content.decode()
    assert "Hemlig" not in page
    assert "hemlig.person@" not in page


def test_a_protected_name_is_shown_for_a_reason_once_and_that_is_logged(administrator, world: World) -> None:
    hidden = make_person("H001", "Hemlig", "Person", protected_identity=True)
    assign(hidden, Role.IT_CONTACT, unit=world.unit)
    page = page_of(hidden)
    assert administrator.post(page, {"gor": "visa-namn", "reason": " "}).status_code == 422
    assert not AuditEvent.objects.filter(kind="person.name_revealed").exists()
    shown = administrator.post(page, {"gor": "visa-namn", "reason": "Ska hämta ut tjänstekort."})
    assert "Hemlig Person" in shown.content.decode()
    assert "Hemlig" not in administrator.get(page).content.decode()
    event = AuditEvent.objects.get(kind="person.name_revealed")
    assert (event.actor, event.after) == (world.administrator.hsa_id, {"reason": "Ska hämta ut tjänstekort."})
    open_person = page_of(world.contact)
    assert "Visa namnet" not in administrator.get(open_person).content.decode()
    assert administrator.post(open_person, {"gor": "visa-namn", "reason": "x"}).status_code == 409
    assert administrator.post(open_person, {"gor": "något annat"}).status_code == 422


def test_a_person_is_added_and_given_an_assignment_ahead(administrator, world: World) -> None:
    form = {
        "hsa_id": "se2321000073-n001",
        "given_name": "Ny",
        "family_name": "Chef",
        "email": "ny@example.se",
    }
    page = administrator.post(NEW, form, follow=True).content.decode()
    assert "Ny Chef är tillagd" in page
    person = User.objects.get(hsa_id="SE2321000073-N001")
    first = clock.today() + timedelta(days=40)
    given = {
        "gor": "ge",
        "role": "IT_CONTACT",
        "unit": world.unit.hsa_id.lower(),
        "valid_from": first.isoformat(),
    }
    page = administrator.post(page_of(person), given, follow=True).content.decode()
    assert "Kommande" in page
    row = Assignment.objects.get(user=person)
    assert (row.unit, row.valid_from, row.decided_by) == (world.unit, first, world.administrator)
    end = {
        "gor": "avsluta",
        "uppdrag": str(row.pk),
        f"slut-{row.pk}-last_day": (first + timedelta(9)).isoformat(),
    }
    administrator.post(page_of(person), end)
    row.refresh_from_db()
    assert row.valid_to == first + timedelta(9)
    kinds = AuditEvent.objects.filter(subject=person.hsa_id).values_list("kind", flat=True)
    assert list(kinds) == ["person.added", "role.assigned", "role.ended"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"hsa_id": "199001011234"}, "Skriv ett HSA-id"),
        ({"hsa_id": "SE2321000073-P001"}, "redan"),
        ({"hsa_id": ""}, "Skriv personens HSA-id"),
        ({"given_name": "x" * 101}, "100"),
        ({"email": "inte en adress"}, "namn@example.se"),
    ],
)
def test_what_is_wrong_with_a_person_is_shown(administrator, world: World, more, sentence) -> None:
    form = {"hsa_id": "SE2321000073-N001", "given_name": "Ny", "family_name": "Chef", **more}
    answer = administrator.post(NEW, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"role": "HEAD_OF_UNIT"}, "redan en verksamhetschef"),
        ({"role": "COORDINATOR"}, "antingen till en vårdenhet eller till regionen"),
        ({"unit": ""}, "antingen till en vårdenhet eller till regionen"),
        ({"unit": "finns inte"}, "Ingen vårdenhet i regionen"),
        ({"valid_to": "2020-01-01"}, "inte ligga före"),
        ({"role": "KUNG"}, "Välj en roll i listan"),
        ({"valid_from": "2026-13-45"}, "Skriv datumet"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_shown(administrator, world: World, more, sentence) -> None:
    form = {"gor": "ge", "role": "IT_CONTACT", "unit": world.unit.hsa_id, "valid_from": "2026-11-01", **more}
    answer = administrator.post(page_of(world.nobody), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Assignment.objects.filter(user=world.nobody).exists()


def test_shut_out_at_the_next_request_and_let_in_again(administrator, client, world: World) -> None:
    administrator.post(page_of(world.contact), {"gor": "stang-ute"})
    world.contact.refresh_from_db()
    assert not world.contact.is_active
    assert "Utestängd" in administrator.get(PEOPLE, {"lage": "ute"}).content.decode()
    administrator.post(page_of(world.contact), {"gor": "slapp-in"})
    world.contact.refresh_from_db()
    assert world.contact.is_active


def test_not_his_own(administrator, world: World) -> None:
    own = page_of(world.administrator)
    assert "Du kan inte ändra dina egna uppdrag" in administrator.get(own).content.decode()
    for form in (
        {"gor": "stang-ute"},
        {"gor": "ge", "role": "ORDERING_MANAGER", "valid_from": "2026-01-01"},
        {"gor": "avsluta", "uppdrag": str(Assignment.objects.get(user=world.administrator).pk)},
    ):
        assert administrator.post(own, form).status_code == 403
    assert Assignment.objects.filter(user=world.administrator).count() == 1


def test_another_regions_people_are_not_his(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "ADMINISTRATOR", region=elsewhere)
    client.force_login(stranger)
    assert "Maria Lindqvist" not in client.get(PEOPLE).content.decode()
    assert client.get(page_of(world.head)).status_code == 404
    assert client.post(page_of(world.head), {"gor": "stang-ute"}).status_code == 404
    assert "Strandporten" not in client.get(UNITS).content.decode()


@pytest.mark.parametrize("name", ["%00", "%27%20OR%201", "ny%2F..", "å" * 200])
def test_nobody_is_called_so(administrator, world: World, name) -> None:
    assert administrator.get(f"{PEOPLE}personer/{name}/").status_code == 404


def test_units_and_contracts_are_read(administrator, world: World) -> None:
    page = administrator.get(UNITS).content.decode()
    assert "Hälsocentralen Strandporten" in page
    assert world.unit.contracts.get().number in page
    assert administrator.post(UNITS).status_code == 405


@pytest.mark.parametrize("name", ["head", "coordinator", "manager", "delivery", "reviewer", "nobody"])
@pytest.mark.parametrize("path", [PEOPLE, NEW, UNITS, "/administration/personer/SE2321000073-P001/"])
def test_other_roles_are_turned_away(client, world: World, name, path) -> None:
    client.force_login(getattr(world, name))
    assert client.get(path).status_code == 403


def test_queries_do_not_grow(administrator, world: World) -> None:
    administrator.get(PEOPLE)
    few, few_units = (
        queries_of(lambda: administrator.get(PEOPLE)),
        queries_of(lambda: administrator.get(UNITS)),
    )
    for number in range(60):
        assign(make_person(f"Q{number:03}", "Fler", f"Person{number}"), "IT_CONTACT", unit=world.other_unit)
    assert queries_of(lambda: administrator.get(PEOPLE)) == few
    assert queries_of(lambda: administrator.get(UNITS)) == few_units
    assert len(administrator.get(PEOPLE).content) <= 40_000
