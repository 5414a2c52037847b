"""Search finds by parts of numbers and names, only what the person may see, and by index."""

import pytest
from django.db import connection
from django.test import Client

from inventory.models import Asset
from portal.core import clock
from tests.world import World, make_unit


def asset(unit, number: str, serial: str, **more) -> Asset:
    return Asset.objects.create(
        asset_number=number,
        serial_number=serial,
        item_code="base-package",
        item_name="grundpaket",
        kind="BASE_PACKAGE",
        model_name="Elmtorp Bok 14 G5",
        unit=unit,
        acquired_on=clock.today(),
        **more,
    )


@pytest.fixture
def client(world: World) -> Client:
    asset(world.unit, "KLM-000001", "5CG0O1IL8B", function="Reception 1")
    asset(world.unit, "KLM-000003", "5CG0O1IL8D", function="Reception 3")
    asset(world.other_unit, "KLM-000002", "5CG0O1IL8C")
    client = Client()
    client.force_login(world.head)
    return client


def test_a_whole_number_leads_to_its_page_or_lists_it(client: Client, world: World) -> None:
    for text in ("klm-000001", "5cg0o1il8b"):
        response = client.get("/sok/", {"q": text})
        if response.status_code == 302:
            assert response.url == "/utrustning/KLM-000001/"
        else:
            assert "KLM-000001" in response.content.decode()


def test_a_part_finds_only_what_the_person_sees(client: Client, world: World) -> None:
    page = client.get("/sok/", {"q": "o1il8"}).content.decode()
    assert "KLM-000001" in page
    assert "KLM-000002" not in page
    assert "Norrviks" not in client.get("/sok/", {"q": "norrviks"}).content.decode().replace(
        'value="norrviks"', ""
    )
    client.force_login(world.coordinator)
    page = client.get("/sok/", {"q": "o1il8"}).content.decode()
    assert "KLM-000002" in page
    assert "Norrviks hälsocentral" in client.get("/sok/", {"q": "norrviks"}).content.decode()


@pytest.mark.parametrize(
    "text", ["", "ab", "%%%", "___", "'; --", "\x00\x00\x00\x00", "å" * 300, "finns inte"]
)
def test_any_text_is_answered(client: Client, text: str) -> None:
    assert client.get("/sok/", {"q": text}).status_code == 200


def test_wildcards_are_plain_characters(client: Client) -> None:
    assert "Inget hittades" in client.get("/sok/", {"q": "K%0001"}).content.decode()


def test_the_trigram_index_answers(world: World) -> None:
    """Among many assets a part of a serial number is found by the index, not by reading the table."""
    unit = make_unit(world.region, world.unit.provider, "E077", "Stora enheten")
    Asset.objects.bulk_create(
        Asset(
            asset_number=f"KLM-{n:06d}",
            serial_number=f"SN{n * 7919 % 1000003:07X}{n:05d}",
            item_code="base-package",
            item_name="grundpaket",
            kind="BASE_PACKAGE",
            model_name="Elmtorp Bok 14 G5",
            unit=unit,
            acquired_on=clock.today(),
        )
        for n in range(100, 20_100)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('asset_search')")
        cursor.execute("ANALYZE inventory_asset")
    plan = Asset.objects.filter(serial_number__containing="0F423A").explain()
    assert "asset_search" in plan, plan
