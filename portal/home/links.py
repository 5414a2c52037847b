"""Addresses by name, with what is asked for in the query."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.core.web.addresses import address_of


def link(name: str, *args: Any, **query: str) -> str:
    """The address of a named page: ``link("orders:list", enhet=unit.hsa_id)``."""
    address = reverse(name, args=args) if args else address_of(name)
    return f"{address}?{urlencode(query)}" if query else address
