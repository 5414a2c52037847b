"""The administrator's page of what the outbox has failed with: what it shows, and trying again by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, NotAllowed
from portal.core.outbox.models import Message
from portal.core.outbox.queries import failing
from portal.core.outbox.registry import known_kinds
from portal.operations.outbox.actions import retry
from portal.operations.outbox.views import STUCK_AFTER
from portal.operations.outbox.words import name_of
from tests.orders.making import queries_of
from tests.world import World

PAGE = reverse("operations:outbox")


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    """What making the world put in the outbox has gone."""
    Message.objects.update(sent_at=clock.now())


@pytest.fixture
def administrator(client, world: World):
    client.force_login(world.administrator)
    return client


def shown(client, address: str = PAGE) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def message(key: str, *, attempts: int = 0, error: str = "", **more) -> Message:
    """One that waits: for an hour more when it has failed, and for the worker otherwise."""
    now = clock.now()
    values = {
        "kind": "document.due",
        "created_at": now - timedelta(hours=3),
        "available_at": now + timedelta(hours=1) if attempts else now,
    }
    return Message.objects.create(dedupe_key=key, attempts=attempts, last_error=error, **(values | more))


def due() -> set[int]:
    """What the worker would try now."""
    waiting = Message.objects.filter(sent_at__isnull=True, available_at__lte=clock.now())
    return set(waiting.values_list("pk", flat=True))


def test_an_outbox_that_goes_well_says_so(administrator) -> None:
    assert "Allt har gått iväg." in shown(administrator)
    message("a")
    page = shown(administrator)
    assert "Inget har fastnat" in page
    assert "1 väntar på sin tur." in page
    assert "Försök" not in page


def test_what_fails_is_shown_with_its_error_the_most_tried_first(administrator) -> None:
    message("a", attempts=2, error="OSError: <disken> är full")
    message("b", attempts=7, kind="notification.mail", error="SMTPServerDisconnected: stängd")
    page = shown(administrator)
    assert "OSError: &lt;disken&gt; är full" in page
    assert page.index("SMTPServerDisconnected") < page.index("OSError")
    for text in ("Dokument till en beställning", "Mejl", "7 försök", "Försök med alla nu"):
        assert text in page


def test_an_outbox_that_stands_still_is_told_of(administrator) -> None:
    message("a", available_at=clock.now() - timedelta(minutes=4))
    assert "Utkorgen står still." not in shown(administrator)
    message("b", available_at=clock.now() - timedelta(minutes=6))
    assert "Utkorgen står still." in shown(administrator)


def test_one_is_tried_again_and_the_log_tells(administrator, world: World) -> None:
    one = message("a", attempts=3, error="OSError: full")
    other = message("b", attempts=3, error="OSError: full")
    answer = administrator.post(PAGE, {"meddelande": str(one.pk)}, follow=True).content.decode()
    assert "Portalen försöker igen nu med 1 sak." in answer
    assert due() == {one.pk}
    other.refresh_from_db()
    assert other.available_at > clock.now()
    event = AuditEvent.objects.get(kind="outbox.retried")
    assert (event.actor, event.after) == (
        world.administrator.hsa_id,
        {"messages": 1, "kinds": ["Dokument till en beställning"]},
    )


def test_all_are_tried_again_and_nothing_else(administrator) -> None:
    failed = {message(key, attempts=1, error="OSError: full").pk for key in ("a", "b")}
    later = message("c", available_at=clock.now() + timedelta(hours=2))
    administrator.post(PAGE, {"meddelande": ""})
    assert due() == failed
    later.refresh_from_db()
    assert later.available_at > clock.now()


def test_what_has_gone_meanwhile_is_said_to_have_gone(administrator, world: World) -> None:
    gone = message("a", attempts=2, error="OSError: full")
    Message.objects.filter(pk=gone.pk).update(sent_at=clock.now())
    answer = administrator.post(PAGE, {"meddelande": str(gone.pk)}, follow=True).content.decode()
    assert "Det har redan gått iväg." in answer
    with pytest.raises(Conflict):
        retry(message=None, by=world.administrator, at=clock.now())
    assert not AuditEvent.objects.filter(kind="outbox.retried").exists()


@pytest.mark.parametrize("who", ["coordinator", "manager", "head", "reviewer", "nobody"])
def test_only_an_administrator_tries_again(world: World, who: str) -> None:
    one = message("a", attempts=2, error="OSError: full")
    with pytest.raises(NotAllowed):
        retry(message=one.pk, by=world.people[who], at=clock.now())
    assert failing().get().available_at > clock.now()


def test_the_start_page_tells_an_administrator_of_what_has_stuck(client, world: World) -> None:
    message("a", attempts=STUCK_AFTER - 1, error="OSError: full")
    client.force_login(world.administrator)
    assert "fastnat" not in shown(client, reverse("home:start"))
    message("b", attempts=STUCK_AFTER, error="OSError: full")
    assert "1 sak har fastnat i utkorgen" in shown(client, reverse("home:start"))
    client.force_login(world.coordinator)
    assert "fastnat" not in shown(client, reverse("home:start"))


def test_the_page_makes_as_many_queries_for_many(administrator) -> None:
    shown(administrator)
    message("a", attempts=2, error="OSError: full")
    one = queries_of(lambda: shown(administrator))
    for key in "bcd":
        message(key, attempts=2, error="OSError: full")
    assert queries_of(lambda: shown(administrator)) == one


def test_every_kind_of_message_has_a_name_in_swedish() -> None:
    assert [kind for kind in known_kinds() if name_of(kind) == kind] == []
