"""What a coordinator and an ordering manager want to know of their region."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from entitlements.models import AppendixVersion
from entitlements.queries import rules_of
from entitlements.rules.limits import base_item
from entitlements.rules.types import Appendix
from inventory.models import Asset
from orders.models import DeliveredPiece, Order
from portal.core.fields import valid_on
from portal.core.units.models import Substitution

MOST_SHOWN = 10

# The base package cap of every unit of a region against what it holds and has on the way. The rules themselves
# (entitlements.rules.limits) speak on the unit's page; a test holds this to them.
_OVER = """
    WITH held AS (
        SELECT COALESCE(CASE WHEN %(share)s THEN u.parent_id END, u.id) AS unit_id, COUNT(*) AS pieces
        FROM inventory_asset a JOIN units_careunit u ON u.id = a.unit_id
        WHERE u.region_id = %(region)s AND a.item_code = %(item)s AND a.part_of_id IS NULL
          AND a.state IN %(held)s AND NOT a.on_loan AND a.acquired_on <= %(on)s
        GROUP BY 1
    ), coming AS (
        SELECT COALESCE(CASE WHEN %(share)s THEN u.parent_id END, u.id) AS unit_id,
               SUM(COALESCE(l.granted, l.quantity) - l.delivered) AS pieces
        FROM orders_orderline l
        JOIN orders_order o ON o.id = l.order_id AND o.state IN %(in_progress)s
        JOIN units_careunit u ON u.id = o.unit_id
        WHERE u.region_id = %(region)s AND l.item_code = %(item)s
        GROUP BY 1
    ), standing AS (
        SELECT u.id, u.hsa_id, u.name, COALESCE(h.pieces, 0) + COALESCE(c.pieces, 0) * %(count)s AS held,
               LEAST(
                   f.care_staff * %(per_staff)s,
                   CASE WHEN p.code IN %(unlisted)s THEN NULL
                        ELSE {rounding}(f.listed_patients * %(per_1000)s / 1000.0) END
               ) AS cap
        FROM units_careunit u
        JOIN units_contract k ON k.unit_id = u.id AND daterange(k.valid_from, k.valid_to, '[]') @> %(on)s::date
        JOIN units_programme p ON p.id = k.programme_id
        JOIN units_unitfigures f ON f.unit_id = u.id AND f.state = 'VERIFIED'
            AND daterange(f.valid_from, f.valid_to, '[]') @> %(on)s::date
        LEFT JOIN held h ON h.unit_id = u.id
        LEFT JOIN coming c ON c.unit_id = u.id
        WHERE u.region_id = %(region)s
          AND (%(anywhere)s OR u.municipality_id IN %(municipalities)s)
          AND (%(municipality)s = '' OR u.municipality_id = %(municipality)s)
          AND (%(programme)s = '' OR p.code = %(programme)s)
    )
    SELECT hsa_id, name, held::int, cap::int FROM standing WHERE %(every)s OR held > cap
    ORDER BY held - cap DESC, name LIMIT %(most)s
"""
_ROUNDING = {"down": "floor", "up": "ceil", "nearest": "round"}


@dataclass(frozen=True, slots=True)
class UnitOver:
    """A unit with its base packages, in use and on the way, and its cap for them."""

    hsa_id: str
    name: str
    held: int
    cap: int


def units_over_cap(region_ids: Collection[int], on: date) -> list[UnitOver]:
    """The units that exceed their base package cap by most, at most ten. Two queries per region."""
    found: list[UnitOver] = []
    versions = AppendixVersion.objects.filter(
        valid_on(on), region_id__in=region_ids, published_at__isnull=False
    )
    for version in versions.order_by("region_id"):
        found += _over_in(version.region_id, rules_of(version.pk), on)
    return found[:MOST_SHOWN]


def units_against_cap(
    region_id: int, on: date, *, municipality: str = "", programme: str = ""
) -> list[UnitOver]:
    """Every unit of a region that has a cap for base packages, those furthest over it first; of one municipality or one
    programme, by code, if they are given. Two queries."""
    version = AppendixVersion.objects.in_force(region_id, on).first()
    if version is None:
        return []
    return _over_in(
        region_id, rules_of(version.pk), on, municipality=municipality, programme=programme, most=None
    )


def _over_in(
    region_id: int,
    appendix: Appendix,
    on: date,
    *,
    municipality: str = "",
    programme: str = "",
    most: int | None = MOST_SHOWN,
) -> list[UnitOver]:
    """Those over their cap, ``most`` of them; without ``most`` every unit."""
    base, terms = base_item(appendix), appendix.terms
    if base is None:
        return []
    # psycopg2 wants tuples for IN, and none of them empty.
    values = {
        "region": region_id,
        "item": base.code,
        "on": on,
        "held": tuple(Asset.HELD),
        "in_progress": tuple(Order.IN_PROGRESS),
        "count": int(terms.orders_in_progress_count),
        "per_staff": terms.packages_per_staff,
        "per_1000": terms.packages_per_1000_listed,
        "unlisted": tuple(terms.programmes_without_listing) or ("",),
        "anywhere": not terms.municipality_codes,
        "municipalities": tuple(terms.municipality_codes) or ("",),
        "share": terms.branches_share_caps,
        "municipality": municipality,
        "programme": programme,
        "every": most is None,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OVER.format(rounding=_ROUNDING[terms.listed_rounding]), values)
        return [UnitOver(*row) for row in cursor.fetchall()]


def orders_with_deviations(region_ids: Collection[int]) -> list[Order]:
    """Orders back in delivery since a piece was missing, damaged or wrong. One query."""
    bad = DeliveredPiece.objects.exclude(receipt__in=("", DeliveredPiece.Receipt.RECEIVED))
    rows = Order.objects.filter(
        state=Order.State.IN_DELIVERY,
        unit__region_id__in=region_ids,
        pk__in=bad.values("line__order_id"),
    )
    return list(rows.select_related("unit").order_by("state_since", "pk")[:MOST_SHOWN])


def appointed_substitute(user_id: int, on: date) -> Substitution | None:
    """The substitute in force, or the next to come. One query."""
    rows = Substitution.objects.filter(principal_id=user_id, revoked_at__isnull=True, valid_to__gte=on)
    return rows.select_related("substitute").order_by("valid_from").first()
