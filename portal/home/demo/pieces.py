"""Finding a piece of equipment to tell something of."""

from django.db.models import QuerySet

from inventory.incidents.models import Incident
from inventory.models import Asset, AssetMove
from inventory.returns.models import ReturnCase, ReturnItem
from portal.home.demo.story import Story

# What units have been granted on need, and can do without: every one of them has something of it.
SPARE = ("extra-screen", "personal-video", "dictation", "extra-label-printer", "wipeable-keyboard-mouse")


def pieces_at(story: Story, place: str, *codes: str) -> QuerySet[Asset]:
    """Whole pieces that the unit has in use of the items named, and that nothing else is told of, in the order of their
    numbers. One query each time it is read."""
    cases = ReturnCase.objects.open().values("pk")
    return (
        Asset.objects.filter(
            unit=story.units[place], item_code__in=codes, state=Asset.State.IN_USE, part_of__isnull=True
        )
        .exclude(pk__in=Incident.objects.open().values("asset_id"))
        .exclude(pk__in=AssetMove.objects.open().values("asset_id"))
        .exclude(pk__in=ReturnItem.objects.filter(case__in=cases).values("asset_id"))
        .select_related("unit")
        .order_by("asset_number")
    )


def piece_at(story: Story, place: str, *codes: str, variant: str = "") -> Asset:
    """The first of them, of a variant when one is named. Raises LookupError when there is none, so that a story that
    no longer fits its units is seen."""
    found = pieces_at(story, place, *codes)
    piece = (found.filter(variant=variant) if variant else found).first()
    if piece is None:
        raise LookupError(f"{place} has no {codes} {variant}")
    return piece
