"""What waits for a person, as rows of "Att göra"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orders.models import Order
from portal.core.clock import local_date
from portal.core.units.models import CareUnit
from portal.core.web.formatting import plural, swedish_date
from portal.core.web.start import StartTask as Task
from portal.home.entitlement import OverView
from portal.home.links import link
from portal.home.queries.standing import Standing

CONFIRM_EVERY = timedelta(days=180)
"""How old a unit's figures may be before it is asked to confirm them (Kalmar IT §4)."""


@dataclass(frozen=True, slots=True)
class WaitingDelivery:
    """A delivery that the unit has not acknowledged."""

    number: str
    order_number: str
    delivered_at: datetime
    contents: str
    item_codes: frozenset[str]


def figures_task(unit: CareUnit, standing: Standing, today: date) -> Task | None:
    """Asks for figures where there are none, and for a confirmation when they are older than ``CONFIRM_EVERY``."""
    url = link("home:figures", unit.hsa_id)
    if standing.report_waits:
        return None
    if standing.figures_from is None:
        return Task(
            "Rapportera personal och listade patienter",
            "Utan kontrollerade uppgifter kan enheten inte få grundpaket.",
            url,
            "Rapportera uppgifter",
            icon="users",
            urgent=True,
        )
    vouched = local_date(standing.vouched_at) if standing.vouched_at else standing.figures_from
    due = vouched + CONFIRM_EVERY
    if today <= due:
        return None
    last = swedish_date(vouched, "short", today=today)
    text = f"Uppgifterna styr hur många grundpaket enheten har rätt till. Senast bekräftade {last}."
    title = "Bekräfta personal och listade patienter"
    return Task(title, text, url, "Bekräfta uppgifter", due=due, urgent=True)


def over_task(over: OverView) -> Task:
    """Asks the head to come down to a cap within the grace period, or to take the need up in samverkan."""
    return Task(
        "Kom ner till taket" if not over.is_due else "Kom ner till taket, tiden har gått ut",
        over.sentence,
        link("orders:matter_new"),
        "Ta upp i samverkan",
        due=over.proposal.grace_until,
        urgent=over.is_due,
    )


def delivery_task(delivery: WaitingDelivery, today: date) -> Task:
    day = swedish_date(delivery.delivered_at, "short", today=today)
    return Task(
        f"Kvittera leverans av {delivery.contents}",
        f"{delivery.order_number} levererades {day}. Kontrollera serienummer och bekräfta mottagandet.",
        link("orders:confirm", delivery.number),
        "Kvittera",
        icon="package-check",
    )


def returned_task(order: Order) -> Task:
    text = f"{order.number}, {order.summary}. {order.message}"
    url = link("orders:edit", order.number)
    return Task("Komplettera beställningen", text, url, "Komplettera", icon="undo-2", urgent=True)


def draft_task(order: Order, today: date) -> Task:
    day = swedish_date(order.created_at, "short", today=today)
    pieces = (
        f"{order.pieces} {plural(order.pieces, 'artikel,artiklar')}" if order.pieces else "Inga artiklar än"
    )
    contents = order.summary or pieces
    url = link("orders:edit", order.number)
    return Task("Fortsätt på utkastet", f"{contents}. Påbörjat {day}.", url, "Fortsätt", icon="file-pen-line")
