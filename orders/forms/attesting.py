"""The orders chosen to be attested together, each with the contents that were on the screen."""

import re
from collections.abc import Iterable

from portal.core.web.paging import PAGE_SIZE

_CHOICE = re.compile(r"([A-Z]-\d{4}-\d{4,9})(?::([0-9a-f]{64}))?", re.ASCII)


def choices_of(values: Iterable[str]) -> dict[str, str]:
    """Order number to content hash, at most a page of them. What is not a choice is passed over."""
    found = (_CHOICE.fullmatch(value) for value in values)
    pairs = [(match[1], match[2] or "") for match in found if match]
    return dict(pairs[:PAGE_SIZE])
