"""A unit's entitlement as a page shows it: the meter, how the cap was reckoned, shared items, what is over.

Pure: built from what the rules answered. The words are the rules' own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from entitlements.models import CatalogueItem
from entitlements.rules.limits import entitlement
from entitlements.rules.proposals import ReturnProposal, proposal_sentence, proposals
from entitlements.rules.reasons import limit_sentence, limit_sentences
from entitlements.rules.types import Appendix, Facts, ItemEntitlement, Kind, Limit
from portal.core.text import capitalised
from portal.core.web.formatting import NBSP, number, plural

# Where Swedish compounds are divided: multifunktions-skrivare, videokonferens-utrustning.
_JOINT = re.compile(r"(\w{5,}(?:tions|rens|nings))(?=\w{5,})")
BLOCKS = ("contract", "county", "figures")
_LABELS = {"care_staff": "Vårdpersonal", "listed_patients": "Listade patienter"}
_MORE = {
    "care_staff": "Fler grundpaket kräver fler i personalen.",
    "listed_patients": "Fler grundpaket kräver fler listade patienter.",
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """One limit in "Så räknas taket"."""

    label: str
    note: str
    basis: str
    value: int
    decisive: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with the unit's right to it. ``state``: "in_use", "on_the_way" or "free"."""

    item: CatalogueItem
    right: ItemEntitlement

    @property
    def title(self) -> str:
        """The name with a capital, and with soft hyphens where a long compound may be divided."""
        name = self.item.name
        return _JOINT.sub("\\1\N{SOFT HYPHEN}", capitalised(name))

    @property
    def state(self) -> str:
        if self.right.in_use:
            return "in_use"
        return "on_the_way" if self.right.on_the_way else "free"

    @property
    def is_blocked(self) -> bool:
        return bool(self.right.limits) and self.right.limits[0].name in BLOCKS


@dataclass(frozen=True, slots=True)
class OverView:
    """An item over its cap: the sentence with the proposal, and the last day of the grace period."""

    proposal: ReturnProposal
    sentence: str
    citation: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class RightsView:
    """Everything that the entitlement panel draws."""

    appendix: Appendix
    facts: Facts
    base: ItemView | None
    rows: tuple[CountRow, ...]
    conclusion: str
    why: tuple[str, ...]
    citation: str
    block: str
    shared: tuple[ItemView, ...]
    needs_tested: tuple[ItemView, ...]
    over: tuple[OverView, ...]

    @property
    def ceiling(self) -> int:
        """What the highest of the limits had given."""
        return max((row.value for row in self.rows), default=0)

    @property
    def may_order_more(self) -> int:
        return (self.base.right.left or 0) if self.base else 0

    @property
    def more(self) -> str:
        """What it would take to get more, when there is no room."""
        decisive = [limit.name for limit in self.base.right.limits if limit.decisive] if self.base else []
        return _MORE.get(decisive[0], "") if len(decisive) == 1 else ""

    @property
    def needs_tested_in_use(self) -> tuple[ItemView, ...]:
        return tuple(one for one in self.needs_tested if one.right.in_use)

    @property
    def needs_tested_count(self) -> int:
        return sum(one.right.in_use for one in self.needs_tested)


def rights_view(
    facts: Facts, appendix: Appendix, items: Mapping[str, CatalogueItem], *, since: date
) -> RightsView:
    """``since`` is the day from which a unit over its cap has been so: the day of the figures or of the appendix
    that made it so, whichever came last."""
    rights = entitlement(facts, appendix)
    views = tuple(ItemView(items[right.code], right) for right in rights)
    base = next((view for view in views if view.right.kind == Kind.BASE_PACKAGE), None)
    limits = base.right.limits if base else ()
    block = limit_sentence(limits[0]) if base and base.is_blocked else ""
    return RightsView(
        appendix=appendix,
        facts=facts,
        base=base,
        rows=() if block else tuple(_row(limit) for limit in limits),
        conclusion=_conclusion(limits),
        why=limit_sentences(limits),
        citation=_citation(limits, appendix),
        block=block,
        shared=tuple(view for view in views if view.right.kind == Kind.SHARED),
        needs_tested=tuple(view for view in views if view.right.kind == Kind.NEEDS_TESTED),
        over=tuple(
            OverView(
                proposal,
                proposal_sentence(proposal, appendix),
                appendix.cite(proposal.clause),
                proposal.is_due(facts.on),
            )
            for proposal in proposals(rights, appendix.terms, since=since)
        ),
    )


def _row(limit: Limit) -> CountRow:
    numbers = limit.numbers
    per = number(int(numbers["per"]))
    if limit.name == "care_staff":
        staff = int(numbers["care_staff"])
        basis = f"{number(staff)} {plural(staff, 'person,personer')}"
        return CountRow(_LABELS[limit.name], f"{per} per person", basis, limit.value, limit.decisive)
    listed = f"{number(int(numbers['listed_patients']))} listade"
    return CountRow(_LABELS[limit.name], f"{per} per 1{NBSP}000", listed, limit.value, limit.decisive)


def _conclusion(limits: tuple[Limit, ...]) -> str:
    if len(limits) < 2:
        return "Taket"
    return "Gränserna är lika" if all(limit.decisive for limit in limits) else "Den lägre gränsen gäller"


def _citation(limits: tuple[Limit, ...], appendix: Appendix) -> str:
    clause = next((limit.clause for limit in limits if limit.decisive and limit.clause), "")
    return appendix.cite(clause) if clause else ""
