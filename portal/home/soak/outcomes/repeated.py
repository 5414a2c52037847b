"""R5: everything done twice."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.home.bench.promises import Row
from portal.home.soak.outcomes.state import State


@dataclass(frozen=True, slots=True)
class Repeated:
    """R5. ``changed`` names the tasks whose second run left another state than the first, and the tables."""

    answers: Counter[tuple[int, str]]
    orders: int
    refused: tuple[int, str]
    tasks: Collection[str]
    changed: Mapping[str, Collection[str]]
    mails_again: int
    state: State

    def rows(self) -> list[Row]:
        one = len(self.answers) == 1 and next(iter(self.answers))[0] == 201
        changed = ", ".join(f"{task} ({', '.join(tables)})" for task, tables in self.changed.items())
        return [
            Row(
                f"R5 Samma Idempotency-Key {self.answers.total()} gånger samtidigt",
                "en beställning; med annat innehåll avvisad",
                f"{self.orders} beställning; annat innehåll: {self.refused[0]} {self.refused[1]}",
                one and self.orders == 1 and self.refused == (422, "idempotency_key_reused"),
            ),
            Row(
                f"R5 Varje uppgift två gånger ({len(self.tasks)}), varje meddelande en gång till",
                "samma tillstånd, inga mejl om",
                f"{'ändrat av ' + changed if changed else 'samma tillstånd'}; {self.mails_again} mejl om",
                bool(self.tasks) and not changed and not self.mails_again and self.state.sound,
            ),
        ]
