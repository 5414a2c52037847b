"""The ordinary year: what units ordered and got, and how their figures moved, drawn from a fixed seed."""

from datetime import datetime, timedelta

from orders.models import OrderLine
from portal.core.units.actions.figures import confirm_figures, report_figures, verify_figures
from portal.home.demo.orders import Job
from portal.home.demo.places import OUTSIDE, PLACES, Place
from portal.home.demo.stock import LACKS, PLACES_TO_STAND, SHARED
from portal.home.demo.story import YEAR, Story

# Their orders are told in ``now.py``.
_SCRIPTED = ("strandporten", "tallhojd", "kvarnbacken", "boda", "nyoppnad")
_NEEDS = (
    "extra-screen",
    "wipeable-keyboard-mouse",
    "personal-video",
    "dictation:module",
    "extra-label-printer",
    "group-printer",
)
_DAMAGES = (
    "Sprucken skärm i kartongen.",
    "Startar inte.",
    "Locket är buckligt.",
    "Nätdelen saknas och höljet är skadat.",
)
_COMPLETE = (
    "Skriv hur många arbetsplatser behovet gäller och vilka arbetsuppgifter det är.",
    "Ange vilken funktion datorn är till för, den kan inte vara personlig.",
)
_REFUSALS = (
    "Behovet täcks av den utrustning som enheten fick i våras. Återkom om läget ändras.",
    "Regionen byter modell nästa månad. Skicka beställningen igen då.",
)
ORDERS_PER_UNIT = 3
# Workdays ago when the substitute attested in the ordering manager's place.
SUMMER = (110, 92)


def plan_year(story: Story) -> None:
    for place in PLACES:
        if place.key in _SCRIPTED or place.municipality == OUTSIDE[0]:
            continue
        for text in _wishes(story, place):
            _plan_order(story, place, text)
    _plan_figures(story)


def _wishes(story: Story, place: Place) -> list[str]:
    """What a unit orders in the year. Never more than its figures give, so that every order gets through."""
    rng = story.rng
    cap = min(place.staff, place.listed * 10 // 1000) if place.lists_patients else place.staff
    left = max(0, cap - place.packages - 2)  # two are left for what happens now
    wishes = []
    for _ in range(min(left, 2)):
        function, room = rng.choice(PLACES_TO_STAND)
        docking = "+docking-station" if rng.random() < 0.6 else ""
        variant = f"laptop{docking}" if rng.random() < 0.75 else "desktop"
        wishes.append(f"1 base-package:{variant} @{function}/{room}")
    lacks = [code for code in LACKS.get(place.key, ()) if place.key in ("rockneby", "overum", "malilla")]
    wishes += [f"1 {code}" for code in lacks if code in SHARED]
    while len(wishes) < ORDERS_PER_UNIT:
        function, room = rng.choice(PLACES_TO_STAND)
        wishes.append(f"1 {rng.choice(_NEEDS)} @{function}/{room}")
    rng.shuffle(wishes)
    return wishes


def _plan_order(story: Story, place: Place, text: str) -> None:
    rng = story.rng
    day = rng.randrange(28, YEAR - 5)
    days = [day]
    for least, most in ((0, 3), (0, 4), (3, 9), (0, 4)):
        days.append(days[-1] - rng.randint(least, most))
    job = Job(story, place.key, text, tuple(days))
    fate = rng.random()
    if fate < 0.05:
        job.days, job.ending, job.reason = tuple(days[:2]), "turn_down", OrderLine.Reason.HAS_ALREADY
    elif fate < 0.10:
        job.days, job.ending, job.reason = tuple(days[:3]), "refuse", rng.choice(_REFUSALS)
    elif fate < 0.14:
        job.days, job.ending = tuple(days[:2]), "withdraw"
    elif fate < 0.19:
        _with_completion(job, days)
        return
    elif fate < 0.23:
        job.ending, job.reason = "deliver_anew", rng.choice(_DAMAGES)
    if SUMMER[1] < job.days[min(2, len(job.days) - 1)] <= SUMMER[0]:
        job.attester = "karin"
    job.plan()


def _with_completion(job: Job, days: list[int]) -> None:
    """Sent back on the day that it came, mended the same day, and then the rest as usual some days later."""
    story = job.story
    job.reason = story.rng.choice(_COMPLETE)
    start, later = days[0], [day - 4 for day in days]
    if SUMMER[1] < later[2] <= SUMMER[0]:
        job.attester = "karin"
    story.plan(story.moment(start, 8), job.submit)
    story.plan(story.moment(start, 9, 30), job.mend)
    for name, day, hour in (("attest", later[2], 11), ("deliver", later[3], 13), ("confirm", later[4], 15)):
        story.plan(story.moment(day, hour), getattr(job, name))


def _plan_figures(story: Story) -> None:
    """Half of the units grew a little in the year, and most said twice that nothing had changed."""
    for place in PLACES:
        if place.key in _SCRIPTED or place.staff is None:
            continue
        day = story.rng.randrange(60, YEAR - 30)
        if story.rng.random() < 0.5:
            _plan_growth(story, place, day)
        story.plan(story.moment(day - 40, 14, 20), lambda at, place=place: _confirm(story, place, at))


def _plan_growth(story: Story, place: Place, day: int) -> None:
    staff = place.staff + story.rng.randint(0, 2)
    listed = place.listed + story.rng.randint(20, 160) if place.lists_patients else 0

    def report(at: datetime) -> None:
        figures = report_figures(
            unit=story.units[place.key],
            care_staff=staff,
            listed_patients=listed,
            valid_from=at.date() + timedelta(days=6),
            by=story.heads[place.key],
            at=at,
        )
        story.plan(
            story.later(at, 1, hours=2),
            lambda then: verify_figures(figures=figures, by=story.people["eva"], at=then),
        )

    story.plan(story.moment(day, 10, 5), report)


def _confirm(story: Story, place: Place, at: datetime) -> None:
    confirm_figures(unit=story.units[place.key], by=story.heads[place.key], at=at)
