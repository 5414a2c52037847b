"""The portal's own tags and filters, loaded in every template (a builtin in the settings).

Dates, numbers and words here; the components that draw a box are in ``components.py`` and join this library.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from portal.core import clock
from portal.core.web import formatting, markup
from portal.core.web.templatetags import components, forms

register = template.Library()
register.tags.update(components.register.tags)
register.tags.update(forms.register.tags)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """``{% icon "truck" %}``, ``{% icon "printer" "i-l" %}`` (i-s small, i-l large), ``label=`` when it is read aloud."""
    return markup.icon(name, size, label)


@register.simple_tag
def tag(label: str, color: str = "neutral", icon: str = "") -> SafeString:
    """A state: ``{% tag "Väntar på attest" "warning" "clock" %}``. Colours: neutral info success warning danger."""
    return markup.tag(label, color, icon)


@register.simple_tag
def initials(name: str) -> str:
    """The one or two letters in the person's circle."""
    return formatting.initials(str(name))


@register.filter
def swedish_date(value: date | datetime | None, style: str = "short") -> str:
    """``{{ day|swedish_date }}`` "20 nov", ``:"long"`` "20 november 2026", ``:"weekday"`` "fre 20 nov",
    ``:"time"`` "i dag kl. 09.12"."""
    return formatting.swedish_date(value, style, today=clock.today())


@register.filter
def time_tag(value: date | datetime | None, style: str = "short") -> SafeString:
    """As ``swedish_date`` but inside ``<time datetime="…">``."""
    return markup.time(value, style, today=clock.today())


@register.filter
def period(start: datetime | None, end: datetime | None) -> str:
    """``{{ start|period:end }}`` → lör 28 nov kl. 06.00–07.00"""
    return formatting.swedish_period(start, end, today=clock.today())


@register.filter
def short_month(value: date) -> str:
    """ "nov", for the calendar leaf of a task."""
    return formatting.SHORT_MONTHS[value.month - 1]


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """``{{ 2043|number }}`` → 2 043 with a no-break space."""
    return formatting.number(value)


@register.filter
def plural(count: int, words: str) -> str:
    """Number and word: ``{{ 3|plural:"dag,dagar" }}`` → "3 dagar"."""
    return f"{formatting.number(count)}{formatting.NBSP}{formatting.plural(count, words)}"


@register.filter
def plural_word(count: int, words: str) -> str:
    """The word alone: ``{{ 3|plural_word:"dag,dagar" }}`` → "dagar"."""
    return formatting.plural(count, words)


@register.filter
def or_dash(value: object) -> object:
    """The value, or an en dash that is read as "saknas" where there is none."""
    return markup.missing("saknas") if value in (None, "") else value
