"""What actions on single pieces share: units locked in order, and texts that can be used."""

from collections.abc import Collection

from portal.core.errors import Invalid
from portal.core.text import require_plain
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
    """The texts without blanks around them. Raises Invalid or Errors for one that is missing, too long or not plain."""
    found = {name: text.strip() for name, text in texts.items()}
    for name, text in found.items():
        if name in required and not text:
            raise Invalid("text_missing", f"{_LABELS[name]}: skriv något här.", field=name)
        if len(text) > LONGEST[name]:
            raise Invalid(
                "too_long", f"{_LABELS[name]}: korta texten till högst {LONGEST[name]} tecken.", field=name
            )
    require_plain(**found)
    return found
