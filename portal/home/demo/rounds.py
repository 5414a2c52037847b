"""The inventory round that goes on now, in every stage at once, and when the next ones begin by themselves."""

from datetime import datetime, timedelta

from inventory.rounds.actions.reviewing import review_round_units
from inventory.rounds.actions.scheduling import save_schedule
from inventory.rounds.content import Dimension, RoundContent, ScheduleContent
from inventory.rounds.models import Decision, Outcome
from portal.core.units.chosen import Chosen
from portal.home.demo.counting import Counting, Odd
from portal.home.demo.past_rounds import plan_past_rounds
from portal.home.demo.places import PROGRAMMES
from portal.home.demo.story import Story

_ASKED = Chosen.of(
    [
        (Dimension.PROGRAMME, PROGRAMMES["H"]),
        (Dimension.MUNICIPALITY, "0880"),
        (Dimension.MUNICIPALITY, "0882"),
    ]
)
_TEXT = (
    "Gå igenom enhetens utrustning rum för rum. Flera kan svara samtidigt, och det går bra att skanna etiketterna med "
    "mobilen. Verksamhetschefen signerar när allt är besvarat."
)
# unit, how much of the list is answered, workdays ago
_HALF = (("norrliden", 0.5, 2), ("figeholm", 0.25, 1), ("strandporten", 0.4, 2))
# unit, what was odd there, workdays ago when it was answered, and when it was signed, if it was
_WHOLE = (
    ("kristineberg", (), 4, 3),
    (
        "alvsten",
        (
            Odd("base-package", Outcome.ELSEWHERE, function="Läkare 4", room="Rum 114"),
            Odd(
                "base-package", Outcome.MISSING, "Sågs senast före sommaren, troligen lämnad till en vikarie."
            ),
            Odd("multifunction-printer", Outcome.DAMAGED, "Luckan är avbruten och papperet fastnar."),
            Odd("access-point", Outcome.MISSING, "Inte på sin plats i taket sedan ombyggnaden."),
        ),
        4,
        2,
    ),
    ("lindsdal", (Odd("base-package", Outcome.ELSEWHERE, function="Sköterska 3", room="Rum 106"),), 4, 3),
    ("smedby", (Odd("base-package", Outcome.DAMAGED, "En rand tvärs över bilden."),), 1, None),
)


def plan_rounds(story: Story) -> None:
    plan_past_rounds(story)
    _plan_running(story)
    story.plan(story.moment(30, 9, 40), lambda at: _plan_ahead(story, at))


def _plan_running(story: Story) -> None:
    counting = Counting(story)
    content = RoundContent(
        "Hälsocentraler i Kalmar och Oskarshamn", _TEXT, story.today + timedelta(days=6), _ASKED
    )
    story.plan(story.moment(6, 8, 20), lambda at: counting.open(content, at))
    for place, odd, answered, signed in _WHOLE:
        story.plan(
            story.moment(answered, 13, 25),
            lambda at, place=place, odd=odd: counting.answer(place, at, odd=odd),
        )
        if signed is not None:
            story.plan(story.moment(signed, 15, 30), lambda at, place=place: counting.sign(place, at))
    for place, share, day in _HALF:
        story.plan(
            story.moment(day, 14, 20),
            lambda at, place=place, share=share: counting.answer(place, at, share=share),
        )
    _plan_finds(story, counting)
    _plan_review(story, counting)
    _plan_strandporten(story, counting)


def _plan_finds(story: Story, counting: Counting) -> None:
    """What stood at Älvsten without being expected: a computer of another unit, and a printer of their own."""

    def find(at: datetime) -> None:
        task = counting.task("paskallavik")
        strange = task.assets.filter(asset__item_code="base-package").select_related("asset").first()
        counting.find("alvsten", at, number=strange.asset.asset_number, function="Läkare 1", room="Rum 110")
        counting.find("alvsten", at, description="Liten svart skrivare utan etikett", room="Expedition")

    story.plan(story.moment(3, 9, 45), find)


def _plan_review(story: Story, counting: Counting) -> None:
    """Two units are reviewed; what Älvsten answered waits."""

    def review(at: datetime) -> None:
        counting.decide("lindsdal", Outcome.ELSEWHERE, Decision.PLACE, at)
        review_round_units(round=counting.round, by=story.people["eva"], at=at)

    story.plan(story.moment(2, 10, 15), review)


def _plan_strandporten(story: Story, counting: Counting) -> None:
    """Two answered for one piece without seeing each other's answer; the rest is left to whoever tries it."""
    jonas, lena = story.people["jonas"], story.people["lena"]
    note = "Stod inte i rummet när jag gick förbi."
    story.plan(
        story.moment(1, 16, 5),
        lambda at: counting.differ("strandporten", at, first=jonas, then=lena, note=note),
    )


def _plan_ahead(story: Story, at: datetime) -> None:
    content = ScheduleContent(
        "Hälsocentralernas inventering",
        _TEXT,
        PROGRAMMES["H"],
        months=12,
        next_on=story.today + timedelta(days=150),
        answer_days=21,
    )
    save_schedule(region=story.region, content=content, by=story.people["eva"], at=at)
