"""What actions on single pieces share: units locked in order, and texts that can be used."""

from collections.abc import Collection

from portal.core.text import usable_text
from portal.core.units.models import CareUnit

LONGEST = {"function": 100, "room": 60, "reason": 500, "note": 500}
_LABELS = {"function": "Funktion", "room": "Rum", "reason": "Skäl", "note": "Anteckning"}


def lock_units(ids: Collection[int | None]) -> dict[int, CareUnit]:
    """The units, and the main units of branches among them, locked in the order of their keys, with their regions.
    Two queries."""
    wanted = {one for one in ids if one}
    wanted |= {
        one for one in CareUnit.objects.filter(pk__in=wanted).values_list("parent_id", flat=True) if one
    }
    units = CareUnit.objects.select_for_update(of=("self",), no_key=True)
    units = units.select_related("region", "municipality", "provider")
    return {unit.pk: unit for unit in units.filter(pk__in=wanted).order_by("pk")}


def usable_texts(*, required: Collection[str] = (), **texts: str) -> dict[str, str]:
    """The texts without blanks around them. Raises Invalid for one that is missing, too long or not plain."""
    return {
        name: usable_text(
            name,
            text,
            LONGEST[name],
            missing=f"{_LABELS[name]}: skriv något här." if name in required else "",
            code="text_missing",
        )
        for name, text in texts.items()
    }
