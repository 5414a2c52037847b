"""Rules that hold what is asked for against the caps (Kalmar IT §3a).

The sum over all lines of an item is what counts, and every one of those lines gets the same numbers. Lines
that another rule refuses for lack of contract, place or figures have no cap to speak of and get no verdict
here. A replacement is held against no cap (``replacement``).
"""

from collections.abc import Callable

from entitlements.rules.asking import asked_by_item, base_packages_asked, counted_lines
from entitlements.rules.limits import blocked_by, item_entitlement, names_of
from entitlements.rules.types import (
    Appendix,
    Facts,
    Item,
    ItemEntitlement,
    Kind,
    Outcome,
    Request,
    Verdict,
)


def base_packages_within_cap(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """At most one base package per care staff member and ten per 1 000 listed patients (Kalmar IT §3a)."""
    return _verdicts(Kind.BASE_PACKAGE, _base_package_code, request, facts, appendix)


def shared_within_cap(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """One of each shared item per unit (Kalmar IT §3a)."""
    return _verdicts(Kind.SHARED, _shared_code, request, facts, appendix)


def needs_tested_within_cap(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """At most one of each needs-tested item per base package, in use, on the way or in the same order, when
    the appendix' term says so (Kalmar IT §3a: "per grundpaket")."""
    return _verdicts(Kind.NEEDS_TESTED, _needs_tested_code, request, facts, appendix)


def _verdicts(
    kind: Kind,
    code_of: Callable[[ItemEntitlement, int], str],
    request: Request,
    facts: Facts,
    appendix: Appendix,
) -> tuple[Verdict, ...]:
    lines = [(line, item) for line, item in counted_lines(request, appendix) if item.kind == kind]
    if not lines:
        return ()
    asked = asked_by_item(request)
    base_asked = base_packages_asked(request, facts, appendix) if kind == Kind.NEEDS_TESTED else 0
    judged: dict[str, Verdict | None] = {}
    verdicts = []
    for line, item in lines:
        if item.code not in judged:
            judged[item.code] = _judge(item, asked[item.code], base_asked, code_of, facts, appendix)
        verdict = judged[item.code]
        if verdict is not None and line.quantity > 0:
            verdicts.append(
                Verdict(
                    verdict.outcome,
                    verdict.code,
                    verdict.clause,
                    line.key,
                    item.code,
                    verdict.numbers,
                    verdict.limits,
                )
            )
    return tuple(verdicts)


def _judge(
    item: Item,
    asked: int,
    base_asked: int,
    code_of: Callable[[ItemEntitlement, int], str],
    facts: Facts,
    appendix: Appendix,
) -> Verdict | None:
    if blocked_by(item, facts, appendix):
        return None
    right = item_entitlement(item, facts, appendix, base_packages_asked=base_asked)
    if right.cap is None or right.left is None:
        code, outcome = "NO_CAP", Outcome.ALLOWED
    elif asked <= right.left:
        code, outcome = _WITHIN[item.kind], Outcome.ALLOWED
    else:
        code, outcome = code_of(right, asked), Outcome.REFUSED
    numbers = _numbers(item, right, asked, appendix)
    return Verdict(outcome, code, item.clause, item=item.code, numbers=numbers, limits=right.limits)


def _numbers(item: Item, right: ItemEntitlement, asked: int, appendix: Appendix) -> dict[str, int | str]:
    """``total`` is what the unit would have; ``over`` by how many the request passes what is left."""
    on_the_way = right.on_the_way if appendix.terms.orders_in_progress_count else 0
    numbers = names_of(item) | {
        "in_use": right.in_use,
        "on_the_way": on_the_way,
        "asked": asked,
        "total": right.in_use + on_the_way + asked,
    }
    for limit in right.limits:
        numbers |= limit.numbers
    if right.cap is not None and right.left is not None:
        numbers |= {"cap": right.cap, "left": right.left, "over": max(0, asked - right.left)}
    return numbers


_WITHIN = {
    Kind.BASE_PACKAGE: "WITHIN_CAP",
    Kind.SHARED: "WITHIN_SHARED",
    Kind.NEEDS_TESTED: "WITHIN_BASE_PACKAGES",
}


def _base_package_code(right: ItemEntitlement, asked: int) -> str:
    if right.left:
        return "OVER_CAP"
    return "CAP_REACHED" if right.cap else "CAP_IS_ZERO"


def _shared_code(right: ItemEntitlement, asked: int) -> str:
    return "OVER_SHARED" if right.left else "SHARED_REACHED"


def _needs_tested_code(right: ItemEntitlement, asked: int) -> str:
    if right.left:
        return "OVER_BASE_PACKAGES"
    return "BASE_PACKAGES_REACHED" if right.cap else "NO_BASE_PACKAGES"
