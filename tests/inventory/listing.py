"""What tests of the list share: someone signed in, plain pieces, and the page."""

from datetime import date
from typing import Any

from django.test import Client

from inventory.models import Asset
from portal.core import clock

LIST = "/utrustning/"


def page_of(client: Client, path: str = LIST, **params: Any) -> str:
    response = client.get(path, params)
    assert response.status_code == 200, response.content
    return response.content.decode()


def plain(unit: Any, number: int, **more: Any) -> Asset:
    """A piece numbered KLM-9….."""
    values = {
        "serial_number": f"SN{number}",
        "item_code": "extra-screen",
        "item_name": "extra skärm",
        "kind": "NEEDS_TESTED",
        "model_name": "Vidsyn 24 P",
        "acquired_on": clock.today(),
        **more,
    }
    return Asset.objects.create(asset_number=f"KLM-9{number:05d}", unit=unit, **values)


def numbers_in(page: str) -> list[int]:
    """The pieces of ``plain`` that the table shows, in its order."""
    parts = page.split('<tr><th scope="row">')[1:]
    return [int(part.split("KLM-9", 1)[1][:5]) for part in parts]


def day(month: int) -> date:
    return date(2027, month, 1)
