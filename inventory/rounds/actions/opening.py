"""Opening a round: its units get their task, with what each is expected to have frozen as it is that day."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from inventory.numbers import next_number
from inventory.rounds.access import may_run
from inventory.rounds.actions.checking import LONGEST
from inventory.rounds.content import RoundContent
from inventory.rounds.models import InventoryRound, RoundChoice, RoundSchedule, RoundUnit
from inventory.rounds.queries.choosing import free_units
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.chosen import Chosen
from portal.core.units.models import CareUnit, Region
from portal.core.units.queries import roles_of

SERIES = "INV"
OPENED = "round.opened"
MOST_DAYS = 366
# As inventory.rounds.queries.choosing.expected_at, for every unit of the round at once.
_EXPECT = """
INSERT INTO rounds_roundasset (round_unit_id, asset_id, function, room, sequence, is_conflict, outcome, new_function,
                               new_room, note, decision, decision_note)
SELECT u.id, a.id, a.function, a.room, 0, false, '', '', '', '', '', ''
FROM rounds_roundunit u JOIN inventory_asset a ON a.unit_id = u.unit_id
WHERE u.round_id = %(round)s AND a.part_of_id IS NULL AND a.state = 'IN_USE'
ORDER BY u.id, a.asset_number
"""
_COUNT = """
UPDATE rounds_roundunit u SET expected = (SELECT count(*) FROM rounds_roundasset a WHERE a.round_unit_id = u.id)
WHERE u.round_id = %(round)s
"""


def open_round(
    *,
    region: Region,
    content: RoundContent,
    by: User | None,
    at: datetime,
    schedule: RoundSchedule | None = None,
) -> InventoryRound:
    """Ask the chosen units to inventory. Units that have another round to answer are left out.

    ``by`` None is the portal itself, for a schedule. Raises Errors or Invalid for a content that cannot be used,
    Conflict when no unit is left to ask, NotAllowed for others than the region's coordinator.
    """
    today = local_date(at)
    require_content(content, today)
    with transaction.atomic():
        if by is not None:
            require(may_run(roles_of(by, today), region.pk))
        units = _lock_units(region, content.chosen, today)
        opened = InventoryRound(
            number=next_number(InventoryRound, SERIES, today.year),
            region=region,
            title=content.title.strip(),
            text=content.text.strip(),
            answer_by=content.answer_by,
            schedule=schedule,
            opened_at=at,
            opened_by=by,
        )
        opened.save(force_insert=True)
        RoundChoice.objects.bulk_create(
            RoundChoice(round=opened, dimension=dimension, value=value)
            for dimension, value in content.chosen.rows
        )
        with guarded():
            RoundUnit.objects.bulk_create(RoundUnit(round=opened, unit=unit) for unit in units)
        with connection.cursor() as cursor:
            cursor.execute(_EXPECT, {"round": opened.pk})
            cursor.execute(_COUNT, {"round": opened.pk})
        record(
            OPENED,
            by=by,
            at=at,
            subject=("round", opened.number),
            after={"title": opened.title, "answer_by": opened.answer_by, "units": len(units)},
        )
        enqueue(OPENED, payload={"round": opened.pk}, dedupe_key=f"{OPENED}:{opened.number}", at=at)
    return opened


def require_content(content: RoundContent, today: date) -> None:
    """Raise Errors or Invalid unless a round can be opened with the content on the day."""
    faults = text_faults("title", content.title, LONGEST["title"], missing="Skriv en rubrik.")
    faults += text_faults("text", content.text, LONGEST["text"])
    if content.answer_by <= today:
        faults.append(Invalid("day_past", "Ange en dag efter i dag.", field="answer_by"))
    elif content.answer_by > today + timedelta(days=MOST_DAYS):
        faults.append(Invalid("day_far", "Ange en dag inom ett år.", field="answer_by"))
    for dimension, value in content.chosen.rows:
        if dimension not in RoundChoice.Dimension.values or not 0 < len(value) <= 60:
            faults.append(Invalid("unknown_choice", "Välj enheter i listorna.", field="unit"))
    raise_faults(faults)


def _lock_units(region: Region, chosen: Chosen, on: date) -> list[CareUnit]:
    """The units to ask, locked in the house's order, so that nothing is moved while it is written down."""
    ids = list(free_units(region.pk, chosen, on).values_list("pk", flat=True))
    locked = CareUnit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    units = list(locked.order_by("pk"))
    if not units:
        raise Conflict(
            "nobody_concerned",
            "Ingen enhet att fråga: urvalet är tomt, eller så besvarar enheterna redan en annan inventering.",
        )
    return units
