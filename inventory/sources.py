"""Where an event's source leads: "B-2026-0412" is an order, but this floor does not know what an order is.

The floors above register a function that is given sources and answers with the addresses of those it knows.
"""

from collections.abc import Callable, Collection, Mapping

from django.urls import reverse

Resolver = Callable[[Collection[str]], Mapping[str, str]]

_resolvers: list[Resolver] = []


def register_sources(resolver: Resolver) -> None:
    """Called from ``AppConfig.ready`` of a floor above."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def addresses_of(sources: Collection[str]) -> dict[str, str]:
    """The address of each source that somebody knows; the rest have none."""
    found: dict[str, str] = {}
    for resolver in _resolvers:
        found |= resolver(sources)
    return found


def move_addresses(sources: Collection[str]) -> dict[str, str]:
    """The register's own: moves between units."""
    return {one: reverse("inventory:move", args=[one]) for one in sources if one.startswith("F-")}
