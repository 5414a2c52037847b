"""Addresses by name. A page that this installation has no door to gets no link: nothing leads nowhere."""

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: Any, **query: str) -> str:
    """The address of a named page; empty when there is none, and then the caller draws no link."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address
