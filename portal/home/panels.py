"""What waits for each region role, as panels of tasks on the start page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from portal.core import clock
from portal.core.notifications.queries import failing_count
from portal.core.units.models import Role
from portal.core.units.queries import people_at_units
from portal.core.web.formatting import number
from portal.home.links import link
from portal.home.queries.region import (
    orders_with_deviations,
    units_over_cap,
)
from portal.home.queries.work import RegionWork, work_of
from portal.home.region_tasks import addresses_task, queue_task
from portal.home.substitutes import substitute_notes
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
        queue_task(work.to_check, "beställning,beställningar", "att granska", checks, "Granska", today),
        queue_task(
            work.figures,
            "enhets,enheters",
            "uppgifter att kontrollera",
            "home:figures_queue",
            "Kontrollera",
            today,
        ),
        queue_task(
            work.matters,
            "samverkansärende,samverkansärenden",
            "att besvara",
            "orders:matters",
            "Besvara",
            today,
        ),
        addresses_task(failing_count(people_at_units(regions, today))),
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
    task = queue_task(
        work.to_attest, "beställning,beställningar", "att attestera", "orders:attest_queue", "Attestera", today,
        within_rules=True,
    )  # fmt: skip
    own = request.roles.regions.get(Role.ORDERING_MANAGER)
    yield Panel(
        "Attest",
        (task,) if task else (),
        notes=tuple(substitute_notes(request, today)),
        url=link("units:substitutes") if own else "",
        link="Ersättare",
    )


def _it_delivery(request: HttpRequest, work: RegionWork) -> Iterator[Panel]:
    today = clock.local_date(request.at)
    tasks = [
        queue_task(
            work.to_deliver, "beställning,beställningar", "att leverera", "orders:pick_list", "Plocka", today
        ),
        queue_task(
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
    task = queue_task(
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
