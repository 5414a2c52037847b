"""The audit log, for the log reviewer to read: who did what, when, to what. Nothing is changed here."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.core.audit.models import AuditEvent
from portal.core.audit.words import subject_name, words_of
from portal.core.clock import STOCKHOLM
from portal.core.search import containing
from portal.core.units.forms.log import LogFilter
from portal.core.units.models import Assignment, CareUnit, Role
from portal.core.units.verifying import ask_to_verify, chain_state
from portal.core.web.pages import for_roles
from portal.core.web.paging import page_of


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the log in plain Swedish."""

    event: AuditEvent
    text: str
    subject: str
    unit_name: str


@for_roles(Role.LOG_REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def show_log(request: HttpRequest) -> HttpResponse:
    """The log, latest first. POST: have its chain verified."""
    if request.method == "POST":
        ask_to_verify(by=request.user, at=request.at)
        messages.info(request, "Kedjan kontrolleras nu. Läs in sidan igen om en stund för att se resultatet.")
        return redirect(request.path)
    form = LogFilter(request)
    page = page_of(request, _narrowed(_events(request), form.chosen), ("-sequence",))
    context = {"filter": form, "page": page, "rows": _lines(page.rows), "chain": chain_state()}
    return render(request, "units/log.html", context)


def _events(request: HttpRequest) -> QuerySet[AuditEvent]:
    """What happened at the units of the reviewer's regions, and what concerns no unit, but for what was done by people
    who have only ever had roles in other regions."""
    regions = request.roles.regions_with(Role.LOG_REVIEWER)
    units = CareUnit.objects.filter(region_id__in=regions).values("hsa_id")
    here = Q(region_id__in=regions) | Q(unit__region_id__in=regions)
    own = Assignment.objects.filter(here).values("user")
    others = Assignment.objects.exclude(user__in=own).values("user__hsa_id")
    return AuditEvent.objects.filter(Q(unit__in=units) | (Q(unit="") & ~Q(actor__in=others)))


def _narrowed(events: QuerySet[AuditEvent], wishes: dict[str, Any]) -> QuerySet[AuditEvent]:
    if text := (wishes.get("q") or "").strip():
        events = events.filter(containing(text, "actor_name", "actor", "on_behalf_of_name", "subject"))
    if unit := (wishes.get("enhet") or "").strip():
        named = CareUnit.objects.filter(containing(unit, "name")).values("hsa_id")
        events = events.filter(Q(unit=unit.upper()) | Q(unit__in=named))
    if wishes.get("handling"):
        events = events.filter(kind=wishes["handling"])
    if wishes.get("fran"):
        events = events.filter(at__gte=datetime.combine(wishes["fran"], time.min, STOCKHOLM))
    if wishes.get("till"):
        day_after = wishes["till"] + timedelta(days=1)
        events = events.filter(at__lt=datetime.combine(day_after, time.min, STOCKHOLM))
    return events


def _lines(events: list[AuditEvent]) -> list[LogLine]:
    """One query for the units' names."""
    names = dict(
        CareUnit.objects.filter(hsa_id__in={event.unit for event in events}).values_list("hsa_id", "name")
    )
    return [
        LogLine(
            event=event,
            text=words_of(event.kind).sentence,
            subject=f"{subject_name(event.subject_kind)} {event.subject}",
            unit_name=names.get(event.unit, event.unit),
        )
        for event in events
    ]
