"""A panel of the overview: a chart, a table with the same numbers, and the list behind each number where there is one."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.home.dashboards.charts import Bar, bar_chart
from portal.home.panels import Row


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a panel's table. ``url`` leads to the list behind its first number, empty where no list shows just
    that; ``about`` to what the row is about."""

    label: str
    numbers: tuple[str, ...]
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """``nothing`` is said when there is nothing to draw. ``rows`` name those that the numbers are about."""

    key: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    chart: SafeString | str = ""
    nothing: str = ""
    meta: str = ""
    note: str = ""
    url: str = ""
    link: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def table(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its numbers under their headings."""
        return [(line, list(zip(self.headings[1:], line.numbers, strict=True))) for line in self.lines]


def drawn(key: str, title: str, bars: list[Bar], *, part: str = "") -> SafeString | str:
    return bar_chart(key, title, bars, part=part) if any(bar.value for bar in bars) else ""
