"""Rules about the unit itself: its contract, where it stands and the figures that its caps are reckoned from.

What hinders is said of every line it hinders, so that a line's worst verdict is the whole truth about it;
what is in order is said once, of the request.
"""

from entitlements.rules.asking import counted_lines, orderable_lines
from entitlements.rules.limits import missing_figures, names_of, within_area
from entitlements.rules.types import Appendix, Facts, Kind, Outcome, Request, Verdict


def contract_is_in_force(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Only a unit with a care contract on the day orders under the appendix (Kalmar IT §1)."""
    clause = appendix.clause_of("contract")
    numbers = {"on": facts.on.isoformat()}
    lines = tuple(orderable_lines(request, appendix))
    if not facts.has_contract:
        return tuple(
            Verdict(Outcome.REFUSED, "NO_CONTRACT", clause, line.key, item.code, numbers)
            for line, item in lines
        )
    if not lines:
        return ()
    return (Verdict(Outcome.ALLOWED, "CONTRACT_IN_FORCE", clause, numbers=numbers),)


def unit_is_within_area(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Equipment is supplied only to units physically within the county (Kalmar IT §3a). Needs-tested
    equipment belongs to base packages, and so follows them."""
    if not appendix.terms.municipality_codes:
        return ()
    numbers = {"municipality": facts.municipality, "area": appendix.terms.area_name}
    lines = tuple(orderable_lines(request, appendix))
    if not within_area(facts, appendix):
        return tuple(
            Verdict(
                Outcome.REFUSED, "OUTSIDE_AREA", item.clause, line.key, item.code, names_of(item) | numbers
            )
            for line, item in lines
        )
    if not lines:
        return ()
    return (Verdict(Outcome.ALLOWED, "WITHIN_AREA", appendix.clause_of("area"), numbers=numbers),)


def figures_are_verified(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Base packages are reckoned from verified figures: without them none can be granted (Kalmar IT §3a)."""
    missing = missing_figures(facts, appendix)
    if not missing:
        return ()
    return tuple(
        Verdict(Outcome.REFUSED, "NO_FIGURES", item.clause, line.key, item.code, {"missing": missing})
        for line, item in counted_lines(request, appendix)
        if item.kind == Kind.BASE_PACKAGE
    )
