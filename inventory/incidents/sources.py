"""What the numbers of incidents lead to, in the life of an asset."""

from collections.abc import Collection

from django.urls import reverse

from inventory.incidents.models import Incident


def incident_addresses(sources: Collection[str]) -> dict[str, str]:
    """The page of each incident among the sources. One query when there is any."""
    numbers = [source for source in sources if source.startswith("I-")]
    if not numbers:
        return {}
    known = Incident.objects.filter(number__in=numbers).values_list("number", flat=True)
    return {number: reverse("incidents:detail", args=[number]) for number in known}
