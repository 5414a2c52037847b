"""The first question of a new notice or template: what is it about?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.web.start import StartTask
from portal.notices.access import kinds_for
from portal.notices.models import Kind
from portal.notices.presentation import ICONS
from portal.notices.queries.choices import templates_for, written_regions

ABOUT = {
    Kind.OUTAGE: "Något fungerar inte som det ska just nu.",
    Kind.MAINTENANCE: "Arbete på en bestämd tid. Berätta minst 7 dagar i förväg.",
    Kind.CHANGE: "Bilagan eller katalogen ändras. Enheterna kvitterar.",
    Kind.INFORMATION: "Något annat som enheterna behöver veta.",
    Kind.INVENTORY: "Enheterna ska gå igenom sin utrustning. De kvitterar.",
}
MOST_TEMPLATES = 200


def choose_kind(request: HttpRequest, goal: str, title: str, *, with_templates: bool = False) -> HttpResponse:
    """The kinds that the person may write, by region, as ways on to ``goal``; and the templates."""
    regions = written_regions(request.roles)
    templates = list(templates_for(request.roles)[:MOST_TEMPLATES]) if with_templates else []
    groups = [
        (
            region,
            [
                StartTask(
                    str(Kind(kind).label),
                    ABOUT[Kind(kind)],
                    f"{goal}?slag={kind}&region={region.code}",
                    "Välj",
                    icon=ICONS[kind],
                )
                for kind in kinds_for(request.roles, region.pk)
            ],
            [one for one in templates if one.region_id == region.pk],
        )
        for region in regions
    ]
    context = {
        "groups": groups,
        "title": title,
        "with_templates": with_templates,
        "several": len(regions) > 1,
    }
    return render(request, "notices/notice_choose.html", context)
