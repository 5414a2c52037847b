"""Addresses that every page names: of signing in, which differs between the demo and production, and of the menu."""

from functools import cache

from django.conf import settings
from django.urls import reverse


@cache
def address_of(name: str) -> str:
    """The address of a named page that takes nothing. It is the code's own, so it is looked up once per process."""
    return reverse(name)


def login_address() -> str:
    """Where one signs in: by choosing a person in the demo, else by HSA-id and password."""
    return "/demo/" if settings.PORTAL_DEMO else address_of(settings.LOGIN_URL)
