"""Numbers as bars in SVG, drawn on the server. Pure: text in, text out, and every text is escaped.

A row is a line of text with its bar below, in per cent of the width, so that it is read as well in a phone as on a wide
screen. Colours come from the style sheet by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.web.formatting import number

ROW = 46
BASELINE, TOP, THICK = 16, 24, 10
LEAST = 1.0  # per cent: what is not nothing is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` of ``value`` is drawn in the colour of what needs attention. ``of``: what the whole width stands for,
    if not the greatest of the bars. ``text`` stands to the right instead of the number."""

    label: str
    value: int
    part: int = 0
    of: int = 0
    text: str = ""

    @property
    def told(self) -> str:
        return self.text or number(self.value)


def bar_chart(key: str, title: str, bars: Sequence[Bar], *, part: str = "") -> SafeString:
    """The bars as an SVG picture whose description holds the same numbers. ``key`` is unique on the page, ``part``
    what the attention-coloured part is called: "förbi planerat utbyte"."""
    most = max((bar.value for bar in bars), default=0)
    rows = format_html_join("", "{}", ((_row(bar, place, most),) for place, bar in enumerate(bars)))
    told = " ".join(_sentence(bar, part) for bar in bars)
    return format_html(
        '<svg class="staplar" role="img" aria-labelledby="{0}-t {0}-d" width="100%" height="{1}">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>{4}</svg>',
        key, len(bars) * ROW, title, told, rows,
    )  # fmt: skip


def _row(bar: Bar, place: int, most: int) -> SafeString:
    y, whole = place * ROW, bar.of or most
    drawn = [("d-vag", 100.0), ("d-stapel", share(bar.value, whole)), ("d-del", share(bar.part, whole))]
    bars = format_html_join(
        "",
        '<rect class="{}" y="{}" width="{}%" height="{}" rx="{}"/>',
        ((name, y + TOP, f"{wide:.2f}", THICK, THICK // 2) for name, wide in drawn if wide),
    )
    return format_html(
        '<text y="{0}">{1}</text><text class="d-tal" x="100%" y="{0}" text-anchor="end">{2}</text>{3}',
        y + BASELINE, bar.label, bar.told, bars,
    )  # fmt: skip


def share(value: int, whole: int) -> float:
    """Per cent of the width. Nothing is 0, the least something is seen, and no bar is longer than the width."""
    return min(100.0, max(LEAST, value * 100 / whole)) if value > 0 and whole > 0 else 0.0


def _sentence(bar: Bar, part: str) -> str:
    more = f", varav {number(bar.part)} {part}" if part and bar.part else ""
    return f"{bar.label}: {bar.told}{more}."
