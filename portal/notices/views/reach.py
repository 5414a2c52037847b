"""Whom a notice has reached, for those who write notices in its region."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal.core.access import require
from portal.core.clock import local_date
from portal.core.units.models import Role
from portal.core.web.files import attached
from portal.core.web.pages import for_roles, one_or_404
from portal.core.web.paging import page_of
from portal.notices.access import NOT_AUTHOR, kinds_for
from portal.notices.actions.reach import event_of
from portal.notices.following import mails_in_words, mark_of, reach_as_csv
from portal.notices.forms.reach import ReachFilter
from portal.notices.models import Notice
from portal.notices.models.notice import WRITERS
from portal.notices.queries.reach import ORDER, Reached, latest_mailed, summary_of, units_of, with_reach


@require_GET
@for_roles(*WRITERS)
def show_reach(request: HttpRequest, number: str) -> HttpResponse:
    """Each unit with its mails, who has opened the notice and who has acknowledged it. A draft has reached nobody."""
    notice = _followed(request, number)
    if notice.published_at is None:
        return _to_review(notice)
    event = event_of(notice, latest_mailed(notice))
    form = ReachFilter(request.GET, notice=notice)
    wishes = form.wishes()
    summary = summary_of(notice, event)
    page = page_of(request, units_of(notice, event, wishes), ORDER)
    reached, of_region = with_reach(notice, event, page.rows, is_out=summary.is_out)
    last_day = notice.acknowledge_before
    context = {
        "notice": notice,
        "form": form,
        "summary": summary,
        "page": page,
        "rows": [_shown(one) for one in reached],
        "of_region": _shown(of_region) if of_region else None,
        "is_late": last_day is not None and last_day < local_date(request.at),
        "corrects_addresses": request.roles.in_region(Role.COORDINATOR, notice.region_id),
    }
    return render(request, "notices/reach.html", context)


@require_GET
@for_roles(*WRITERS)
def export_reach(request: HttpRequest, number: str) -> HttpResponse:
    """What the page shows under the same filter, all its pages, as CSV."""
    notice = _followed(request, number)
    if notice.published_at is None:
        return _to_review(notice)
    event = event_of(notice, latest_mailed(notice))
    wishes = ReachFilter(request.GET, notice=notice).wishes()
    rows = units_of(notice, event, wishes).order_by(*ORDER)
    reached, _ = with_reach(notice, event, rows, is_out=summary_of(notice, event).is_out)
    return attached(reach_as_csv(notice, reached), f"mottagare-{notice.number}.csv")


def _followed(request: HttpRequest, number: str) -> Notice:
    """404 for another region's, NotAllowed for whoever has no author's role in this one."""
    notice = one_or_404(Notice.objects.visible_to(request.roles).select_related("region"), number=number)
    if not kinds_for(request.roles, notice.region_id):
        require(NOT_AUTHOR)
    return notice


def _to_review(notice: Notice) -> HttpResponseRedirect:
    return redirect("notices:review", number=notice.number)


def _shown(one: Reached) -> tuple[Reached, object, str]:
    return one, mark_of(one.told), mails_in_words(one.told)
