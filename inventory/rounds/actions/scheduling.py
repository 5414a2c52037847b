"""Schedules: rounds that are opened again every so many months."""

from datetime import date, datetime, timedelta

from django.db import transaction

from inventory.rounds.access import may_run
from inventory.rounds.actions.checking import LONGEST
from inventory.rounds.actions.opening import MOST_DAYS, open_round
from inventory.rounds.content import Dimension, RoundContent, ScheduleContent
from inventory.rounds.models import InventoryRound, RoundSchedule
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date, months_after
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.chosen import Chosen
from portal.core.units.models import Programme, Region
from portal.core.units.queries import roles_of


def save_schedule(
    *,
    region: Region,
    content: ScheduleContent,
    by: User,
    at: datetime,
    schedule: RoundSchedule | None = None,
) -> RoundSchedule:
    """Write a schedule, new or changed. Raises Errors or Invalid for a content that cannot be used, Conflict when the
    programme has another schedule or it is ended, NotAllowed for others than the coordinator."""
    today = local_date(at)
    _require_usable(content, today)
    with transaction.atomic():
        row = RoundSchedule(region=region) if schedule is None else _lock(schedule)
        require(may_run(roles_of(by, today), row.region_id))
        row.programme = _programme(region, content.programme)
        row.title, row.text = content.title.strip(), content.text.strip()
        row.months, row.answer_days, row.next_on = content.months, content.answer_days, content.next_on
        row.saved_at, row.saved_by = at, by
        with guarded():
            row.save()
        after = {
            "title": row.title,
            "programme": content.programme,
            "months": row.months,
            "answer_days": row.answer_days,
            "next_on": row.next_on,
        }
        record("round_schedule.saved", by=by, at=at, subject=("round_schedule", str(row.pk)), after=after)
    return row


def retire_schedule(*, schedule: RoundSchedule, by: User, at: datetime) -> None:
    """Let no more rounds be opened by it. Raises Conflict when it is ended already, NotAllowed for others than the
    coordinator."""
    with transaction.atomic():
        row = _lock(schedule)
        require(may_run(roles_of(by, local_date(at)), row.region_id))
        row.retired_at, row.retired_by = at, by
        row.save(update_fields=["retired_at", "retired_by"])
        record("round_schedule.retired", by=by, at=at, subject=("round_schedule", str(row.pk)))


def open_scheduled(*, schedule: RoundSchedule, by: User | None, at: datetime) -> InventoryRound | None:
    """Open the round of a schedule that is due and set its next day. None: it was not due, or there was no unit to ask.
    ``by`` None is the portal itself."""
    today = local_date(at)
    with transaction.atomic():
        rows = RoundSchedule.objects.in_use().select_for_update(of=("self",))
        due = rows.select_related("region", "programme").filter(pk=schedule.pk, next_on__lte=today).first()
        if due is None:
            return None
        while due.next_on <= today:
            due.next_on = months_after(due.next_on, due.months)
        due.save(update_fields=["next_on"])
        chosen = Chosen.of([(Dimension.PROGRAMME, due.programme.code)] if due.programme else [])
        content = RoundContent(due.title, due.text, today + timedelta(days=due.answer_days), chosen)
        try:
            return open_round(region=due.region, content=content, by=by, at=at, schedule=due)
        except Conflict:
            return None


def _require_usable(content: ScheduleContent, today: date) -> None:
    faults = text_faults("title", content.title, LONGEST["title"], missing="Skriv en rubrik.")
    faults += text_faults("text", content.text, LONGEST["text"])
    if not 1 <= content.months <= 60:
        faults.append(Invalid("months", "Ange 1 till 60 månader.", field="months"))
    if not 1 <= content.answer_days <= 180:
        faults.append(Invalid("answer_days", "Ange 1 till 180 dagar.", field="answer_days"))
    if not today < content.next_on <= today + timedelta(days=5 * MOST_DAYS):
        faults.append(Invalid("next_on", "Ange en dag efter i dag, högst fem år fram.", field="next_on"))
    raise_faults(faults)


def _programme(region: Region, code: str) -> Programme | None:
    if not code:
        return None
    programme = Programme.objects.filter(region=region, code=code).first()
    if programme is None:
        raise Invalid("unknown_programme", "Välj ett vårdval i listan.", field="programme")
    return programme


def _lock(schedule: RoundSchedule) -> RoundSchedule:
    row = RoundSchedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    if row.retired_at:
        raise Conflict("schedule_retired", "Schemat är avslutat. Skapa ett nytt.")
    return row
