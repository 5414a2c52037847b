"""Addresses that differ between the demo and production."""

from django.conf import settings
from django.shortcuts import resolve_url


def login_address() -> str:
    """Where one signs in: by choosing a person in the demo, else by HSA-id and password."""
    return "/demo/" if settings.PORTAL_DEMO else resolve_url(settings.LOGIN_URL)
