"""What a unit may have of each item: the caps and the limits behind them (Kalmar IT §3a).

All numbers are pieces. Nothing here asks what is being ordered, except ``base_packages_asked`` below: base
packages in the same order carry needs-tested equipment too.
"""

from dataclasses import replace

from entitlements.rules.types import (
    ORDERABLE_KINDS,
    Appendix,
    Facts,
    Item,
    ItemEntitlement,
    Kind,
    Limit,
)


def entitlement(facts: Facts, appendix: Appendix) -> tuple[ItemEntitlement, ...]:
    """What the unit may have of every orderable item, in the catalogue's order."""
    return tuple(
        item_entitlement(item, facts, appendix)
        for item in appendix.items.values()
        if item.kind in ORDERABLE_KINDS
    )


def item_entitlement(
    item: Item, facts: Facts, appendix: Appendix, *, base_packages_asked: int = 0
) -> ItemEntitlement:
    """What the unit may have of one orderable item.

    ``base_packages_asked`` is the number of base packages that the same order would add; it raises the cap of
    needs-tested items. Orders in progress count against the cap when the appendix' term says so.
    """
    limits = _limits(item, facts, appendix, base_packages_asked)
    in_use = facts.in_use.get(item.code, 0)
    on_the_way = facts.on_the_way.get(item.code, 0)
    if not limits:
        return ItemEntitlement(item.code, item.kind, None, in_use, on_the_way, None, 0, ())
    cap = min(limit.value for limit in limits)
    room = cap - in_use - (on_the_way if appendix.terms.orders_in_progress_count else 0)
    known = limits[0].name != "figures"
    return ItemEntitlement(
        code=item.code,
        kind=item.kind,
        cap=cap,
        in_use=in_use,
        on_the_way=on_the_way,
        left=max(0, room),
        over=max(0, -room) if known else 0,
        limits=tuple(replace(limit, decisive=True) if limit.value == cap else limit for limit in limits),
    )


def base_item(appendix: Appendix) -> Item | None:
    """The catalogue's base package. An appendix has at most one; its forms are variants."""
    for item in appendix.items.values():
        if item.kind == Kind.BASE_PACKAGE:
            return item
    return None


def within_area(facts: Facts, appendix: Appendix) -> bool:
    """Whether equipment may stand where the unit is. An appendix that names no municipalities allows any."""
    codes = appendix.terms.municipality_codes
    return not codes or facts.municipality_code in codes


def counts_listing(facts: Facts, appendix: Appendix) -> bool:
    """Whether listed patients limit this unit's base packages: not where the appendix sets no such limit, and
    not in a programme without listing."""
    terms = appendix.terms
    return (
        terms.packages_per_1000_listed is not None and facts.programme not in terms.programmes_without_listing
    )


def missing_figures(facts: Facts, appendix: Appendix) -> str:
    """Which verified figures the base package cap lacks: "", "care_staff", "listed_patients" or "both"."""
    staff = appendix.terms.packages_per_staff is not None and facts.care_staff is None
    listed = counts_listing(facts, appendix) and facts.listed_patients is None
    if staff and listed:
        return "both"
    if staff:
        return "care_staff"
    return "listed_patients" if listed else ""


def blocked_by(item: Item, facts: Facts, appendix: Appendix) -> str:
    """What makes the unit's cap for the item zero whatever its holdings: "contract", "county" or
    "figures"."""
    if not facts.has_contract:
        return "contract"
    if not within_area(facts, appendix):
        return "county"
    if item.kind == Kind.BASE_PACKAGE and missing_figures(facts, appendix):
        return "figures"
    return ""


def names_of(item: Item) -> dict[str, int | str]:
    """The item's names, as sentences want them."""
    return {"name": item.name, "plural": item.plural or item.name, "article": item.article}


def rounded(numerator: int, denominator: int, rounding: str) -> int:
    """``numerator / denominator`` as whole pieces: "down", "up" or "nearest" (a half goes up)."""
    if rounding == "up":
        return -(-numerator // denominator)
    if rounding == "nearest":
        return (2 * numerator + denominator) // (2 * denominator)
    return numerator // denominator


def _limits(item: Item, facts: Facts, appendix: Appendix, base_packages_asked: int) -> tuple[Limit, ...]:
    block = blocked_by(item, facts, appendix)
    if block:
        return (_BLOCKS[block](item, facts, appendix),)
    if item.kind == Kind.BASE_PACKAGE:
        return _base_package_limits(item, facts, appendix)
    if item.kind == Kind.SHARED:
        return (Limit("shared", appendix.terms.shared_per_unit, item.clause, names_of(item)),)
    if item.kind == Kind.NEEDS_TESTED and appendix.terms.needs_tested_capped_by_base_packages:
        return _needs_tested_limits(item, facts, appendix, base_packages_asked)
    return ()


def _base_package_limits(item: Item, facts: Facts, appendix: Appendix) -> tuple[Limit, ...]:
    """The limits that the appendix sets. Figures that count are known here: ``blocked_by`` has seen to it."""
    limits = []
    if appendix.terms.packages_per_staff is not None:
        limits.append(_staff_limit(item, facts, appendix, appendix.terms.packages_per_staff))
    if appendix.terms.packages_per_1000_listed is not None and counts_listing(facts, appendix):
        limits.append(_listed_limit(item, facts, appendix, appendix.terms.packages_per_1000_listed))
    return tuple(limits)


def _staff_limit(item: Item, facts: Facts, appendix: Appendix, per_person: int) -> Limit:
    staff = facts.care_staff or 0
    numbers = names_of(item) | {"care_staff": staff, "per": per_person}
    if facts.programme in appendix.terms.programmes_without_listing:
        numbers["programme_without_listing"] = facts.programme_name
    clause = appendix.clause_of("packages_per_staff") or item.clause
    return Limit("care_staff", staff * per_person, clause, numbers)


def _listed_limit(item: Item, facts: Facts, appendix: Appendix, per_1000: int) -> Limit:
    listed, rounding = facts.listed_patients or 0, appendix.terms.listed_rounding
    product = listed * per_1000
    numbers = names_of(item) | {
        "listed_patients": listed,
        "per": per_1000,
        "rounding": rounding if product % 1000 else "exact",
    }
    clause = appendix.clause_of("packages_per_1000_listed") or item.clause
    return Limit("listed_patients", rounded(product, 1000, rounding), clause, numbers)


def _needs_tested_limits(item: Item, facts: Facts, appendix: Appendix, asked: int) -> tuple[Limit, ...]:
    base = base_item(appendix)
    if base is None:
        return ()
    count = facts.in_use.get(base.code, 0) + facts.on_the_way.get(base.code, 0) + asked
    numbers = names_of(item) | {
        "base_packages": count,
        "base_name": base.name,
        "base_plural": base.plural or base.name,
    }
    clause = appendix.clause_of("needs_tested_capped_by_base_packages") or item.clause
    return (Limit("base_packages", count, clause, numbers),)


def _contract(item: Item, facts: Facts, appendix: Appendix) -> Limit:
    return Limit("contract", 0, appendix.clause_of("contract"), {"on": facts.on.isoformat()})


def _county(item: Item, facts: Facts, appendix: Appendix) -> Limit:
    numbers = names_of(item) | {"municipality": facts.municipality, "area": appendix.terms.area_name}
    return Limit("county", 0, item.clause, numbers)


def _figures(item: Item, facts: Facts, appendix: Appendix) -> Limit:
    return Limit("figures", 0, item.clause, {"missing": missing_figures(facts, appendix)})


_BLOCKS = {"contract": _contract, "county": _county, "figures": _figures}
