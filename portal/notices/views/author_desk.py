"""What the authors' pages share: in which region and of which kind one writes, one's drafts, and the reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.text import is_storable
from portal.core.units.models import CareUnit, Region
from portal.core.web.pages import one_or_404
from portal.notices.access import NOT_AUTHOR, may_write
from portal.notices.actions.checking import content_of, is_short_notice
from portal.notices.audience import Audience, Reason, explain
from portal.notices.content import NoticeContent
from portal.notices.forms.writing import gone_from
from portal.notices.models import Kind, Notice
from portal.notices.presentation import ICONS
from portal.notices.queries.audience import Reach, reach_of, traits_of
from portal.notices.queries.choices import Choices, choices_of, written_regions


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one writes, what, and what there is to choose among."""

    region: Region
    kind: str
    choices: Choices

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the preview tells: the reach, or why it cannot be told; and whether a unit is in it and why."""

    reach: Reach | None = None
    faults: tuple[str, ...] = ()
    unit: CareUnit | None = None
    reasons: tuple[Reason, ...] = ()
    short_notice: bool = False

    @property
    def is_in(self) -> bool:
        return all(one.met for one in self.reasons)


def desk_for(request: HttpRequest, code: str, kind: str) -> Desk:
    """The desk in the region of that code, or in the only one. Raises NotAllowed for a kind that is not one's to write,
    Http404 for another region."""
    regions = written_regions(request.roles)
    if not regions:
        require(NOT_AUTHOR)
    if not code and len(regions) == 1:
        region = regions[0]
    else:
        region = one_or_404(Region.objects.filter(pk__in=[one.pk for one in regions]), code=code)
    return desk_in(request, region, kind)


def desk_in(request: HttpRequest, region: Region, kind: str) -> Desk:
    require(may_write(request.roles, region.pk, kind))
    return Desk(region, kind, choices_of(region, local_date(request.at)))


def own_notice(request: HttpRequest, number: str) -> Notice:
    """A notice that one may write in. 404 for another region's, NotAllowed for whoever only reads it."""
    notices = Notice.objects.visible_to(request.roles).select_related("region")
    notice = one_or_404(notices, number=number)
    require(may_write(request.roles, notice.region_id, notice.kind))
    return notice


def stored_content(notice: Notice) -> NoticeContent:
    return content_of(notice, Audience.of(notice.audience.values_list("dimension", "value")))


def tell_of_gone(request: HttpRequest, content: NoticeContent, choices: Choices) -> None:
    """What a stored content names and the region no longer has is left out, and the author is told."""
    if gone := gone_from(content, choices):
        names = ", ".join(f"”{one}”" for one in gone)
        messages.warning(
            request, f"{names} finns inte längre och är borttaget. Kontrollera vilka som berörs."
        )


def answer_for(request: HttpRequest, region: Region, content: NoticeContent, wanted: str) -> Answer:
    """The reach of the content, and why the unit with the HSA-id ``wanted`` is in it or not."""
    on = local_date(request.at)
    unit = unit_called(region, wanted)
    return Answer(
        reach=reach_of(region.pk, content.audience, on),
        unit=unit,
        reasons=tuple(explain(content.audience, traits_of(unit, on))) if unit else (),
        short_notice=is_short_notice(content, request.at),
    )


def unit_called(region: Region, hsa_id: str) -> CareUnit | None:
    hsa_id = hsa_id.strip().upper()
    if not hsa_id or not is_storable(hsa_id):
        return None
    return CareUnit.objects.filter(region=region, hsa_id=hsa_id).first()


def unanswered(faults: Iterable[str]) -> Answer:
    return Answer(faults=tuple(faults))


def named(codes: Iterable[str], choices: Choices) -> list[str]:
    """Services by their Swedish names."""
    names: dict[str, Any] = dict(choices.services)
    return [names.get(code, code) for code in codes]
