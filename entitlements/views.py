"""The appendix, readable by anyone: it is the text of a public contract."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from entitlements.models import AppendixVersion, CatalogueItem, Clause, Kind
from entitlements.presentation import Paragraph, anchor_of, paragraphs_of, terms_in_words
from entitlements.queries import catalogue_of
from portal.core.clock import local_date
from portal.core.units.models import Region
from portal.core.web.markup import icon_names


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with its place on the page. ``number``: "§3a"; ``is_part``: it stands below a whole paragraph."""

    clause: Clause
    anchor: str
    number: str
    is_part: bool
    paragraphs: list[Paragraph]


@dataclass(frozen=True, slots=True)
class Section:
    """The items of a kind, each with its icon, the place of its clause and the paragraph."""

    name: str
    items: list[tuple[CatalogueItem, str, str, str]]


@require_GET
def show_appendix(request: HttpRequest) -> HttpResponse:
    """The version that holds today, or the one asked for by ``?version=``: text, terms, catalogue and versions.

    ``?region=`` chooses region where there are several.
    """
    published = AppendixVersion.objects.filter(published_at__isnull=False).select_related("region")
    regions = list(Region.objects.filter(appendices__in=published).distinct().order_by("name"))
    region = _region(request, regions)
    versions = list(published.filter(region=region).order_by("-valid_from", "-pk")) if region else []
    version = _version(request, versions)
    context: dict[str, Any] = {"regions": regions, "region": region, "versions": versions, "version": version}
    if version is not None:
        context |= {
            "on": local_date(request.at),
            "clauses": _clauses(version.clauses.order_by("position")),
            "terms": terms_in_words(version.terms),
            "sections": _sections(catalogue_of(version.pk)),
        }
    return render(request, "entitlements/appendix.html", context)


def _region(request: HttpRequest, regions: list[Region]) -> Region | None:
    """The region asked for; else the person's own; else the first."""
    wish = request.GET.get("region")
    if wish:
        found = next((one for one in regions if one.code == wish), None)
        if found is None:
            raise Http404
        return found
    own = request.roles.all_region_ids if request.user.is_authenticated else frozenset()
    return next((one for one in regions if one.pk in own), regions[0] if regions else None)


def _version(request: HttpRequest, versions: list[AppendixVersion]) -> AppendixVersion | None:
    wish, on = request.GET.get("version"), local_date(request.at)
    if wish:
        found = next((one for one in versions if one.version == wish), None)
        if found is None:
            raise Http404
        return found
    holds = (one for one in versions if one.valid_from <= on and (one.valid_to is None or one.valid_to >= on))
    return next(holds, versions[0] if versions else None)


def _clauses(clauses: QuerySet[Clause]) -> list[ClauseView]:
    found = []
    for one in clauses:
        number, _, part = one.clause_id.partition(".")
        view = ClauseView(one, anchor_of(one.clause_id), number, bool(part), paragraphs_of(one.body))
        found.append(view)
    return found


def _sections(catalogue: tuple[CatalogueItem, ...]) -> list[Section]:
    kinds = dict.fromkeys(item.kind for item in catalogue)
    return [
        Section(
            str(Kind(kind).label),
            [
                (item, _icon(item), anchor_of(item.clause), item.clause.partition(".")[0])
                for item in catalogue
                if item.kind == kind
            ],
        )
        for kind in kinds
    ]


def _icon(item: CatalogueItem) -> str:
    """An appendix may name an icon that this version of the portal does not have."""
    return item.icon if item.icon in icon_names() else "package"
