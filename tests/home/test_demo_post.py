"""The demo's post: every mail that was sent can be read, as text and as HTML, and fetches nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from portal.home.demo.post import letters
from tests.core.notifying import drain, known_kinds, tell
from tests.world import NOW, make_person


@pytest.fixture
def post(settings: Any, tmp_path: Path, db: None) -> Iterator[Path]:
    """Mails go to a folder, as in the demo; one has been sent to each of two people."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with known_kinds():
        for person, number in (
            (make_person("P001", "Maria", "Åberg"), "ett"),
            (make_person("P002", "Jo", "Ek"), "två"),
        ):
            tell(person, event=number, number=number)
            drain(NOW)
        yield tmp_path


def test_the_list_tells_of_every_mail_and_can_be_narrowed(post: Path) -> None:
    page = Client().get("/demo/post/").content.decode()
    assert "Ämne ett" in page
    assert "Ämne två" in page
    narrowed = Client().get("/demo/post/", {"q": "JO.EK"}).content.decode()
    assert "Ämne två" in narrowed
    assert "Ämne ett" not in narrowed
    assert "Inga mejl" in Client().get("/demo/post/", {"q": "ingen"}).content.decode()


def test_a_mail_can_be_read(post: Path) -> None:
    letter = letters("maria")[0]
    page = Client().get(f"/demo/post/{letter.key}/").content.decode()
    assert "Allt i beställning ett är mottaget" in page
    assert "List-Unsubscribe=One-Click" in page
    html = Client().get(f"/demo/post/{letter.key}/html/")
    assert "<p>Hej Maria!</p>" in html.content.decode()
    assert html["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_several_mails_over_one_connection_are_several(post: Path) -> None:
    mails = [
        EmailMultiAlternatives(f"Nummer {number}", "Text", to=["kedja@example.se"]) for number in range(3)
    ]
    get_connection().send_messages(mails)
    assert [one.subject for one in letters("kedja")] == ["Nummer 2", "Nummer 1", "Nummer 0"]
    assert len({one.key for one in letters("kedja")}) == 3


@pytest.mark.parametrize("key", ["x", "..", "%2e%2e%2fsettings:0", "x:0", ":"])
def test_what_is_no_mail_does_not_exist(post: Path, key: str) -> None:
    (post / "other.txt").write_text("Subject: hemligt\n\nx")
    assert Client().get(f"/demo/post/{key}/").status_code == 404
    assert Client().get(f"/demo/post/{key}/html/").status_code == 404


def test_without_the_demo_there_is_no_post(post: Path, settings: Any) -> None:
    settings.PORTAL_DEMO = False
    assert Client().get("/demo/post/").status_code == 404
    assert Client().get(f"/demo/post/{letters()[0].key}/").status_code == 404
