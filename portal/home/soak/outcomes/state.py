"""What must hold in the database afterwards, whatever happened, and how times are judged and told."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class State:
    """What must hold in the database after whatever happened: all four empty, and the chain whole."""

    waiting: int = 0
    half_done: Mapping[str, int] = field(default_factory=dict)
    chain_whole: bool = True

    @property
    def sound(self) -> bool:
        return not self.waiting and not any(self.half_done.values()) and self.chain_whole

    def __str__(self) -> str:
        half = ", ".join(f"{name} {count}" for name, count in self.half_done.items() if count)
        return "; ".join(
            (
                f"{self.waiting} meddelanden väntar",
                f"halva: {half or 'inga'}",
                "loggen hel" if self.chain_whole else "LOGGEN BRUTEN",
            )
        )


def within(times: Collection[float | None], most: float) -> bool:
    return bool(times) and all(one is not None and one <= most for one in times)


def seconds(took: float | None) -> str:
    return "ALDRIG" if took is None else f"{took:.1f} s".replace(".", ",")


def longest(times: Collection[float | None]) -> str:
    return seconds(None if None in times else max((one for one in times if one is not None), default=None))


def statuses(answered: Collection[int] | Counter[int]) -> str:
    counts = answered if isinstance(answered, Counter) else Counter(answered)
    said = ", ".join(f"{count} × {status or 'inget svar'}" for status, count in sorted(counts.items()))
    return said or "inga fel"
