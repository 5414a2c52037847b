"""What takes the place of a piece that is lost or broken uses no cap (Kalmar IT §4: protect what is supplied)."""

from entitlements.rules.asking import orderable_lines
from entitlements.rules.limits import names_of
from entitlements.rules.types import Appendix, Facts, Outcome, Request, Verdict


def replacement_uses_no_cap(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """The region has decided to replace the piece, and the new one stands where it stood: one for one, whatever the
    unit has otherwise. A line that asks for more than one is no replacement."""
    clause = appendix.clause_of("replacement") or appendix.clause_of("return")
    return tuple(
        Verdict(
            Outcome.ALLOWED,
            "IS_REPLACEMENT",
            clause or item.clause,
            line.key,
            item.code,
            names_of(item) | {"replaces": line.replaces},
        )
        for line, item in orderable_lines(request, appendix)
        if line.is_replacement
    )
