"""R2 and R3: the worker killed, and the broker emptied."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from portal.home.bench.promises import Row
from portal.home.soak.outcomes.state import State, seconds, within

RESUMES_WITHIN = 60.0  # seconds, after a worker's death


@dataclass(frozen=True, slots=True)
class Killed:
    """R2. ``in_work`` kills came while messages waited. ``received`` and ``recorded`` are Message-IDs: as the mail
    server got them, how many times, and as the portal wrote them down. ``per_order`` is, for each order, how many
    different mails and how many documents said that it was attested. ``traces`` are the messages on which an attempt
    that was cut off has left something."""

    kills: int
    in_work: int
    messages: int
    received: Counter[str]
    recorded: Collection[str]
    per_order: Collection[tuple[int, int]]
    traces: int
    state: State

    @property
    def lost(self) -> int:
        missing = set(self.recorded) - set(self.received)
        never = sum(min(1, mails) + min(1, documents) != 2 for mails, documents in self.per_order)
        return self.state.waiting + len(missing) + never

    @property
    def doubled(self) -> int:
        unknown = set(self.received) - set(self.recorded)
        twice = sum(mails > 1 or documents > 1 for mails, documents in self.per_order)
        return len(unknown) + twice

    @property
    def again(self) -> int:
        """Mails that came once more, with the Message-ID that they had."""
        return self.received.total() - len(self.received)

    def row(self) -> Row:
        return Row(
            f"R2 Arbetaren dödad {self.kills} gånger",
            "0 förlorade, 0 dubbla, högst ett mejl om per gång",
            f"{self.lost} förlorade, {self.doubled} dubbla, {self.again} mejl om, {self.traces} spår av avbrott; "
            f"{self.messages} meddelanden, "
            f"{self.received.total()} mejl, {self.in_work} gånger mitt i arbete",
            bool(self.per_order)
            and not self.lost
            and not self.doubled
            and self.again <= self.kills
            and self.in_work > 0
            and not self.traces
            and self.state.sound,
        )


@dataclass(frozen=True, slots=True)
class Emptied:
    """R3. ``resumed`` is seconds from the kill to the first message done, None when none was; ``left_in_broker`` the
    tasks that the broker held when it had been emptied; ``alive`` the same as ``resumed`` with nobody killed."""

    resumed: float | None
    alive: float | None
    left_in_broker: int
    signed_in: bool
    state: State

    def row(self) -> Row:
        times = (self.resumed, self.alive)
        return Row(
            "R3 Arbetaren dödad och kön tömd",
            f"igång inom {RESUMES_WITHIN:.0f} s, inget förlorat",
            f"{seconds(self.resumed)} (med arbetaren vid liv {seconds(self.alive)}); {self.state.waiting} väntar; "
            f"inloggade är {'kvar' if self.signed_in else 'UTE'}",
            within(times, RESUMES_WITHIN) and not self.left_in_broker and self.signed_in and self.state.sound,
        )
