"""Authors' pages for tests: signed-in browsers, and what they post."""

from typing import Any

from tests.world import World


def posted(world: World, kind: str = "OUTAGE", **more: Any) -> dict[str, Any]:
    """A form as the browser sends it: to the people at every unit, unless something else is said."""
    fields = {
        "kind": kind,
        "region": world.region.code,
        "title": "Utskrifter från Cosmic",
        "text": "Etiketter kan dröja.",
        "role": ["HEAD_OF_UNIT", "IT_CONTACT", "SUPERUSER"],
        "gor": "granska",
    }
    if kind in ("OUTAGE", "MAINTENANCE"):
        fields["impact"] = "MINOR"
    return fields | more
