"""From a template to tagged PDF/UA. The font is embedded from the portal's own files; nothing is fetched.

WeasyPrint is imported when the first document is made: only the worker makes any, and the web's processes are the
lighter for it.
"""

import atexit
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

STYLE = "documents.css"


def pdf_of(template: str, values: dict[str, Any], *, style: str = STYLE) -> bytes:
    """The template as PDF/UA-1: tagged, with language and title. ``style`` is a style sheet among the static files."""
    from weasyprint import HTML

    sheet, fonts = _style(style)
    html = HTML(string=render_to_string(template, values))
    return html.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


@lru_cache(maxsize=4)
def _style(name: str) -> "tuple[CSS, FontConfiguration]":
    """The style sheet with its fonts, read once per process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Let go of the fonts before the interpreter takes the library away beneath them.
    atexit.register(_style.cache_clear)
    fonts = FontConfiguration()
    return CSS(filename=finders.find(name), font_config=fonts), fonts
