"""The page of what the outbox has failed with, for administrators."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.core.errors import Conflict
from portal.core.outbox.models import Message
from portal.core.outbox.queries import failing, oldest_unsent_age, waiting
from portal.core.units.models import CareUnit, Role
from portal.core.web.context import NavItem
from portal.core.web.formatting import number, plural
from portal.core.web.pages import for_roles
from portal.core.web.start import StartParts, StartTask
from portal.operations.access import may_look_after_work
from portal.operations.outbox.actions import retry
from portal.operations.outbox.words import name_of

MOST_SHOWN = 100
STUCK_AFTER = 5
"""Tries, some eight minutes: what passes by itself sooner troubles nobody."""
_SLOW = timedelta(minutes=5)


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if may_look_after_work(request.roles):
        yield NavItem("Utkorg", reverse("operations:outbox"), within="Administration")


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show_outbox(request: HttpRequest) -> HttpResponse:
    """What has failed, why, and when it is tried next. POST: try one, or all of it, at once."""
    if request.method == "POST":
        _retry(request)
        return redirect("operations:outbox")
    rows, untried, age = failing(), waiting().count(), oldest_unsent_age(request.at)
    context = {
        "rows": [(message, name_of(message.kind)) for message in rows[:MOST_SHOWN]],
        "failing": rows.count(),
        "waiting": untried,
        "calm": f"{number(untried)} väntar på sin tur." if untried else "Allt har gått iväg.",
        "standing_still": age is not None and age > _SLOW,
    }
    return render(request, "operations/outbox.html", context)


def _retry(request: HttpRequest) -> None:
    chosen = request.POST.get("meddelande", "")
    try:
        count = retry(message=int(chosen) if chosen.isdecimal() else None, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(
            request, f"Portalen försöker igen nu med {number(count)} {plural(count, 'sak,saker')}."
        )


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet[Message]]:
    """What tells whether the start page has anything to say of it."""
    if may_look_after_work(request.roles):
        yield failing(tries=STUCK_AFTER)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """One query."""
    count = failing(tries=STUCK_AFTER).count()
    if not count:
        return StartParts()
    title = f"{number(count)} {plural(count, 'sak,saker')} har fastnat i utkorgen"
    text = "Mejl, dokument eller annat går inte iväg. Se vad som är fel."
    task = StartTask(title, text, reverse("operations:outbox"), "Visa", icon="triangle-alert", urgent=True)
    return StartParts(region_tasks=(task,))
