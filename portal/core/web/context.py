"""What every page knows: the menu, the person, the region and the wish for light or dark.

The ground floor knows neither roles nor orders. The roof registers functions that answer for the signed-in person,
and they are asked only when a page draws its head, so a fragment costs no query.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.core.web.addresses import login_address

APPEARANCES = {"auto": "Som datorn", "light": "Ljust", "dark": "Mörkt"}
APPEARANCE_COOKIE = f"{'__Host-' if settings.PORTAL_HTTPS else ''}portal_appearance"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry in the main menu. ``count`` of waiting things, ``count_label`` what they are, read aloud:
    "2 pågående". ``current`` is found from the address when it is not given. ``within`` is the label of the entry that
    it stands under: it is shown beside that one on the pages of both, and by itself for whoever lacks that one. ``also``
    are further addresses whose pages lie under the entry."""

    label: str
    url: str
    count: int = 0
    count_label: str = "väntar"
    current: bool = False
    within: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nav:
    """The main menu, and the entries beside the one where the person is. ``open`` is the label of theirs."""

    items: tuple[NavItem, ...] = ()
    beside: tuple[NavItem, ...] = ()
    open: str = ""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that the person may work as. ``value`` is the unit's HSA-id."""

    value: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as the head of the page shows it."""

    name: str
    roles: str = ""
    workplace: str = ""
    region: str = ""
    contact: str = ""
    units: tuple[UnitChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above every page that cannot wait. ``key``, in letters, digits and hyphens, names it among the others.
    ``color`` is a message's: danger, warning or info."""

    key: str
    color: str
    icon: str
    title: str
    text: str
    url: str

    @property
    def mark(self) -> str:
        """The key with the contents in short: the same as long as the line says the same."""
        return f"{self.key}.{hashlib.sha256(repr(self).encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of every page tells the person: banners, how many ``more`` there are, how many notices are unread
    and where they are. ``live`` is the address that gives what has changed, to be asked every so many ``seconds``."""

    banners: tuple[Banner, ...] = ()
    more: int = 0
    unread: int = 0
    url: str = ""
    live: str = ""
    seconds: int = 30

    @property
    def marks(self) -> str:
        """What the page shows, in short: the same as long as nothing is new."""
        return ",".join([*(one.mark for one in self.banners), f"mer.{self.more}", f"olasta.{self.unread}"])


NavSource = Callable[[HttpRequest], Iterable[NavItem]]
PersonSource = Callable[[HttpRequest], Person]
HeadSource = Callable[[HttpRequest], Head]
_nav_sources: list[NavSource] = []
_person_sources: list[PersonSource] = []
_head_sources: list[HeadSource] = []


def register_nav(source: NavSource) -> NavSource:
    """Add a function that gives menu items for a request by a signed-in person. Called from ``AppConfig.ready``."""
    if source not in _nav_sources:
        _nav_sources.append(source)
    return source


def register_person(source: PersonSource) -> PersonSource:
    """Set the function that describes the signed-in person: roles, workplace, region and units to choose from."""
    _person_sources[:] = [source]
    return source


def register_head(source: HeadSource) -> HeadSource:
    """Set the function that tells what stands above every page. At most one query."""
    _head_sources[:] = [source]
    return source


def head_of(request: HttpRequest) -> Head | None:
    """The banners and the bell; None when nobody is signed in or no room has registered any."""
    if person_of(request) is None or not _head_sources:
        return None
    return _head_sources[0](request)


def person_of(request: HttpRequest) -> Person | None:
    """The signed-in person, asked for once per request; None when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if not hasattr(request, "_page_person"):
        source = _person_sources[0] if _person_sources else _plain_person
        request._page_person = source(request)
    return request._page_person


_NOT_HERE = (0, False)


def nav_of(request: HttpRequest) -> Nav:
    """The menu, with one item marked as current: the one whose address is the longest start of the page's."""
    if person_of(request) is None:
        return Nav()
    items = _marked([item for source in _nav_sources for item in source(request)], request.path)
    labels = {item.label for item in items if not item.within}
    here = next((item for item in items if item.current), None)
    top = here.within if here and here.within in labels else here.label if here else ""
    under = [item for item in items if item.within == top and top in labels]
    return Nav(
        items=tuple(item for item in items if item.within not in labels),
        beside=tuple([item for item in items if item.label == top and not item.within] + under)
        if under
        else (),
        open=top,
    )


def _marked(items: list[NavItem], path: str) -> list[NavItem]:
    if any(item.current for item in items):
        return items
    here = max(items, key=lambda item: _reach(item, path), default=None)
    return [replace(item, current=item is here and _reach(item, path) > _NOT_HERE) for item in items]


def appearance_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(APPEARANCE_COOKIE, "auto")
    return chosen if chosen in APPEARANCES else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The menu and the person are fetched only if the template asks."""
    return {
        "page_nav": SimpleLazyObject(lambda: nav_of(request)),
        "page_person": SimpleLazyObject(lambda: person_of(request)),
        "page_head": SimpleLazyObject(lambda: head_of(request)),
        "page_appearance": appearance_of(request),
        "page_appearances": APPEARANCES.items(),
        "page_login": login_address(),
        "portal_demo": settings.PORTAL_DEMO,
    }


def _reach(item: NavItem, path: str) -> tuple[int, bool]:
    """How much of the page's address the entry covers; of two that cover as much, the one whose own address it is."""
    hits = [url for url in (item.url, *item.also) if _leads_to(url, path)]
    return max(((len(url), url == item.url) for url in hits), default=_NOT_HERE)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _plain_person(request: HttpRequest) -> Person:
    user = request.user
    return Person(
        name=getattr(user, "display_name", "") or user.get_username(), roles=getattr(user, "title", "")
    )
