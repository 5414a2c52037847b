"""The pages that anyone may read, and the wish for light or dark."""

import pytest

from portal.core.web.context import APPEARANCE_COOKIE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/ordlista/", "Ordlista"),
        ("/tillganglighet/", "Tillgänglighet för Utrustningsportalen"),
        ("/kortkommandon/", "Kortkommandon"),
    ],
)
def test_public_pages_are_read_without_sign_in(client, path, heading):
    response = client.get(path)
    assert response.status_code == 200
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_the_accessibility_statement_has_what_the_law_asks_for(client):
    text = client.get("/tillganglighet/").content.decode()
    for part in (
        "förenlig",
        "Det här brister",
        "Säg till",
        "digg.se/tdosanmalan",
        "bedömningen gjordes",
        "uppdaterades",
    ):
        assert part in text


def test_appearance_is_kept_in_a_cookie_and_the_page_follows(client):
    response = client.post("/utseende/", {"appearance": "dark", "next": "/ordlista/?a=1"})
    assert response.url == "/ordlista/?a=1"
    assert response.cookies[APPEARANCE_COOKIE].value == "dark"
    assert 'data-color-scheme="dark"' in client.get("/ordlista/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_appearance_never_leads_away_from_the_portal(client, elsewhere):
    assert client.post("/utseende/", {"appearance": "light", "next": elsewhere}).url == "/"


def test_unknown_appearance_is_refused(client):
    assert client.post("/utseende/", {"appearance": "pink"}).status_code == 422


def test_unit_is_chosen_only_by_a_signed_in_person(client):
    assert client.post("/byt-enhet/", {"unit": "SE2321000073-1"}).status_code == 302


def test_a_form_that_is_too_large_says_so(client):
    response = client.post("/utseende/", {"appearance": "x" * 1_100_000})
    assert response.status_code == 413
    assert "Gå tillbaka, korta texten och skicka igen" in response.content.decode()
