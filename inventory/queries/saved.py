"""The saved views that stand above the list: remembered for a minute, since every list shows them."""

from collections.abc import Collection
from dataclasses import dataclass

from inventory.models import SavedView
from portal.core.cache import page_cache
from portal.core.units.roles import RoleSet

_KEPT = 60  # seconds


@dataclass(frozen=True, slots=True)
class ViewLink:
    name: str
    query: str
    own: bool


def views_above(roles: RoleSet) -> list[ViewLink]:
    """The person's own and those shared with him, by name. At most one query."""

    def read() -> list[ViewLink]:
        rows = SavedView.objects.visible_to(roles).values_list("name", "query", "owner_id")
        return [ViewLink(name, query, owner == roles.user_id) for name, query, owner in rows]

    return page_cache.get_or_set(_key(roles.user_id), read, _KEPT)


def forget_views(people: Collection[int]) -> None:
    """Let the people see at once what they have changed themselves."""
    for user_id in people:
        page_cache.delete(_key(user_id))


def _key(user_id: int) -> str:
    return f"inventory.views:{user_id}"
