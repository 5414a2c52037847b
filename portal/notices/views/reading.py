"""Reading notices: the list, one of them, and the banners of every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.core.clock import local_date
from portal.core.units.models import CareUnit
from portal.core.web.context import head_of
from portal.core.web.pages import one_or_404, own_units, signed_in
from portal.core.web.paging import page_of
from portal.core.web.shown import Tag
from portal.notices.access import kinds_for, may_acknowledge, may_update
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.audience import Audience, concerns
from portal.notices.changes import changes_since
from portal.notices.head import notices_of
from portal.notices.models import Kind, Notice, NoticeUnit
from portal.notices.models.notice import WRITERS
from portal.notices.presentation import ICONS, state_tag
from portal.notices.queries.audience import names_in

MOST_DRAFTS = 20
_STATES = {"oppna": False, "avslutade": True}


@dataclass(frozen=True, slots=True)
class ListRow:
    """A notice in the list."""

    notice: Notice
    tag: Tag
    unread: bool


@require_GET
@signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices that the person sees, latest first, by kind and by whether they are over. Authors see drafts first."""
    chosen, kind = request.GET.get("lage", ""), request.GET.get("slag", "")
    visible = Notice.objects.visible_to(request.roles)
    notices = visible.filter(published_at__isnull=False)
    if chosen in _STATES:
        notices = notices.filter(closed_at__isnull=not _STATES[chosen])
    if kind in Kind.values:
        notices = notices.filter(kind=kind)
    page = page_of(request, notices, ("-id",))
    kinds = {region: kinds_for(request.roles, region) for region in request.roles.all_region_ids}
    writes = any(kinds.values())
    # What the bell counts, so that the two agree: an author's own notices and old ones are no news.
    unread = {one.number for one in notices_of(request) if one.unread}
    context = {
        "page": page,
        "rows": [ListRow(one, state_tag(one, request.at), one.number in unread) for one in page.rows],
        "drafts": _drafts(visible, kinds) if writes else (),
        "chosen": chosen if chosen in _STATES else "",
        "kind": kind if kind in Kind.values else "",
        "kinds": Kind.choices,
        "may_write": writes,
    }
    return render(request, "notices/notice_list.html", context)


def _drafts(visible: QuerySet[Notice], kinds: Mapping[int, tuple[str, ...]]) -> QuerySet[Notice]:
    """The drafts that the person may go on with: those of the kinds that he writes in the region."""
    own = (Q(region_id=region, kind__in=written) for region, written in kinds.items())
    return visible.filter(reduce(or_, own), published_at__isnull=True).order_by("-pk")[:MOST_DRAFTS]


@require_GET
@signed_in
def notice_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One notice with all that was said of it, and what the person's units are asked to do. Opening it is noted."""
    notices = Notice.objects.visible_to(request.roles).select_related("region")
    notice = one_or_404(notices, number=number)
    if notice.published_at is None:
        return redirect("notices:review", number=number)
    open_notice(notice=notice, by=request.user, at=request.at)
    own = {unit.pk: unit for unit in own_units(request)}
    rows = NoticeUnit.objects.filter(notice=notice, unit_id__in=own).select_related("unit", "acknowledged_by")
    names = names_in(notice.region_id, local_date(request.at))
    context = {
        "notice": notice,
        "icon": ICONS[notice.kind],
        "tag": state_tag(notice, request.at),
        "updates": notice.updates.all(),
        "services": [names.get(code, code) for code in notice.affects],
        "concerns": concerns(Audience.of(notice.audience.values_list("dimension", "value")), names),
        "units": [(row, bool(may_acknowledge(request.roles, notice, own[row.unit_id]))) for row in rows],
        "may_update": bool(may_update(request.roles, notice)),
        "may_follow": notice.region_id in request.roles.regions_with(*WRITERS),
    }
    return render(request, "notices/notice_detail.html", context)


@require_POST
@signed_in
def acknowledge_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The unit named in the form says that it knows."""
    notice = one_or_404(Notice.objects.visible_to(request.roles), number=number)
    units = CareUnit.objects.visible_to(request.roles)
    unit = one_or_404(units, hsa_id=request.POST.get("unit", "").upper())
    acknowledge(notice=notice, unit=unit, by=request.user, at=request.at)
    messages.success(request, f"{unit.name} har kvitterat.")
    return redirect("notices:detail", number=number)


@require_GET
def banners(request: HttpRequest) -> HttpResponse:
    """What has changed of the banners and the bell; nothing when the page shows it already, or nobody is signed in any
    more."""
    head = head_of(request) if request.user.is_authenticated else None
    shown = request.GET.get("har", "")
    if head is None or shown == head.marks:
        return HttpResponse(status=204)
    return render(request, "notices/_banners.html", {"head": head, "changes": changes_since(shown, head)})
