"""S6: a session ends 30 minutes after its last use and 12 hours after its start; who is shut out is out at once; and
what was being typed is there after the new sign-in, for the same person only."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from portal.core import clock
from portal.core.people.actions import set_active
from portal.core.people.models import User
from portal.core.web.kept_form import KEPT, MOST_BYTES
from portal.core.web.middleware import BACKGROUND, SEEN, STARTED
from tests.world import World

PAGE = "/mina-uppgifter/"
POLL = "/drift/band/"
TYPED = {"need": "Fler skärmar\nåt receptionen", "gor": "skicka", "csrfmiddlewaretoken": "x"}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert client.get(PAGE).status_code == 200
    return client


def turn_back(client: Client, **ages: timedelta) -> None:
    """Let the session have been seen, or begun, that long ago."""
    session = client.session
    for key, age in ages.items():
        session[{"seen": SEEN, "started": STARTED}[key]] = (clock.now() - age).timestamp()
    session.save()


def poll(client: Client):
    """What an open page asks by itself, again and again."""
    return client.get(POLL, headers={BACKGROUND: "1"})


def is_out(client: Client) -> bool:
    return client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("ages", "ends"),
    [
        ({"seen": timedelta(minutes=29)}, False),
        ({"seen": timedelta(minutes=31)}, True),
        ({"started": timedelta(hours=11, minutes=59)}, False),
        ({"started": timedelta(hours=12, minutes=1)}, True),
        ({"started": timedelta(hours=12, minutes=1), "seen": timedelta(0)}, True),
    ],
)
def test_the_limits(world: World, ages: dict[str, timedelta], ends: bool) -> None:
    client = browser(world.head)
    turn_back(client, **ages)
    assert is_out(client) == ends
    assert is_out(client) == ends, "and it stays so"


def test_use_keeps_the_session_but_not_beyond_its_whole_length(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(minutes=20))
    assert not is_out(client)
    assert client.session[SEEN] > (clock.now() - timedelta(minutes=1)).timestamp()


def test_the_api_answers_401_when_the_session_has_ended(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(hours=1))
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_person_shut_out_is_out_at_the_next_request(world: World) -> None:
    client = browser(world.head)
    set_active(user=world.head, active=False, by=world.administrator, at=clock.now())
    assert is_out(client)
    assert client.get("/api/v1/me/").status_code in (401, 403)


def send_too_late(client: Client, path: str = "/samverkan/ny/", **data: str):
    turn_back(client, seen=timedelta(hours=1))
    return client.post(path, data or TYPED)


def sign_in_again(client: Client, user: User) -> None:
    """As the sign-in pages do: the session that was begun before is kept."""
    kept = dict(client.session.items())
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    session = client.session
    session.update({key: value for key, value in kept.items() if key == KEPT})
    session.save()


def test_what_was_typed_is_offered_again_to_the_same_person(world: World) -> None:
    client = browser(world.head)
    answer = send_too_late(client)
    goal = parse_qs(urlsplit(answer["Location"]).query)["next"]
    assert (answer.status_code, goal) == (302, ["/fortsatt/"])
    assert "csrfmiddlewaretoken" not in str(client.session[KEPT])
    sign_in_again(client, world.head)
    page = client.get("/fortsatt/").content.decode()
    assert 'action="/samverkan/ny/"' in page
    assert "Fler skärmar" in page
    assert "åt receptionen" in page
    assert client.get("/fortsatt/").status_code == 302, "offered once"


def test_what_was_typed_is_not_shown_to_anyone_else(world: World) -> None:
    client = browser(world.head)
    send_too_late(client)
    assert client.get("/fortsatt/").status_code == 302, "not before sign-in"
    client = browser(world.head)
    send_too_late(client)
    sign_in_again(client, world.other_head)
    answer = client.get("/fortsatt/")
    assert answer.status_code == 302
    assert KEPT not in client.session


def test_a_page_asked_for_too_late_is_where_one_comes_after_sign_in(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(hours=1))
    answer = client.get("/bestallningar/?q=skärm")
    assert "next=%2Fbestallningar%2F" in answer["Location"]


def test_a_fragment_sends_the_whole_page_to_sign_in(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(hours=1))
    answer = client.post("/bestall/rader/", TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/demo/")


def test_what_is_too_large_to_keep_is_not_kept(world: World) -> None:
    client = browser(world.head)
    send_too_late(client, need="x" * (MOST_BYTES + 1))
    assert KEPT not in client.session


def test_a_page_that_asks_by_itself_does_not_prolong_the_session(world: World) -> None:
    client = browser(world.head)
    for minutes in (5, 20, 29):
        turn_back(client, seen=timedelta(minutes=minutes))
        seen = client.session[SEEN]
        assert poll(client).status_code == 200
        assert client.session[SEEN] == seen
    turn_back(client, seen=timedelta(minutes=31))
    assert poll(client).status_code == 204
    assert is_out(client), "half an hour after its last use, however often the page has asked"


def test_the_same_request_by_a_person_does(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(minutes=29))
    assert client.get(POLL).status_code == 200
    assert client.session[SEEN] > (clock.now() - timedelta(minutes=1)).timestamp()


@pytest.mark.parametrize(
    "ages", [{"seen": timedelta(minutes=31)}, {"started": timedelta(hours=12, minutes=1)}]
)
def test_a_page_that_asks_too_late_takes_nothing_from_what_is_typed(
    world: World, ages: dict[str, timedelta]
) -> None:
    """The page's own request comes first, in vain, and the person's still finds whose the session was."""
    client = browser(world.head)
    turn_back(client, **ages)
    for _ in range(3):
        answer = poll(client)
        assert (answer.status_code, answer.content) == (204, b"")
    assert KEPT not in client.session
    answer = client.post("/samverkan/ny/", TYPED)
    assert answer.status_code == 302
    assert client.session[KEPT]["person"] == world.head.pk
    sign_in_again(client, world.head)
    assert "Fler skärmar" in client.get("/fortsatt/").content.decode()


def test_a_page_left_open_after_the_sign_out_is_answered_with_nothing(world: World) -> None:
    client = browser(world.head)
    turn_back(client, seen=timedelta(hours=1))
    client.post("/samverkan/ny/", TYPED)
    kept = client.session[KEPT]
    answer = poll(client)
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.session[KEPT] == kept
