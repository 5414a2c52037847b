"""Inventory rounds from before: one that is closed, and one that a unit is late with."""

from datetime import datetime

from inventory.rounds.actions.closing import close_round
from inventory.rounds.actions.reviewing import review_round_units
from inventory.rounds.actions.scheduling import open_scheduled, save_schedule
from inventory.rounds.chasing import REMIND_AFTER, remind_units
from inventory.rounds.content import Dimension, RoundContent, ScheduleContent
from inventory.rounds.models import Decision, Outcome
from portal.core.clock import local_date
from portal.core.units.chosen import Chosen
from portal.home.demo.counting import Counting, Odd
from portal.home.demo.places import PROGRAMMES
from portal.home.demo.story import Story
from portal.home.demo.telling import count_as_sent_at

_TEXT = "Svara för varje inventarie: finns, finns på annan plats, skadad eller saknas. Chefen signerar när allt är klart."
_BEGAN = 66  # workdays ago
# unit, what was odd there
_ANSWERED = (
    ("sigfrid", ()),
    ("livslinjen", (Odd("base-package", Outcome.ELSEWHERE, function="Kurator 2", room="Rum 124"),)),
    ("livslinjenvast", (Odd("base-package", Outcome.DAMAGED, "Tangenterna E och R fastnar."),)),
    ("samtalosk", (Odd("label-printer", Outcome.MISSING, "Letade i alla rum, hittas inte."),)),
    ("sinneslugn", ()),
    ("samtalshuset", ()),
)
_LATE_BY = 22  # workdays ago when the answers were due


def plan_past_rounds(story: Story) -> None:
    _plan_closed(story)
    _plan_late(story)


def _plan_closed(story: Story) -> None:
    """Opened by its schedule, answered by all, reviewed and closed."""
    counting, eva = Counting(story), story.people["eva"]
    began = story.moment(_BEGAN, 4, 10)
    content = ScheduleContent(
        "Psykisk hälsa", _TEXT, PROGRAMMES["P"], months=12, next_on=local_date(began), answer_days=14
    )

    def open_by_itself(at: datetime) -> None:
        counting.round = open_scheduled(schedule=counting.schedule, by=None, at=at)

    def review(at: datetime) -> None:
        counting.decide("livslinjen", Outcome.ELSEWHERE, Decision.PLACE, at)
        counting.decide("samtalosk", Outcome.MISSING, Decision.MISSING, at)
        note = "Tangenterna E och R fastnar."
        counting.decide("livslinjenvast", Outcome.DAMAGED, Decision.INCIDENT, at, note=note)
        review_round_units(round=counting.round, by=eva, at=at)

    def write(at: datetime) -> None:
        counting.schedule = save_schedule(region=story.region, content=content, by=eva, at=at)

    story.plan(story.moment(_BEGAN + 4, 10), write)
    story.plan(began, open_by_itself)
    for count, (place, odd) in enumerate(_ANSWERED):
        day = _BEGAN - 2 - count
        story.plan(
            story.moment(day, 13), lambda at, place=place, odd=odd: counting.answer(place, at, odd=odd)
        )
        story.plan(story.moment(day, 15), lambda at, place=place: counting.sign(place, at))
    story.plan(story.moment(_BEGAN - 11, 10, 30), review)
    story.plan(
        story.moment(_BEGAN - 11, 11),
        lambda at: close_round(round=counting.round, note="", by=eva, at=at),
    )


def _plan_late(story: Story) -> None:
    """Öland: three units have answered, Norrvik has begun and its branch has not; both have been reminded."""
    counting = Counting(story)
    due = story.workdays[_LATE_BY]
    asked = Chosen.of([(Dimension.MUNICIPALITY, "0840"), (Dimension.MUNICIPALITY, "0885")])
    content = RoundContent("Öland", _TEXT, due, asked)
    story.plan(story.moment(_LATE_BY + 12, 9), lambda at: counting.open(content, at))
    odd = (Odd("base-package", Outcome.ELSEWHERE, function="Reception 2", room="Entré"),)
    for place, what, day in (("kopingsvik", odd, 29), ("farjestaden", (), 27), ("degerhamn", (), 25)):
        story.plan(
            story.moment(day, 10), lambda at, place=place, what=what: counting.answer(place, at, odd=what)
        )
        story.plan(story.moment(day, 14), lambda at, place=place: counting.sign(place, at))
    story.plan(
        story.moment(24, 10),
        lambda at: counting.decide("kopingsvik", Outcome.ELSEWHERE, Decision.PLACE, at),
    )
    story.plan(
        story.moment(24, 10, 10),
        lambda at: review_round_units(round=counting.round, by=story.people["eva"], at=at),
    )
    story.plan(story.moment(23, 11), lambda at: counting.answer("norrvik", at, share=0.6))
    for days in (0, *REMIND_AFTER):
        story.plan(story.moment(_LATE_BY - days, 7), _remind)


def _remind(at: datetime) -> None:
    """As the clock does every morning. Nobody gets a mail today about a reminder of last month."""
    remind_units(at)
    count_as_sent_at(at)
