"""R4: the broker restarted, and the database killed under load."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.home.bench.promises import Row
from portal.home.soak.outcomes.state import State, longest, statuses, within

BROKER_BACK_WITHIN = 10.0  # seconds, after the broker's return


@dataclass(frozen=True, slots=True)
class BrokerRestarted:
    """R4, its first half. ``resumed`` is for each restart how long a message took that was written as soon as the
    broker was back; ``answered`` what a page answered while it was away."""

    resumed: Collection[float | None]
    answered: Collection[int]
    state: State

    def row(self) -> Row:
        return Row(
            f"R4 Meddelandekön startad om {len(self.resumed)} gånger",
            f"arbetaren igång inom {BROKER_BACK_WITHIN:.0f} s",
            f"{longest(self.resumed)}; sidor utan kön: {statuses(self.answered)}",
            within(self.resumed, BROKER_BACK_WITHIN) and self.state.sound,
        )


@dataclass(frozen=True, slots=True)
class DatabaseKilled:
    """R4, its second half. ``acknowledged`` are the orders' numbers that each key was answered with, ``stored`` those
    that the database has for it; ``back`` seconds from the database's return to the next acknowledged order."""

    kills: int
    acknowledged: Mapping[str, Collection[str]]
    stored: Mapping[str, Collection[str]]
    failures: Counter[int]
    back: Collection[float | None]
    state: State

    @property
    def lost(self) -> int:
        return sum(not set(said) <= set(self.stored.get(key, ())) for key, said in self.acknowledged.items())

    @property
    def doubled(self) -> int:
        return sum(len(numbers) > 1 for numbers in (*self.stored.values(), *self.acknowledged.values()))

    def row(self) -> Row:
        return Row(
            f"R4 Databasen dödad {self.kills} gånger under beställning",
            "ingen kvitterad beställning borta, inget halvt",
            f"{len(self.acknowledged)} kvitterade, {self.lost} borta, {self.doubled} dubbla; svarar igen efter "
            f"{longest(self.back)}; under avbrotten: {statuses(self.failures)}; {self.state}",
            bool(self.acknowledged)
            and None not in self.back
            and all(status == 0 or status >= 500 for status in self.failures)
            and not self.lost
            and not self.doubled
            and self.state.sound,
        )
