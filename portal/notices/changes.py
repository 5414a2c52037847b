"""What differs between the banners that a page shows and those that it should: each is changed by itself, so that only
what is new is read aloud and whoever stands in another keeps his place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.core.web.context import Banner, Head

_MARK = re.compile(r"([A-Za-z0-9-]{1,20})\.([0-9a-f]{1,8})")
_LONGEST = 500
_OTHERS = ("mer", "olasta")


@dataclass(frozen=True, slots=True)
class Changes:
    """``gone`` are keys of banners to take away. ``told`` are banners with where to put them, as htmx says it; an
    empty place is where the same banner stands already. ``more`` and ``unread``: whether those have changed."""

    gone: tuple[str, ...]
    told: tuple[tuple[Banner, str], ...]
    more: bool
    unread: bool


def changes_since(shown: str, head: Head) -> Changes:
    """What to change on a page whose marks are ``shown``. What cannot be read there is passed over."""
    before = dict(_MARK.findall(shown[:_LONGEST]))
    after = {one.key for one in head.banners}
    return Changes(
        gone=tuple(key for key in before if key not in after and key not in _OTHERS),
        told=tuple(_told(before, head)),
        more=before.get("mer") != str(head.more),
        unread=before.get("olasta") != str(head.unread),
    )


def _told(before: Mapping[str, str], head: Head) -> Iterator[tuple[Banner, str]]:
    place = "afterbegin:#driftband"
    for banner in head.banners:
        mark = banner.mark.removeprefix(f"{banner.key}.")
        if banner.key not in before:
            yield banner, place
        elif before[banner.key] != mark:
            yield banner, ""
        place = f"afterend:#band-{banner.key}"
