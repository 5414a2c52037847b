"""The list of assets: its filters, and the parts that hang on each row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from entitlements.models import AppendixVersion, CatalogueItem, Kind
from inventory.models import Asset
from inventory.serials import normalise_serial
from portal.core.cache import process_cache
from portal.core.fields import valid_on
from portal.core.search import containing
from portal.core.text import capitalised
from portal.core.units.models import CareUnit
from portal.core.units.queries import municipalities_of
from portal.core.units.roles import RoleSet

# The columns of the index asset_search.
SEARCHED = ("asset_number", "serial_number", "item_name", "model_name", "function", "room")
HELD, EVERY, LENT = "", "alla", "utlanade"
_KEPT = 300  # seconds that the choices of the filters are kept
_SHORTEST_NUMBER = 6  # letters; what is shorter is looked for as a part of something


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to show. ``state`` is HELD (at the units now), EVERY, LENT, or one of the states; ``order`` the column to
    sort by, with "-" for falling; ``columns`` those chosen, none for the usual ones. ``delivered`` is a year,
    ``due_from`` and ``due_to`` the days, both with, between which the planned replacement falls, as in "2026-12-01"."""

    text: str = ""
    unit: str = ""
    item: str = ""
    state: str = HELD
    municipality: str = ""
    function: str = ""
    parts: bool = False
    order: str = ""
    columns: tuple[str, ...] = ()
    programme: str = ""
    delivered: str = ""
    due_from: str = ""
    due_to: str = ""


def list_assets(roles: RoleSet, wishes: Wishes) -> QuerySet[Asset]:
    """The assets that the person sees and wishes for. Parts come with their whole, unless ``parts`` asks for them as
    rows; a text that is found on a part gives its whole. A whole number gives the one piece that bears it: asked for
    at once, by one query."""
    seen = Asset.objects.visible_to(roles)
    assets: QuerySet[Asset] = seen if wishes.parts else seen.filter(part_of__isnull=True)
    assets = assets.filter(**_equal(wishes))
    assets = _in_state(assets, wishes.state)
    if wishes.programme:
        assets = assets.filter(
            unit__in=CareUnit.objects.in_programme(wishes.programme, roles.on).values("pk")
        )
    if wishes.text:
        assets = _with_text(assets, wishes)
    return assets.select_related("unit", "part_of") if wishes.parts else assets.select_related("unit")


def _in_state(assets: QuerySet[Asset], state: str) -> QuerySet[Asset]:
    if state == LENT:
        return assets.filter(on_loan=True)
    if state == EVERY:
        return assets
    return assets.filter(state__in=[state] if state else Asset.HELD)


def _with_text(assets: QuerySet[Asset], wishes: Wishes) -> QuerySet[Asset]:
    """Those that bear the text as their number; if there are none, those with the text somewhere."""
    number = normalise_serial(wishes.text)
    if len(number) >= _SHORTEST_NUMBER and any(sign.isdigit() for sign in number):
        borne = assets.filter(_on_piece_or_part(Q(asset_number=number) | Q(serial_number=number), wishes))
        keys = list(borne.order_by().values_list("pk", flat=True)[:2])
        if keys:
            return assets.filter(pk__in=keys)
    return assets.filter(_on_piece_or_part(containing(wishes.text, *SEARCHED), wishes))


def _on_piece_or_part(found: Q, wishes: Wishes) -> Q:
    """Found on the piece itself or on a part of it. One search for both: an OR across two would read every row."""
    if wishes.parts:
        return found
    return Q(pk__in=Asset.objects.filter(found).values(whole=Coalesce("part_of_id", "pk")))


def _equal(wishes: Wishes) -> dict[str, str]:
    columns = {
        "unit__hsa_id": wishes.unit,
        "item_code": wishes.item,
        "unit__municipality_id": wishes.municipality,
        "function__iexact": wishes.function,
        "acquired_on__year": wishes.delivered,
        "replacement_due__gte": wishes.due_from,
        "replacement_due__lte": wishes.due_to,
    }
    return {column: value for column, value in columns.items() if value}


def with_parts(assets: Iterable[Asset]) -> list[tuple[Asset, list[Asset]]]:
    """Each asset with its parts. One query."""
    assets = list(assets)
    parts: dict[int | None, list[Asset]] = {}
    for part in _parts_of(assets):
        parts.setdefault(part.part_of_id, []).append(part)
    return [(asset, parts.get(asset.pk, [])) for asset in assets]


def parts_in_words(assets: Iterable[Asset]) -> dict[int, str]:
    """The parts of each asset that has any, as in "skärm KLM-000002, tangentbord KLM-000003". One query, for the words
    alone: a page holds hundreds of parts."""
    words: dict[int, list[str]] = {}
    for whole, name, number in _parts_of(assets).values_list("part_of_id", "item_name", "asset_number"):
        words.setdefault(whole, []).append(f"{name} {number}")
    return {whole: ", ".join(some) for whole, some in words.items()}


def _parts_of(assets: Iterable[Asset]) -> QuerySet[Asset]:
    return Asset.objects.filter(part_of__in=[asset.pk for asset in assets]).order_by("asset_number")


def item_choices(region_ids: frozenset[int], on: date) -> list[tuple[str, str]]:
    """Code and name of what may be an asset, in the catalogue's order."""

    def read() -> list[tuple[str, str]]:
        versions = AppendixVersion.objects.filter(
            valid_on(on), region_id__in=region_ids, published_at__isnull=False
        )
        items = CatalogueItem.objects.filter(appendix__in=versions).exclude(
            kind__in=(Kind.ACCESS, Kind.SERVICE)
        )
        rows = items.order_by("position").values_list("code", "name")
        return [(code, capitalised(name)) for code, name in dict(rows).items()]

    return process_cache.get_or_set(f"inventory.items:{_key(region_ids)}:{on}", read, _KEPT)


def municipality_choices(region_ids: frozenset[int]) -> list[tuple[str, str]]:
    """Municipalities where the regions have units, remembered for a while."""
    read = partial(municipalities_of, region_ids)
    return process_cache.get_or_set(f"inventory.municipalities:{_key(region_ids)}", read, _KEPT)


def _key(region_ids: frozenset[int]) -> str:
    return ",".join(map(str, sorted(region_ids)))
