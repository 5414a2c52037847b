"""What "Import 12" in an asset's life leads to."""

from collections.abc import Collection

from django.urls import reverse


def import_addresses(sources: Collection[str]) -> dict[str, str]:
    """The page of each import among the sources. No query."""
    found = {}
    for source in sources:
        word, _, number = source.partition(" ")
        if word == "Import" and number.isdecimal():
            found[source] = reverse("imports:run", args=[int(number)])
    return found
