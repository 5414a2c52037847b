"""What notices add to the start page: what to know of beside, and what to do."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse

from portal.core.clock import local_date
from portal.core.units.models import CareUnit
from portal.core.web.start import StartPanel, StartParts, StartTask
from portal.notices.access import AUTHOR_ROLES, may_acknowledge
from portal.notices.head import notices_of
from portal.notices.models import Notice
from portal.notices.presentation import glance
from portal.notices.queries.waiting import not_acknowledged, to_acknowledge, waiting_for_news

MOST_SHOWN = 5
URGENT_WITHIN = timedelta(days=3)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """At most three queries, of which one is the head's own."""
    shown = [glance(one) for one in notices_of(request) if one.open][:MOST_SHOWN]
    panel = StartPanel(
        "Drift och ändringar", "notices/_start.html", shown, url=reverse("notices:list"), link="Visa alla"
    )
    return StartParts(
        tasks=tuple(_of_unit(request, unit)) if unit else (),
        region_tasks=tuple(_of_region(request)),
        panels=(panel,) if shown else (),
    )


def _of_unit(request: HttpRequest, unit: CareUnit) -> Iterator[StartTask]:
    today = local_date(request.at)
    for notice in to_acknowledge(unit):
        if may_acknowledge(request.roles, notice, unit):
            day = notice.acknowledge_before
            yield StartTask(
                f"Kvittera: {notice.title}",
                "Regionen vill veta att ni har tagit del av meddelandet.",
                reverse("notices:detail", args=[notice.number]),
                "Läs och kvittera",
                icon="badge-check",
                due=day,
                urgent=day is not None and day - today <= URGENT_WITHIN,
            )


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(*AUTHOR_ROLES):
        return
    for notice in waiting_for_news(request.roles, request.at):
        yield _task(
            notice, "Uppdatera", "Det är dags att berätta hur det går.", "notices:update", "refresh-cw"
        )
    for notice in not_acknowledged(request.roles, local_date(request.at)):
        text = "Tiden har gått ut och alla enheter har inte kvitterat."
        yield _task(notice, "Följ upp", text, "notices:reach", "users")


def _task(notice: Notice, action: str, text: str, view: str, icon: str) -> StartTask:
    url = reverse(view, args=[notice.number])
    return StartTask(f"{action}: {notice.title}", text, url, action, icon=icon, urgent=True)
