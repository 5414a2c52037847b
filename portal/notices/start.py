"""What notices add to the start page: what to know of beside, and what to do."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Role
from portal.core.web.pages import own_units
from portal.core.web.start import StartPanel, StartParts, StartTask
from portal.notices.access import may_acknowledge
from portal.notices.head import has_banner, notices_of
from portal.notices.models import Kind, Notice
from portal.notices.models.notice import WRITERS
from portal.notices.presentation import glance
from portal.notices.queries.head import HeadNotice
from portal.notices.queries.waiting import due_in, not_acknowledged, to_acknowledge, waiting_for_news

MOST_SHOWN = 5
NEWS_FOR = timedelta(days=30)
"""How long what is told, and has no time of its own, stays on the start page after it was read."""
URGENT_WITHIN = timedelta(days=3)
_LATEST = datetime.max.replace(tzinfo=UTC)


def beside(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """What to know of. The head's own query alone."""
    return StartParts(panels=tuple(_panels(request)))


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything to do."""
    if unit and request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        yield to_acknowledge([one.pk for one in own_units(request)])
    if request.roles.has(*WRITERS):
        yield due_in(request.roles.all_region_ids, request.at)
        yield not_acknowledged(request.roles, local_date(request.at))


def to_do(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """At most one query for a unit's person and two for an author."""
    return StartParts(tasks=tuple(_of_unit(request)) if unit else (), region_tasks=tuple(_of_region(request)))


def _panels(request: HttpRequest) -> Iterator[StartPanel]:
    """What is to come, the nearest first, and then what is told, the newest first. Outages stand above the page."""
    found = [one for one in notices_of(request) if not has_banner(one) and _is_news(one, request.at)]
    shown = sorted(found, key=_order)
    if shown:
        glances = [glance(one, request.at) for one in shown[:MOST_SHOWN]]
        more = len(shown) > MOST_SHOWN
        yield StartPanel(
            "Drift och ändringar", "notices/_start.html", glances, reverse("notices:list") if more else "",
            f"Visa alla {len(shown)}",
        )  # fmt: skip


def _is_news(one: HeadNotice, at: datetime) -> bool:
    return one.open and (one.unread or one.kind == Kind.MAINTENANCE or at - one.updated_at < NEWS_FOR)


def _order(one: HeadNotice) -> tuple[datetime, float]:
    return one.window_start or _LATEST, -one.updated_at.timestamp()


def _of_unit(request: HttpRequest) -> Iterator[StartTask]:
    """What the person's units are asked to acknowledge, each notice once."""
    if not request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        return
    own = {unit.pk: unit for unit in own_units(request)}
    waiting: dict[Notice, list[CareUnit]] = {}
    for row in to_acknowledge(own):
        if may_acknowledge(request.roles, row.notice, own[row.unit_id]):
            waiting.setdefault(row.notice, []).append(own[row.unit_id])
    for notice, units in waiting.items():
        yield _acknowledge_task(request, notice, units if len(own) > 1 else ())


def _acknowledge_task(request: HttpRequest, notice: Notice, units: Iterable[CareUnit]) -> StartTask:
    day, names = notice.acknowledge_before, ", ".join(unit.name for unit in units)
    return StartTask(
        f"Kvittera: {notice.title}",
        f"Gäller {names}." if names else "Regionen vill veta att ni har tagit del av meddelandet.",
        reverse("notices:detail", args=[notice.number]),
        "Läs och kvittera",
        icon="badge-check",
        due=day,
        urgent=day is not None and day - local_date(request.at) <= URGENT_WITHIN,
    )


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    if not request.roles.has(*WRITERS):
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
