"""The pages of webhooks: added with the key shown once, tried, replayed, turned off, with a log of what became of it."""

import pytest

from portal.core import clock
from portal.notices.models import WebhookDelivery, WebhookEndpoint
from tests.notices.receiving import Receiver
from tests.notices.writing import published
from tests.notices.writing import send as empty_outbox
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import World

pytestmark = pytest.mark.django_db
LIST, NEW = "/webhooks/", "/webhooks/ny/"


def fields(receiver: Receiver, **more: object) -> dict[str, object]:
    return {"name": "Driftsidan", "url": receiver.url, "kinds": ["OUTAGE"], **more}


def page_of(endpoint: WebhookEndpoint) -> str:
    return f"/webhooks/{endpoint.pk}/"


def test_the_key_is_shown_once(world: World, receiver: Receiver) -> None:
    administrator = as_user(world.administrator)
    shown = text_of(administrator.post(NEW, fields(receiver)))
    endpoint = WebhookEndpoint.objects.get()
    assert f'value="{endpoint.secret}"' in shown
    assert endpoint.kinds == ["OUTAGE"]
    for path in (LIST, page_of(endpoint), NEW):
        assert endpoint.secret not in text_of(administrator.get(path))
    again = administrator.post(NEW, fields(receiver))
    assert again.status_code == 422
    assert "Adressen har redan en webhook." in text_of(again)
    assert endpoint.secret not in text_of(again)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Skriv ett namn."),
        ({"url": ""}, "Skriv adressen dit beskeden ska skickas."),
        ({"url": "http://example.se/"}, "Adressen ska börja med https://."),
        ({"url": "https://localhost/"}, "Adressen leder till ett internt nät."),
        ({"kinds": ["FEL"]}, "Välj slag i listan."),
    ],
)
def test_a_fault_is_told_at_its_field(world: World, receiver: Receiver, change: dict, message: str) -> None:
    answer = as_user(world.it_coordinator).post(NEW, fields(receiver, **change))
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer) or "data-fel" in text_of(answer)
    assert not WebhookEndpoint.objects.exists()


def test_a_test_a_replay_and_the_log(world: World, receiver: Receiver) -> None:
    person = as_user(world.it_coordinator)
    person.post(NEW, fields(receiver))
    page = page_of(WebhookEndpoint.objects.get())
    assert "Inget är skickat än" in text_of(person.get(page))
    assert "Ett prov är på väg." in text_of(person.post(page, {"gor": "prova"}, follow=True))
    assert "Väntar" in text_of(person.get(page))
    receiver.status, receiver.answer = 500, b"<script>trasig</script>"
    empty_outbox(clock.now())
    shown = text_of(person.get(page))
    assert "Försöker igen" in shown
    assert "&lt;script&gt;trasig&lt;/script&gt;" in shown
    receiver.status, receiver.answer = 200, b"tack"
    delivery = WebhookDelivery.objects.get()
    person.post(page, {"gor": "igen", "leverans": delivery.webhook_id})
    empty_outbox(clock.now())
    shown = text_of(person.get(page))
    assert "Levererad" in shown
    assert "2 försök" in shown
    assert {one.headers["webhook-id"] for one in receiver.calls} == {delivery.webhook_id}


def test_turned_off_it_offers_nothing_more(world: World, receiver: Receiver) -> None:
    person = as_user(world.administrator)
    person.post(NEW, fields(receiver))
    published(world, at=clock.now())
    empty_outbox(clock.now())
    page = page_of(WebhookEndpoint.objects.get())
    assert "Skicka igen" in text_of(person.get(page))
    shown = text_of(person.post(page, {"gor": "stang"}, follow=True))
    assert "Webhooken är avstängd. Inget mer skickas dit." in shown
    assert "Skicka igen" not in shown
    late = person.post(page, {"gor": "prova"}, follow=True)
    assert "Lägg till den på nytt" in text_of(late)


def test_anothers_delivery_and_an_unknown_act(world: World, receiver: Receiver) -> None:
    person = as_user(world.administrator)
    person.post(NEW, fields(receiver))
    person.post(NEW, fields(receiver, url=f"{receiver.url}&n=2", name="Den andra"))
    one, other = WebhookEndpoint.objects.order_by("pk")
    person.post(page_of(other), {"gor": "prova"})
    delivery = WebhookDelivery.objects.get()
    assert person.post(page_of(one), {"gor": "igen", "leverans": delivery.webhook_id}).status_code == 404
    assert person.post(page_of(one), {"gor": "annat"}).status_code == 422


def test_the_log_has_pages_and_asks_as_much_for_three_as_for_one(world: World, receiver: Receiver) -> None:
    person = as_user(world.administrator)
    person.post(NEW, fields(receiver))
    endpoint = WebhookEndpoint.objects.get()
    page = page_of(endpoint)
    deliver(endpoint, 1)
    person.get(page)
    counts = queries_of(lambda: person.get(page)), queries_of(lambda: person.get(LIST))
    deliver(endpoint, 2)
    person.post(NEW, fields(receiver, url=f"{receiver.url}&n=2", name="Den andra"))
    person.get(page)
    assert (queries_of(lambda: person.get(page)), queries_of(lambda: person.get(LIST))) == counts
    deliver(endpoint, 50)
    first = text_of(person.get(page))
    assert first.count('name="leverans"') == 50
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert text_of(person.get(page + following)).count('name="leverans"') == 3


def deliver(endpoint: WebhookEndpoint, count: int) -> None:
    at, start = clock.now(), WebhookDelivery.objects.count()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(endpoint=endpoint, webhook_id=f"msg_{n}", event=f"test:{n}", body="{}", created_at=at)
        for n in range(start, start + count)
    )
