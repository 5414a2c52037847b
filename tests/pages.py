"""What the tests of pages share: somebody's browser, and what a page says."""

from typing import Any

from django.test import Client

from portal.core.people.models import User


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """The page with plain spaces for those that do not break."""
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
