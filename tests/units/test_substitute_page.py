"""Appointing and revoking a substitute, through the page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.units.models import Substitution
from tests.world import World, assign, make_person

PAGE = reverse("units:substitutes")


def form(world: World, **more: str) -> dict[str, str]:
    today = clock.today()
    return {
        "substitute": world.substitute.hsa_id,
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=14)).isoformat(),
        "most_pieces": "10",
        **more,
    }


@pytest.fixture
def manager(client, world: World):
    client.force_login(world.manager)
    return client


def test_appointed_told_and_revoked(manager, world: World) -> None:
    assert "Ingen ersättare är utsedd" in manager.get(PAGE).content.decode()
    page = manager.post(PAGE, form(world), follow=True).content.decode()
    assert "Karin Sjö är utsedd" in page
    assert "Gäller nu" in page
    assert "högst 10\N{NO-BREAK SPACE}artiklar" in page
    row = Substitution.objects.get()
    page = manager.post(PAGE, {"revoke": str(row.pk)}, follow=True).content.decode()
    assert "återkallat" in page
    assert "Tidigare" in page
    again = manager.post(PAGE, {"revoke": str(row.pk)}, follow=True).content.decode()
    assert "redan återkallat" in again
    kinds = AuditEvent.objects.filter(kind__startswith="substitute").values_list("kind", flat=True)
    assert list(kinds) == ["substitute.appointed", "substitute.revoked"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"valid_to": "2020-01-01", "valid_from": "2020-01-01"}, "redan passerat"),
        ({"valid_from": "2030-01-02", "valid_to": "2030-01-01"}, "inte ligga före"),
        ({"valid_from": "i morgon"}, "Skriv datumet"),
        ({"most_pieces": "0"}, "Gränsen är minst 1 artikel"),
        ({"substitute": ""}, "Välj vem som ska ersätta dig"),
        ({"substitute": "SE2321000073-R002"}, "Välj en person i listan"),
        ({"substitute": "SE2321000073-P001"}, "Välj en person i listan"),
        ({"substitute": "SE2321000073-R008"}, "Välj en person i listan"),
        ({"substitute": "SE2321000073-R009"}, "Välj en person i listan"),
        ({"substitute": "<b>\x00"}, "tillåt"),
    ],
)
def test_what_is_wrong_is_shown_at_the_field(manager, world: World, more, sentence) -> None:
    answer = manager.post(PAGE, form(world, **more))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Substitution.objects.exists()


def test_two_at_a_time_are_refused(manager, world: World) -> None:
    manager.post(PAGE, form(world))
    answer = manager.post(PAGE, form(world, substitute=world.controller.hsa_id))
    assert answer.status_code == 422
    assert "redan en ersättare" in answer.content.decode()


def test_a_substitute_reads_but_does_not_appoint_or_revoke(client, manager, world: World) -> None:
    manager.post(PAGE, form(world))
    client.force_login(world.substitute)
    page = client.get(PAGE).content.decode()
    assert "Det är bara Beställarchefen" in page
    assert client.post(PAGE, form(world, substitute=world.controller.hsa_id)).status_code == 403
    assert client.post(PAGE, {"revoke": str(Substitution.objects.get().pk)}).status_code == 403


def test_another_manager_does_not_revoke(client, manager, world: World) -> None:
    manager.post(PAGE, form(world))
    other = make_person("R020", "Annan", "Chef")
    assign(other, "ORDERING_MANAGER", region=world.region)
    client.force_login(other)
    assert client.post(PAGE, {"revoke": str(Substitution.objects.get().pk)}).status_code == 403
    assert client.post(PAGE, {"revoke": "999999999999999999999"}).status_code == 404
    assert client.post(PAGE, {"revoke": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["head", "coordinator", "delivery", "controller", "administrator", "nobody"])
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    client.force_login(getattr(world, name))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, form(world)).status_code == 403
