"""What the numbers in the inventory's events lead to: R-2026-0001 is a return."""

from collections.abc import Collection

from django.urls import reverse


def return_addresses(sources: Collection[str]) -> dict[str, str]:
    """The page of each number of a return. No query."""
    return {one: reverse("returns:detail", args=[one]) for one in sources if one.startswith("R-")}
