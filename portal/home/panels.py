"""What waits for each region role, as panels of tasks on the start page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from portal.core import clock
from portal.core.notifications.queries import failing_count
from portal.core.units.models import Role
from portal.core.units.queries import people_at_units
from portal.core.web.formatting import NBSP, number, plural, swedish_date
from portal.home.links import link
from portal.home.queries.region import (
    appointed_substitute,
    orders_with_deviations,
    units_over_cap,
)
from portal.home.queries.work import Queue, RegionWork, work_of
from portal.home.tasks import Task


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a short list: a link, and what to know about it."""

    label: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A role's part of the start page. ``nothing`` is said when no task waits; ``notes`` are told below.
    ``beside``: to know rather than to do, in the narrow column."""

    title: str
    tasks: tuple[Task, ...] = ()
    nothing: str = "Inget väntar på dig just nu."
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    url: str = ""
    link: str = ""
    beside: bool = False


def region_panels(request: HttpRequest) -> list[Panel]:
    """A panel for each of the person's region roles, in the order of the job."""
    work = work_of(request)
    return [panel for roles, make in _PANELS if request.roles.has(*roles) for panel in make(request, work)]


def _coordinator(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
    today = clock.local_date(request.at)
    regions = request.roles.regions_with(Role.COORDINATOR)
    checks = "orders:check_queue"
    tasks = [
        _queue_task(work.to_check, "beställning,beställningar", "att granska", checks, "Granska", today),
        _queue_task(
            work.figures,
            "enhets,enheters",
            "uppgifter att kontrollera",
            "home:figures_queue",
            "Kontrollera",
            today,
        ),
        _queue_task(
            work.matters,
            "samverkansärende,samverkansärenden",
            "att besvara",
            "orders:matters",
            "Besvara",
            today,
        ),
        _addresses_task(failing_count(people_at_units(regions, today))),
    ]
    over = units_over_cap(regions, today)
    deviations = orders_with_deviations(regions)
    yield Panel("Granskning och samordning", tuple(task for task in tasks if task))
    if over:
        rows = tuple(
            Row(
                one.name,
                link("home:unit", one.hsa_id),
                f"{number(one.held)} grundpaket, taket är {number(one.cap)}",
            )
            for one in over
        )
        yield Panel("Enheter över taket", rows=rows, nothing="", beside=True)
    if deviations:
        rows = tuple(
            Row(one.number, link("orders:detail", one.number), f"{one.unit.name}: {one.summary}")
            for one in deviations
        )
        yield Panel("Leveranser med avvikelser", rows=rows, nothing="", beside=True)


def _ordering_manager(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
    today = clock.local_date(request.at)
    task = _queue_task(
        work.to_attest, "beställning,beställningar", "att attestera", "orders:attest_queue", "Attestera", today,
        within_rules=True,
    )  # fmt: skip
    notes = [
        f"Du är ersättare för {one.principal_name} till och med {swedish_date(one.valid_to, 'long', today=today)}"
        f"{_limit(one.most_pieces)}."
        for one in request.roles.substitutions
    ]
    own = request.roles.regions.get(Role.ORDERING_MANAGER)
    if own:
        notes.append(_substitute_note(request.user.pk, today))
    yield Panel(
        "Attest",
        (task,) if task else (),
        notes=tuple(notes),
        url=link("units:substitutes") if own else "",
        link="Ersättare",
    )


def _it_delivery(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
    today = clock.local_date(request.at)
    tasks = [
        _queue_task(
            work.to_deliver, "beställning,beställningar", "att leverera", "orders:pick_list", "Plocka", today
        ),
        _queue_task(
            work.to_deliver_rest,
            "beställning,beställningar",
            "där en del återstår",
            "orders:pick_list",
            "Leverera resten",
            today,
        ),
    ]
    yield Panel("Leverans", tuple(task for task in tasks if task))


def _it_coordinator(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
    if request.roles.has(Role.COORDINATOR):
        return
    task = _queue_task(
        work.matters, "samverkansärende,samverkansärenden", "att besvara", "orders:matters", "Besvara",
        clock.local_date(request.at),
    )  # fmt: skip
    yield Panel("Samverkan med vårdenheterna", (task,) if task else ())


def _entries(title: str, *entries: tuple[str, str, str, str, str]) -> Callable[..., Iterator[Panel]]:
    """A panel of entry points: (title, text, icon, address name, action)."""

    def make(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
        tasks = [
            Task(heading, text, link(name), action, icon=icon)
            for heading, text, icon, name, action in entries
        ]
        yield Panel(title, tuple(tasks))

    return make


_PANELS = (
    ((Role.COORDINATOR,), _coordinator),
    ((Role.ORDERING_MANAGER,), _ordering_manager),
    ((Role.IT_DELIVERY,), _it_delivery),
    ((Role.IT_COORDINATOR,), _it_coordinator),
    (
        (Role.CONTROLLER,),
        _entries(
            "Uppföljning",
            ("Beställningar", "Alla enheters beställningar, med läge och kostnadsställe.", "clipboard-list",
             "orders:list", "Visa"),
            ("Utrustning", "Det som enheterna har i bruk. Listan kan hämtas som CSV.", "monitor-smartphone",
             "inventory:list", "Visa"),
        ),
    ),
    (
        (Role.CATALOGUE_EDITOR,),
        _entries(
            "Bilaga och katalog",
            ("Bilagan", "Den version som gäller, med punkter, villkor och katalog.", "scroll-text",
             "entitlements:appendix", "Läs"),
        ),
    ),
    (
        (Role.ADMINISTRATOR,),
        _entries(
            "Administration",
            ("Enheter, personer och uppdrag", "Lägg upp personer och ge dem roller, från och till en dag.", "settings",
             "units:administration", "Öppna"),
        ),
    ),
    (
        (Role.LOG_REVIEWER,),
        _entries(
            "Loggranskning",
            ("Händelseloggen", "Vem som gjorde vad, när och med vad. Kedjan visar om något har ändrats.", "shield-check",
             "home:log", "Granska"),
        ),
    ),
)  # fmt: skip


def _queue_task(
    queue: Queue, forms: str, what: str, name: str, action: str, today: date, *, within_rules: bool = False
) -> Task | None:
    """ "7 beställningar att granska", with the age of the oldest in workdays. None when nothing waits."""
    if not queue.count:
        return None
    text = _age(queue.oldest, today)
    if within_rules:
        text = f"{number(queue.within_rules)} är helt inom reglerna. {text}"
    title = f"{number(queue.count)} {plural(queue.count, forms)} {what}"
    return Task(title, text, link(name), action, icon=_ICONS.get(name, "list-checks"))


def _addresses_task(count: int) -> Task | None:
    """Whoever is not reached does not know it himself, so the coordinator is told."""
    if not count:
        return None
    title = f"{number(count)} {plural(count, 'adress,adresser')} tar inte emot mejl"
    text = "Den som har adressen får inte det som portalen skickar. Rätta adressen."
    if count > 1:
        text = "De som har adresserna får inte det som portalen skickar. Rätta adresserna."
    return Task(title, text, link("units:addresses"), "Rätta", icon="mail")


_ICONS = {
    "orders:check_queue": "clipboard-check",
    "orders:attest_queue": "stamp",
    "orders:pick_list": "truck",
    "orders:matters": "message-square",
    "home:figures_queue": "users",
}


def _age(oldest: datetime | None, today: date) -> str:
    if oldest is None:
        return ""
    days = clock.workdays_between(clock.local_date(oldest), today)
    if days == 0:
        return "Den äldsta kom i dag."
    return f"Den äldsta har väntat {days}{NBSP}{plural(days, 'arbetsdag,arbetsdagar')}."


def _limit(most_pieces: int | None) -> str:
    return "" if most_pieces is None else f", för beställningar med högst {number(most_pieces)} artiklar"


def _substitute_note(user_id: int, today: date) -> str:
    current = appointed_substitute(user_id, today)
    if current is None:
        return "Du har ingen ersättare just nu."
    first = "Från" if current.valid_from > today else "Sedan"
    start = swedish_date(current.valid_from, "short", today=today)
    end = swedish_date(current.valid_to, "short", today=today)
    period = f"{first} {start}, till och med {end}{_limit(current.most_pieces)}."
    return f"{current.substitute.display_name} är din ersättare. {period}"
