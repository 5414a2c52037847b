"""What the rules are given and what they answer. All frozen, all plain values.

``Facts`` tells how the unit stands on a day, ``Appendix`` what the contract appendix says, ``Request`` what
the unit asks for. ``Verdict`` and ``ItemEntitlement`` are the answers. The upper floors build facts and
requests; the rules never fetch anything themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How the appendix treats a catalogue item (Kalmar IT §3a)."""

    BASE_PACKAGE = "BASE_PACKAGE"
    SHARED = "SHARED"
    NEEDS_TESTED = "NEEDS_TESTED"
    NETWORK = "NETWORK"
    ACCESS = "ACCESS"
    SERVICE = "SERVICE"


ORDERABLE_KINDS = (Kind.BASE_PACKAGE, Kind.SHARED, Kind.NEEDS_TESTED)


class Outcome(StrEnum):
    """ALLOWED: within the appendix. NEEDS_REVIEW: the coordinator decides. REFUSED: outside the appendix."""

    ALLOWED = "ALLOWED"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers and choices that a region's appendix sets. Defaults are those of Kalmar IT.

    Where the text leaves a question open the choice is a term, and the reason shown names it.
    """

    cost_centre: str = "95492"
    packages_per_staff: int | None = 1  # None: care staff sets no limit
    packages_per_1000_listed: int | None = 10  # None: listed patients set no limit
    listed_rounding: str = "down"  # "down" | "up" | "nearest": the text says "maximalt"
    municipality_codes: frozenset[str] = frozenset()  # where equipment may stand; empty: anywhere
    area_name: str = "Kalmar län"  # what the municipalities are together, as people say it
    shared_per_unit: int = 1  # of each shared item
    needs_tested_capped_by_base_packages: bool = True
    programmes_without_listing: frozenset[str] = frozenset()
    orders_in_progress_count: bool = True
    branches_share_caps: bool = True
    over_cap_grace_days: int = 90
    return_opens_days_before: int = 90  # the end of the contract
    motivation_min_length: int = 10
    motivation_max_length: int = 2000
    max_quantity_per_line: int = 500
    unseen_days: int = 90  # how long a computer may be away from the network
    decided_incident_days: int = 30  # how long a decided incident may stay undone before anyone is reminded
    charged_incident_kinds: frozenset[str] = frozenset(
        ("loss", "theft", "damage", "wear")
    )  # what a unit may pay for
    needs_tested_decided_by: str = "Regionstab Samordning hälso- och sjukvård"


@dataclass(frozen=True, slots=True)
class Item:
    """One orderable or included thing in the catalogue. ``name``, ``plural`` and ``article`` ("en" or "ett")
    are Swedish and go into sentences; ``choice_names`` gives the Swedish name of each variant and option
    code."""

    code: str
    name: str
    kind: Kind
    clause: str
    variants: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    plural: str = ""
    article: str = "en"
    choice_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appendix:
    """A published appendix version, as the rules see it. ``label`` is what people cite: "Kalmar IT 2026:1".

    ``citations`` maps a topic to the clause id behind it: every term by its name, and "contract", "area",
    "catalogue", "needs_tested", "samverkan", "figures", "return" and "replacement". A topic without an entry has no
    clause.
    """

    code: str
    version: str
    label: str
    terms: Terms
    items: Mapping[str, Item]
    clauses: Mapping[str, str] = field(default_factory=dict)  # clause id → heading
    short_title: str = ""  # "Kalmar IT", before the paragraph sign when a clause is cited
    citations: Mapping[str, str] = field(default_factory=dict)

    def clause_of(self, topic: str) -> str:
        """The id of the clause behind a term or topic; empty when the appendix names none."""
        return self.citations.get(topic, "")

    def cite(self, clause: str) -> str:
        """How people cite a clause: "§3a.grundpaket" is "Kalmar IT §3a"."""
        return f"{self.short_title or self.label} {clause.partition('.')[0]}".strip()


@dataclass(frozen=True, slots=True)
class Facts:
    """How a unit stands on one day. Counts are per item code, for the unit and the branches that share its
    caps.

    ``care_staff`` and ``listed_patients`` are None when the unit has no verified figures. ``hypothetical`` is
    true when they were given for a "tänk om" question.
    """

    unit: str
    unit_name: str
    on: date
    municipality_code: str
    municipality: str
    programme: str | None
    programme_name: str
    has_contract: bool
    care_staff: int | None
    listed_patients: int | None
    figures_valid_from: date | None = None
    in_use: Mapping[str, int] = field(default_factory=dict)
    on_the_way: Mapping[str, int] = field(default_factory=dict)
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line asked for. ``key`` is the caller's own name of the line and comes back in its verdicts.

    ``replaces`` is the number of the piece that this one takes the place of, when the region has decided so; only
    one piece takes the place of one.
    """

    key: str
    item: str
    quantity: int
    variant: str = ""
    options: tuple[str, ...] = ()
    motivation: str = ""
    replaces: str = ""

    @property
    def is_replacement(self) -> bool:
        return bool(self.replaces) and self.quantity == 1


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, in one order. ``cost_centre`` as stated by the orderer."""

    lines: tuple[RequestLine, ...]
    cost_centre: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """One of the limits behind a cap. ``name`` is a code ("care_staff", "listed_patients", "shared",
    "base_packages", and "contract", "county" and "figures" when their lack makes the cap zero); ``value`` is
    the highest number that this limit alone would allow, ``numbers`` what it was reckoned from, ``decisive``
    whether it sets the cap."""

    name: str
    value: int
    clause: str
    numbers: Mapping[str, int | str]
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class ItemEntitlement:
    """What a unit may have of one item. ``cap`` None: no limit in numbers. ``left`` is never below zero;
    ``over`` tells by how many the unit exceeds the cap, and is zero while figures are missing: nothing is
    known to be over then."""

    code: str
    kind: Kind
    cap: int | None
    in_use: int
    on_the_way: int
    left: int | None
    over: int
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer about one line, or about the whole request when ``line`` is empty.

    ``numbers`` holds what the sentence needs: cap, in_use, on_the_way, asked, left, over and the like, and
    the item's names. ``limits`` tells how the cap was reached.
    """

    outcome: Outcome
    code: str
    clause: str
    line: str = ""
    item: str = ""
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every verdict on a request. The outcome of a line is its worst verdict, that of the whole its worst
    line."""

    verdicts: tuple[Verdict, ...]

    @property
    def outcome(self) -> Outcome:
        return worst(self.verdicts)

    def of_line(self, key: str) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.line == key)

    def outcome_of_line(self, key: str) -> Outcome:
        return worst(self.of_line(key))

    @property
    def of_request(self) -> tuple[Verdict, ...]:
        return self.of_line("")


_SEVERITY = (Outcome.ALLOWED, Outcome.NEEDS_REVIEW, Outcome.REFUSED)


def worst(verdicts: tuple[Verdict, ...]) -> Outcome:
    """The most severe outcome; ALLOWED when there is none."""
    return max((verdict.outcome for verdict in verdicts), key=_SEVERITY.index, default=Outcome.ALLOWED)
