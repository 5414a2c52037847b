"""Reading notices: the list, one of them, and the banners of every page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.core.units.models import CareUnit
from portal.core.web.context import head_of
from portal.core.web.pages import one_or_404, own_units, signed_in
from portal.core.web.paging import page_of
from portal.notices.access import kinds_for, may_acknowledge, may_update
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.models import Kind, Notice, NoticeUnit

_STATES = {"oppna": False, "avslutade": True}


@require_GET
@signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices that the person sees, latest first, by kind and by whether they are over."""
    chosen, kind = request.GET.get("lage", ""), request.GET.get("slag", "")
    notices = Notice.objects.visible_to(request.roles)
    if chosen in _STATES:
        notices = notices.filter(published_at__isnull=False, closed_at__isnull=not _STATES[chosen])
    if kind in Kind.values:
        notices = notices.filter(kind=kind)
    context = {
        "page": page_of(request, notices, ("-id",)),
        "chosen": chosen if chosen in _STATES else "",
        "kind": kind if kind in Kind.values else "",
        "kinds": Kind.choices,
        "may_write": any(kinds_for(request.roles, region) for region in request.roles.all_region_ids),
    }
    return render(request, "notices/notice_list.html", context)


@require_GET
@signed_in
def notice_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One notice with all that was said of it, and what the person's units are asked to do. Opening it is noted."""
    notices = Notice.objects.visible_to(request.roles).select_related("region")
    notice = one_or_404(notices, number=number)
    if notice.published_at is not None:
        open_notice(notice=notice, by=request.user, at=request.at)
    own = {unit.pk: unit for unit in own_units(request)}
    rows = NoticeUnit.objects.filter(notice=notice, unit_id__in=own).select_related("unit", "acknowledged_by")
    context = {
        "notice": notice,
        "updates": notice.updates.select_related("published_by"),
        "units": [(row, bool(may_acknowledge(request.roles, notice, own[row.unit_id]))) for row in rows],
        "may_update": bool(may_update(request.roles, notice)),
        "works_for_region": notice.region_id in request.roles.all_region_ids,
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
    """The banners and the bell anew; nothing when the page already shows them, or nobody is signed in any more."""
    head = head_of(request) if request.user.is_authenticated else None
    if head is None or request.GET.get("har") == head.digest:
        return HttpResponse(status=204)
    return render(request, "notices/_banners.html", {"head": head})
