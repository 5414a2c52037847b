"""The list of assets: filters, order and columns in the address, and the saved views above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inventory.access import CHANGES_ASSETS, KEEPERS, SEES_ASSETS
from inventory.columns import COLUMNS, USUAL, Column, columns_called, sorted_by
from inventory.forms.assets import AssetFilter
from inventory.forms.views import ViewForm
from inventory.models import Asset
from inventory.presentation import STATE_TAGS
from inventory.queries.lists import Wishes, list_assets, parts_in_words
from inventory.queries.saved import views_above
from portal.core.web.pages import for_roles, own_units
from portal.core.web.paging import page_of

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """``url`` sorts by the column, the other way when the list is sorted by it already; empty: it does not sort."""

    title: str
    url: str = ""
    sorting: str = ""


@require_GET
@for_roles(*SEES_ASSETS)
def asset_list(request: HttpRequest) -> HttpResponse:
    form = AssetFilter(request)
    wishes, pairs = form.wishes(), form.pairs()
    names = shown_columns(request, wishes)
    page = page_of(request, *sorted_by(list_assets(request.roles, wishes), wishes.order))
    adapting = request.GET.get("visa") == "kolumner"
    may_mark = request.roles.has(*CHANGES_ASSETS)
    marking = may_mark and request.GET.get("visa") == "markera"
    several = _sees_several(request)
    context = {
        "form": form,
        "wishes": wishes,
        "page": page,
        "query": urlencode(pairs),
        "kept": [pair for pair in pairs if pair[0] != "kolumner"],
        "headings": _headings(columns_called(names), pairs, wishes.order),
        "usual": not wishes.columns and not marking,
        "marking": marking,
        "may_mark": may_mark,
        "keeps": request.roles.has(*KEEPERS),
        "rows": _rows(page.rows, columns_called(names)[1:] if wishes.columns or marking else []),
        "shows_units": "enhet" in names,
        "unit": page.rows[0].unit if page.rows and (wishes.unit or not several) else None,
        "views": views_above(request.roles),
        "columns": [(name, column.title, name in names) for name, column in COLUMNS.items()],
        "view_form": ViewForm(request.roles) if adapting else None,
    }
    return render(request, "inventory/asset_list.html", context)


def shown_columns(request: HttpRequest, wishes: Wishes) -> tuple[str, ...]:
    """The chosen columns, else the usual ones; whoever sees one unit alone needs no column for it."""
    if wishes.columns:
        return wishes.columns
    one = bool(wishes.unit) or not _sees_several(request)
    return tuple(name for name in USUAL if name != "enhet" or not one)


def _sees_several(request: HttpRequest) -> bool:
    return bool(request.roles.all_region_ids) or len(own_units(request)) > 1


def _rows(assets: Sequence[Asset], chosen: list[Column]) -> list[tuple[Any, ...]]:
    """What the template draws: the piece, its parts, its state, and what chosen columns show."""
    parts = parts_in_words(assets)
    return [
        (
            asset,
            parts.get(asset.pk, ""),
            STATE_TAGS.get(asset.state),
            [
                (one.title, *one.shown(asset), parts.get(asset.pk, "") if one.name == "artikel" else "")
                for one in chosen
            ],
        )
        for asset in assets
    ]


def _headings(columns: Iterable[Column], pairs: Pairs, order: str) -> list[Heading]:
    rest = [pair for pair in pairs if pair[0] != "ordning"]
    by, falls = order.removeprefix("-") or "nummer", order.startswith("-")
    found = []
    for column in columns:
        if not column.sorts:
            found.append(Heading(column.title))
            continue
        here = column.name == by
        turned = f"-{column.name}" if here and not falls else column.name
        wish = [] if turned == "nummer" else [("ordning", turned)]
        sorting = ("descending" if falls else "ascending") if here else ""
        found.append(Heading(column.title, f"?{urlencode([*rest, *wish])}", sorting))
    return found
