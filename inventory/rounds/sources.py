"""Where the number of a round leads, for the life of an asset."""

from collections.abc import Collection

from django.urls import reverse

from inventory.rounds.models import InventoryRound


def round_addresses(sources: Collection[str]) -> dict[str, str]:
    """The address of each source that is a round. One query when any may be."""
    own = [one for one in sources if one.startswith("INV-")]
    numbers = InventoryRound.objects.filter(number__in=own).values_list("number", flat=True) if own else ()
    return {number: reverse("rounds:detail", args=[number]) for number in numbers}
