"""The orders chosen to be attested together, each with the beginning of the hash of what was on the screen.

Sixteen signs are enough to tell that the contents are the same, and a list of fifty stays light.
"""

import re
from collections.abc import Iterable

from orders.models import Order
from portal.core.web.paging import PAGE_SIZE

_CHOICE = re.compile(r"([A-Z]-\d{4}-\d{4,9}):([0-9a-f]{16,64})", re.ASCII)


def choices_of(values: Iterable[str]) -> dict[str, str]:
    """Order number to the beginning of its content hash, at most a page of them. What is not a choice, or does not say
    what was seen, is passed over."""
    found = (_CHOICE.fullmatch(value) for value in values)
    pairs = [(match[1], match[2]) for match in found if match]
    return dict(pairs[:PAGE_SIZE])


def hash_seen(order: Order, beginning: str) -> str:
    """The content hash that the person had on the screen: the order's own when it begins so, else one that is not."""
    return order.content_hash if order.content_hash.startswith(beginning) else beginning
