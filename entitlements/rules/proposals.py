"""What a unit that has come to exceed its caps is asked to do. Nothing is seized: this only proposes.

When figures fall or an appendix changes, a unit may hold more than its cap. The proposal is first to withdraw
what is still on the way, then to return what is in use, within the grace period of the appendix' terms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from entitlements.rules.types import Appendix, ItemEntitlement, Terms
from entitlements.rules.wording import NBSP, counted, number


@dataclass(frozen=True, slots=True)
class ReturnProposal:
    """By how many (``over``) a unit exceeds the cap of an item, how many pieces on order it might withdraw,
    how many in use it might return, and the last day to do so or to have it tried otherwise."""

    item: str
    cap: int
    over: int
    withdraw: int
    give_back: int
    since: date
    grace_until: date
    clause: str = ""

    def is_due(self, on: date) -> bool:
        """Whether the grace period has passed."""
        return on > self.grace_until


def proposals(
    entitlements: Iterable[ItemEntitlement], terms: Terms, *, since: date
) -> tuple[ReturnProposal, ...]:
    """A proposal for each item over its cap. ``since`` is the day on which the unit came to exceed it; the
    grace period is counted in days from there.

    A cap that is zero because the contract has ended gives no proposal: then everything goes back in a return
    case of its own (Kalmar IT §4). Nor do missing figures: nothing is known to be over.
    """
    grace_until = since + timedelta(days=terms.over_cap_grace_days)
    return tuple(
        _proposal(right, terms, since, grace_until)
        for right in entitlements
        if right.over and right.limits[0].name not in ("contract", "figures")
    )


def proposal_sentence(proposal: ReturnProposal, appendix: Appendix) -> str:
    """The proposal as one sentence: "Ni har 2 grundpaket mer än taket 16: återkalla 1 på väg och lämna
    tillbaka 1."."""
    item = appendix.items[proposal.item]
    parts = []
    if proposal.withdraw:
        parts.append(f"återkalla {number(proposal.withdraw)} på väg")
    if proposal.give_back:
        parts.append(f"lämna tillbaka {number(proposal.give_back)}")
    over = counted(proposal.over, item.name, item.plural or item.name)
    return f"Ni har {over} mer än taket{NBSP}{number(proposal.cap)}: {' och '.join(parts)}."


def _proposal(right: ItemEntitlement, terms: Terms, since: date, grace_until: date) -> ReturnProposal:
    counting = right.on_the_way if terms.orders_in_progress_count else 0
    withdraw = min(right.over, counting)
    decisive = next(limit for limit in right.limits if limit.decisive)
    return ReturnProposal(
        item=right.code,
        cap=right.cap or 0,
        over=right.over,
        withdraw=withdraw,
        give_back=right.over - withdraw,
        since=since,
        grace_until=grace_until,
        clause=decisive.clause,
    )
