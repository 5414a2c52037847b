"""The smallest pieces of HTML, made in Python since a list page holds hundreds of them."""

import re
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.web import formatting

# The icon that goes with a message or a verdict of each colour.
COLOUR_ICONS = {
    "success": "circle-check",
    "info": "info",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "neutral": "info",
}


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([^"]+)"', sprite))


@lru_cache(maxsize=1024)
def _icon(name: str, size: str, label: str, _storage: str) -> SafeString:
    # In production a missing picture is better than a missing page; in the demo and the tests it shall be found.
    if settings.PORTAL_DEMO and name not in icon_names():
        raise LookupError(f"no icon named {name!r} in static/icons.svg")
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"i {size}".rstrip()
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', css, role, static("icons.svg"), name)


def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A Lucide icon from the sprite. ``size``: extra classes ("i-s", "i-l"). Decoration unless it has a label.

    Firefox before 132 asks ``default-src``, not ``img-src``, for the sprite and leaves the icons out under our policy;
    the words beside them say the same."""
    # The storage is part of the key, so that tests that change it get their own addresses.
    return _icon(name, size, label, settings.STORAGES["staticfiles"]["BACKEND"])


def tag(label: str, color: str = "neutral", icon_name: str = "") -> SafeString:
    """A state in words, with an icon and a colour that repeat what the words say."""
    picture = icon(icon_name) if icon_name else ""
    return format_html('<span class="ds-tag tagg" data-color="{}">{}{}</span>', color, picture, label)


def time(value: date | datetime | None, style: str, *, today: date) -> SafeString:
    """``<time datetime>`` with the Swedish text, or a dash read as "saknas"."""
    if value is None:
        return missing("saknas")
    text = formatting.swedish_date(value, style, today=today)
    return format_html('<time datetime="{}">{}</time>', formatting.iso(value), text)


def missing(read_as: str) -> SafeString:
    """An en dash for the eye and a word for the ear, where a cell has no value."""
    return format_html('<span aria-hidden="true">–</span><span class="ds-sr-only">{}</span>', read_as)
