"""What the rules say, as the boxes below an item and the marks beside a line. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from entitlements.rules.reasons import SAMVERKAN_CODES, label, limit_sentences, sentence
from entitlements.rules.types import ItemEntitlement, Kind, Outcome, Verdict
from portal.core.web.formatting import number
from portal.core.web.shown import Tag

_COLOURS = {Outcome.ALLOWED: "success", Outcome.NEEDS_REVIEW: "warning", Outcome.REFUSED: "danger"}
_ICONS = {Outcome.ALLOWED: "check", Outcome.NEEDS_REVIEW: "scale", Outcome.REFUSED: "triangle-alert"}
_SEVERITY = (Outcome.ALLOWED, Outcome.NEEDS_REVIEW, Outcome.REFUSED)
# Sentences that begin with the conclusion and a colon; the conclusion is set in bold.
_WITH_LEAD = ("WITHIN_", "OVER_", "CAP_REACHED", "BASE_PACKAGES_REACHED", "SHARED_REACHED")
MOST_DRAWN = 2_000  # a meter of more pieces than that tells nothing


@dataclass(frozen=True, slots=True)
class Meter:
    """The arguments of the meter component."""

    in_use: int
    on_the_way: int
    new: int
    cap: int
    ceiling: int
    name: str


@dataclass(frozen=True, slots=True)
class Box:
    """One answer below an item: the conclusion in bold, the rest, how the cap was reached."""

    color: str
    text: str
    lead: str = ""
    icon: str = ""
    meter: Meter | None = None
    why_title: str = ""
    why: tuple[str, ...] = ()
    samverkan: bool = False


@dataclass(frozen=True, slots=True)
class LineMark:
    """What the rules said of a line, as a tag, and a few words that belong with it."""

    tag: Tag
    notes: list[str] = field(default_factory=list)


def box_of(verdicts: Iterable[Verdict], right: ItemEntitlement | None, name: str) -> Box | None:
    """The box for an item that is being ordered: its worst verdict. What is missing in a motivation is said at
    its field instead."""
    told = _told(verdicts)
    if not told:
        return None
    worst = max(told, key=lambda one: _SEVERITY.index(one.outcome))
    if worst.code == "NEEDS_DECISION":
        return Box(
            "warning",
            "Motiveringen läses av den som granskar och av Beställarchefen.",
            lead=f"Prövas av {worst.numbers['decider']}.",
            icon="scale",
        )
    lead, text = split_lead(worst)
    cap = worst.numbers.get("cap")
    return Box(
        _COLOURS[worst.outcome],
        text,
        lead=lead,
        meter=_meter(worst, right, name),
        why_title=f"Varför {number(int(cap))}?" if cap is not None and worst.limits else "",
        why=limit_sentences(worst.limits),
        samverkan=worst.code in SAMVERKAN_CODES,
    )


def box_before(right: ItemEntitlement, name: str, plural: str) -> Box:
    """The box for an item that nothing is asked of yet: what the unit may have."""
    why = limit_sentences(right.limits)
    if right.cap is None or right.left is None:
        return Box("info", f"Det finns inget tak för {plural} i bilagan.", icon="info")
    if right.limits and right.limits[0].name in ("contract", "county", "figures"):
        return Box("danger", " ".join(why), samverkan=right.limits[0].name == "county")
    title = f"Varför {number(right.cap)}?"
    meter = Meter(right.in_use, right.on_the_way, 0, right.cap, _ceiling(right), name)
    held = f"{number(right.in_use)} i bruk" + (
        f" och {number(right.on_the_way)} på väg" if right.on_the_way else ""
    )
    if right.left:
        lead = f"Ni kan beställa {number(right.left)} {name if right.left == 1 else plural} till."
        return Box("info", f"Ni har {held}. Taket är {number(right.cap)}.", lead, "info", meter, title, why)
    text = f"Ni har {held}, och taket är {number(right.cap)}."
    return Box("warning", text, "Taket är nått.", "info", meter, title, why, samverkan=True)


def mark_of(verdicts: Iterable[Verdict]) -> LineMark:
    """A line's mark in the summary. A motivation that is missing is a note, since one may be about to write it."""
    all_of_them = list(verdicts)
    told = _told(all_of_them)
    worst = max(told, key=lambda one: _SEVERITY.index(one.outcome), default=None)
    notes = [label(one).lower() for one in all_of_them if one.code.startswith("MOTIVATION")]
    if worst is None:
        return LineMark(Tag("Ryms", "success", "check"), notes)
    outcome = worst.outcome
    return LineMark(Tag(label(worst), _COLOURS[outcome], _ICONS[outcome]), notes)


def split_lead(verdict: Verdict) -> tuple[str, str]:
    """("Ryms i tilldelningen.", "14 i bruk och 2 i den här beställningen ger 16 av 18.")"""
    text = sentence(verdict)
    lead, colon, rest = text.partition(": ")
    if not colon or not verdict.code.startswith(_WITH_LEAD):
        return "", text
    return f"{lead}.", rest[:1].upper() + rest[1:]


def _told(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if not one.code.startswith("MOTIVATION")]


def _meter(verdict: Verdict, right: ItemEntitlement | None, name: str) -> Meter | None:
    numbers = verdict.numbers
    if right is None or right.kind != Kind.BASE_PACKAGE or "total" not in numbers or "cap" not in numbers:
        return None
    if int(numbers["total"]) > MOST_DRAWN:
        return None
    return Meter(
        int(numbers["in_use"]),
        int(numbers["on_the_way"]),
        int(numbers["asked"]),
        int(numbers["cap"]),
        _ceiling(right),
        name,
    )


def _ceiling(right: ItemEntitlement) -> int:
    """What the higher limit would have given, for the dashed cells."""
    return max((limit.value for limit in right.limits), default=0)
