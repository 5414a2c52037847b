"""The rules' answers as rows for reading: fresh ones before an order is sent, frozen ones ever after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from entitlements.rules.frozen import freeze_verdict
from entitlements.rules.types import Verdict
from portal.core.text import capitalised

_MARKS = {
    "ALLOWED": ("ok", "check"),
    "NEEDS_REVIEW": ("prova", "scale"),
    "REFUSED": ("fel", "triangle-alert"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One answer: what was said, how the cap was reached, and the clause behind it ("Kalmar IT §3a")."""

    mark: str
    icon: str
    text: str
    why_title: str
    why: tuple[str, ...]
    clause: str


def rule_rows(frozen: Iterable[Mapping[str, Any]], citation: str) -> list[RuleRow]:
    """Frozen verdicts as rows, in their order; the same sentence is told once. ``citation``: "Kalmar IT"."""
    rows = [_row(one, citation) for one in frozen]
    return list({row.text: row for row in rows}.values())


def fresh_rows(verdicts: Iterable[Verdict], citation: str) -> list[RuleRow]:
    return rule_rows([freeze_verdict(one) for one in verdicts], citation)


def _row(frozen: Mapping[str, Any], citation: str) -> RuleRow:
    mark, icon = _MARKS[frozen["outcome"]]
    numbers = frozen.get("numbers", {})
    cap = numbers.get("cap")
    name = str(numbers.get("name", ""))
    text = str(frozen.get("sentence", ""))
    if name and name.lower() not in text.lower():
        text = f"{capitalised(name)}. {text}"
    clause = str(frozen.get("clause", ""))
    return RuleRow(
        mark=mark,
        icon=icon,
        text=text,
        why_title=f"Varför {cap}?" if cap is not None else "Varför?",
        why=tuple(frozen.get("why", ())),
        clause=f"{citation} {clause.partition('.')[0]}".strip() if clause else "",
    )
