"""What a request asks for in all: the sums that the caps are held against."""

from collections.abc import Iterator

from entitlements.rules.limits import base_item, blocked_by, item_entitlement
from entitlements.rules.types import ORDERABLE_KINDS, Appendix, Facts, Item, Request, RequestLine


def known_lines(request: Request, appendix: Appendix) -> Iterator[tuple[RequestLine, Item]]:
    """The lines whose item is in the catalogue, with the item."""
    for line in request.lines:
        item = appendix.items.get(line.item)
        if item is not None:
            yield line, item


def orderable_lines(request: Request, appendix: Appendix) -> Iterator[tuple[RequestLine, Item]]:
    """The lines that ask for hardware which the appendix lets units order."""
    for line, item in known_lines(request, appendix):
        if item.kind in ORDERABLE_KINDS:
            yield line, item


def counted_lines(request: Request, appendix: Appendix) -> Iterator[tuple[RequestLine, Item]]:
    """The orderable lines that are held against the caps: all but those that take another piece's place."""
    return ((line, item) for line, item in orderable_lines(request, appendix) if not line.is_replacement)


def asked_by_item(request: Request) -> dict[str, int]:
    """How many pieces are asked for of each item over all its lines, whatever the variant. A line that asks
    for fewer than one adds nothing, so that it cannot make room for another, nor does a replacement."""
    sums: dict[str, int] = {}
    for line in request.lines:
        more = 0 if line.is_replacement else max(0, line.quantity)
        sums[line.item] = sums.get(line.item, 0) + more
    return sums


def base_packages_asked(request: Request, facts: Facts, appendix: Appendix) -> int:
    """How many base packages the request adds, never more than there is room for: what would be refused
    cannot carry needs-tested equipment."""
    base = base_item(appendix)
    if base is None or blocked_by(base, facts, appendix):
        return 0
    asked = asked_by_item(request).get(base.code, 0)
    left = item_entitlement(base, facts, appendix).left
    return asked if left is None else min(asked, left)
