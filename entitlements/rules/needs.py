"""Rules about needs-tested equipment: a written motivation, and a person who decides (Kalmar IT §3a).

What takes the place of a piece that the unit was once granted is not tried again.
"""

from entitlements.rules.asking import counted_lines
from entitlements.rules.limits import names_of
from entitlements.rules.types import Appendix, Facts, Kind, Outcome, Request, Verdict


def motivation_is_given(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Each needs-tested line has a motivation, no shorter and no longer than the appendix' terms (characters,
    without the blanks around it)."""
    terms = appendix.terms
    verdicts = []
    for line, item in counted_lines(request, appendix):
        if item.kind != Kind.NEEDS_TESTED:
            continue
        length = len(line.motivation.strip())
        code = _motivation_fault(length, terms.motivation_min_length, terms.motivation_max_length)
        if code:
            numbers = names_of(item) | {
                "length": length,
                "min_length": terms.motivation_min_length,
                "max_length": terms.motivation_max_length,
            }
            verdicts.append(Verdict(Outcome.REFUSED, code, item.clause, line.key, item.code, numbers))
    return tuple(verdicts)


def needs_tested_is_decided(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """The coordinator decides every needs-tested line, also one within its cap."""
    decider = appendix.terms.needs_tested_decided_by
    return tuple(
        Verdict(
            Outcome.NEEDS_REVIEW,
            "NEEDS_DECISION",
            appendix.clause_of("needs_tested") or item.clause,
            line.key,
            item.code,
            names_of(item) | {"decider": decider, "quantity": line.quantity},
        )
        for line, item in counted_lines(request, appendix)
        if item.kind == Kind.NEEDS_TESTED
    )


def _motivation_fault(length: int, shortest: int, longest: int) -> str:
    if length < shortest:
        return "MOTIVATION_TOO_SHORT" if length else "MOTIVATION_MISSING"
    return "MOTIVATION_TOO_LONG" if length > longest else ""
