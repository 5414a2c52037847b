"""Programs that call the API, each as a person of the small region."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from portal.core.people.models import User


def make_token(user: User) -> str:
    _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    return token


def token_client(user: User, token: str = "") -> APIClient:
    """A program with a token of the person's, that sends JSON."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token or make_token(user)}")
    client.default_format = "json"
    return client


@pytest.fixture
def call(world) -> Callable[[str], APIClient]:
    """``call("head")`` is a program that acts as the head of the unit."""
    clients: dict[str, APIClient] = {}

    def as_person(name: str) -> APIClient:
        if name not in clients:
            clients[name] = token_client(getattr(world, name))
        return clients[name]

    return as_person
