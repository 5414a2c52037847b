"""What the units already had when the portal began: brought over from the region's earlier register."""

from datetime import date, datetime, timedelta

from django.db import connection

from entitlements.models import CatalogueItem, Kind
from inventory.models import Asset, AssetEvent
from portal.core.audit.actions import record
from portal.home.demo.places import OUTSIDE, PLACES, Place
from portal.home.demo.services import WITHOUT
from portal.home.demo.story import Story

SOURCE = "Registerimport"
SHARED = ("multifunction-printer", "video-conference", "check-in-screen", "label-printer")
# What some units do not have yet, to be ordered in the course of the story.
LACKS = {
    "strandporten": ("check-in-screen", "label-printer"),
    "alvsten": ("label-printer",),
    "lonnlunda": ("video-conference", "check-in-screen"),
    "rockneby": ("video-conference",),
    "overum": ("check-in-screen",),
    "malilla": ("label-printer",),
    "sinneslugn": ("video-conference", "label-printer"),
    "gamleby": ("check-in-screen",),
    "ankarsrum": ("video-conference",),
}
PLACES_TO_STAND = (
    ("Reception 1", "Entré"),
    ("Reception 2", "Entré"),
    ("Sköterska 1", "Rum 104"),
    ("Sköterska 2", "Rum 105"),
    ("Läkare 1", "Rum 110"),
    ("Läkare 2", "Rum 111"),
    ("Läkare 3", "Rum 112"),
    ("Telefonrådgivning 1", "Rum 118"),
    ("Telefonrådgivning 2", "Rum 118"),
    ("Laboratorium", "Lab"),
    ("Fysioterapi", "Rum 121"),
    ("Kurator", "Rum 123"),
    ("Distriktssköterska", "Rum 125"),
    ("Sekreterare 1", "Expedition"),
    ("Sekreterare 2", "Expedition"),
    ("Verksamhetschef", "Rum 130"),
    ("Barnmorska", "Rum 126"),
    ("Astma och KOL", "Rum 127"),
)
_SHARED_PLACES = {
    "multifunction-printer": ("Skrivarrum", "Rum 101"),
    "video-conference": ("Mötesrum", "Rum 140"),
    "check-in-screen": ("Väntrum", "Entré"),
    "label-printer": ("Provtagning", "Lab"),
}
_NEEDS = ("extra-screen", "extra-screen", "personal-video", "dictation", "extra-label-printer")
_STRANDPORTEN_NEEDS = ("extra-screen",) * 4 + ("personal-video",) * 3 + ("dictation",) * 2
_FIRST = ("laptop", "desktop")
# Older computers that have left their unit: one at every so manieth of the units.
_GONE = {7: Asset.State.RETURNED, 19: Asset.State.DISPOSED, 23: Asset.State.MISSING, 31: Asset.State.STOLEN}


def import_stock(story: Story) -> None:
    """Write every unit's assets and where they came from, and log the import once per unit."""
    assets: list[Asset] = []
    parts: list[tuple[Asset, Asset]] = []
    for position, place in enumerate(PLACES, start=1):
        if place.municipality == OUTSIDE[0] or place.staff is None:
            continue
        own = _packages(story, place, position) + _others(story, place)
        assets += own
        parts += [(asset, part) for asset in own for part in _parts(story, asset)]
    _write(story, assets, [part for _, part in parts], dict_of(parts))


def dict_of(parts: list[tuple[Asset, Asset]]) -> dict[int, Asset]:
    return {id(part): asset for asset, part in parts}


def _write(story: Story, assets: list[Asset], parts: list[Asset], whole: dict[int, Asset]) -> None:
    everything = sorted([*assets, *parts], key=lambda one: one.acquired_on)
    for asset, number in zip(everything, _numbers(len(everything)), strict=True):
        asset.asset_number = f"{story.region.asset_prefix}-{number:06d}"
    Asset.objects.bulk_create(assets, batch_size=1000)
    for part in parts:
        part.part_of = whole[id(part)]
    Asset.objects.bulk_create(parts, batch_size=1000)
    AssetEvent.objects.bulk_create(_events(story, everything), batch_size=2000)
    at = story.moment(len(story.workdays) - 1, 8)
    by_unit: dict[str, int] = {}
    for asset in everything:
        by_unit[asset.unit.hsa_id] = by_unit.get(asset.unit.hsa_id, 0) + 1
    for hsa_id, pieces in by_unit.items():
        record(
            "assets.received",
            by=None,
            at=at,
            subject=("delivery", SOURCE),
            unit=hsa_id,
            after={"pieces": pieces},
        )


def _packages(story: Story, place: Place, position: int) -> list[Asset]:
    """Base packages, both kinds at every unit that has two, and what there was of them before."""
    rng, item, found = story.rng, story.items["base-package"], []
    for number in range(place.packages):
        drawn = "laptop" if rng.random() < 0.7 else "desktop"
        variant = _FIRST[number] if number < len(_FIRST) else drawn
        function, room = PLACES_TO_STAND[number % len(PLACES_TO_STAND)]
        found.append(_asset(story, place, item, variant=variant, function=function, room=room))
    for every, state in _GONE.items():
        if position % every == 0:
            gone = _asset(story, place, item, variant="desktop", age=(1500, 1900))
            gone.state, gone.released_on = state, story.begins_on + timedelta(days=rng.randrange(20, 200))
            found.append(gone)
    return found


def _others(story: Story, place: Place) -> list[Asset]:
    """Shared equipment, what was granted on need, and the network that the region has placed there."""
    found = []
    if not place.parent:
        for code in SHARED:
            if code not in LACKS.get(place.key, ()):
                function, room = _SHARED_PLACES[code]
                found.append(_asset(story, place, story.items[code], function=function, room=room))
    needs = (
        _STRANDPORTEN_NEEDS
        if place.key == "strandporten"
        else story.rng.choices(_NEEDS, k=place.packages // 3)
    )
    for number, code in enumerate(needs):
        item = story.items[code]
        variant = item.variants[0]["code"] if item.variants else ""
        function, room = PLACES_TO_STAND[number % len(PLACES_TO_STAND)]
        found.append(_asset(story, place, item, variant=variant, function=function, room=room))
    network = [
        _asset(story, place, story.items[code], function="Nätverk", room="Teknikrum")
        for code in ("network-switch", "access-point", "access-point")
    ]
    return found + [one for one in network if one.item_code not in WITHOUT.get(place.key, ())]


def _asset(
    story: Story,
    place: Place,
    item: CatalogueItem,
    *,
    variant: str = "",
    function: str = "",
    room: str = "",
    age: tuple[int, int] = (120, 1250),
) -> Asset:
    acquired = story.begins_on - timedelta(days=story.rng.randrange(*age))
    return Asset(
        serial_number=story.serial() if item.has_serial_numbers else "",
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        variant=variant,
        model_name=item.model_of(variant),
        unit=story.units[place.key],
        function=function,
        room=room,
        state=Asset.State.IN_USE,
        acquired_on=acquired,
        warranty_until=_after(acquired, item.warranty_months),
        replacement_due=_after(acquired, item.replacement_months),
    )


def _parts(story: Story, asset: Asset) -> list[Asset]:
    """The parts that always come with a piece; a docking station with most laptops."""
    docked = asset.variant == "laptop" and story.rng.random() < 0.8
    return [
        Asset(
            item_code=part["code"],
            item_name=part["name"],
            kind=asset.kind,
            model_name=part.get("model") or part["name"],
            unit=asset.unit,
            function=asset.function,
            room=asset.room,
            state=asset.state,
            acquired_on=asset.acquired_on,
            released_on=asset.released_on,
            warranty_until=asset.warranty_until,
            replacement_due=asset.replacement_due,
        )
        for part in story.items[asset.item_code].parts
        if asset.kind != Kind.NETWORK and (not part.get("option") or docked)
    ]


def _events(story: Story, assets: list[Asset]) -> list[AssetEvent]:
    noon, events = story.moment(len(story.workdays) - 1, 12), []
    by = story.people["nils"]
    for asset in assets:
        delivered = _at_noon(asset.acquired_on, noon)
        events.append(
            AssetEvent(
                asset=asset,
                kind=AssetEvent.Kind.DELIVERED,
                happened_at=delivered,
                source=SOURCE,
                happened_by=by,
            )
        )
        if asset.released_on:
            events.append(
                AssetEvent(
                    asset=asset,
                    kind=AssetEvent.Kind.STATE_CHANGED,
                    happened_at=_at_noon(asset.released_on, noon),
                    happened_by=by,
                    note=str(asset.get_state_display()),
                )
            )
    return events


def _at_noon(day: date, noon: datetime) -> datetime:
    return noon + (day - noon.date())


def _after(day: date, months: int) -> date | None:
    return day + timedelta(days=round(months * 30.44)) if months else None


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('inventory_asset_number') FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]
