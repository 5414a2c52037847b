"""Addresses by name. A page that this installation has no door to gets no link: nothing leads nowhere."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: Any) -> str:
    """The address of a named page; empty when there is none, and then the caller draws no link."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
