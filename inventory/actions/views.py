"""Saving a list of assets by a name, for oneself or for all who have the same role."""

from datetime import datetime

from django.db import transaction

from inventory.access import may_change_view, may_share_view
from inventory.models import SavedView
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.models import Region
from portal.core.units.queries import lock_person, roles_of

MOST_VIEWS = 50
_LONGEST, _LONGEST_QUERY = 60, 1_000


def save_view(
    *, name: str, query: str, role: str = "", region: Region | None = None, by: User, at: datetime
) -> SavedView:
    """Keep what a list shows by a name; with a role, for all who have it in the region too.

    Raises Invalid for a name that is empty, too long or not plain and for filters that are too long, NotAllowed for a
    role that the person has not, Conflict for a name that he already uses and for more than fifty views.
    """
    name = _usable_name(name)
    if len(query) > _LONGEST_QUERY:
        raise Invalid("query_too_long", "Filtren är för långa att spara. Korta sökordet och försök igen.")
    with transaction.atomic():
        lock_person(by.pk)
        require(may_share_view(roles_of(by, local_date(at)), role, region))
        if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
            raise Conflict(
                "too_many_views", f"Du har redan {MOST_VIEWS} vyer. Ta bort någon och försök igen."
            )
        view = SavedView(
            owner=by, name=name, query=query, shared_with_role=role, region=region if role else None
        )
        with guarded():
            view.save(force_insert=True)
        record("view.saved", by=by, at=at, subject=("view", name), after=_values(view))
    return view


def change_view(
    *, view: SavedView, name: str, role: str = "", region: Region | None = None, by: User, at: datetime
) -> SavedView:
    """Give a view another name, share it or keep it to oneself. Raises as ``save_view``; NotAllowed for another's."""
    name = _usable_name(name)
    with transaction.atomic():
        view = SavedView.objects.select_for_update(of=("self",)).select_related("region").get(pk=view.pk)
        require(may_change_view(by, view))
        require(may_share_view(roles_of(by, local_date(at)), role, region))
        before = _values(view)
        view.name, view.shared_with_role, view.region = name, role, region if role else None
        with guarded():
            view.save(update_fields=["name", "shared_with_role", "region"])
        record("view.changed", by=by, at=at, subject=("view", name), before=before, after=_values(view))
    return view


def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Take the view away, also for those it was shared with. Raises NotAllowed for another's."""
    with transaction.atomic():
        view = SavedView.objects.select_for_update(of=("self",)).select_related("region").get(pk=view.pk)
        require(may_change_view(by, view))
        view.delete()
        record("view.deleted", by=by, at=at, subject=("view", view.name), before=_values(view))


def _usable_name(name: str) -> str:
    return usable_text("name", " ".join(name.split()), _LONGEST, missing="Skriv ett namn på vyn.")


def _values(view: SavedView) -> dict[str, str]:
    return {
        "name": view.name,
        "query": view.query,
        "role": view.shared_with_role,
        "region": view.region.code if view.region else "",
    }
