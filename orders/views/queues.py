"""What the region's queues have in common: filters, counts, a page of rows, and the address that keeps the filters."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from orders.forms.filters import OVER, QueueFilter
from orders.marks import outcome_mark
from orders.models import Order
from orders.queries.queues import counts_of, narrowed, waited, with_pieces_to_review
from orders.queries.standing import orders_over
from portal.core.clock import local_date
from portal.core.web.formatting import swedish_date
from portal.core.web.paging import page_of
from portal.core.web.shown import Tag

OLDEST_FIRST = ("state_since", "id")
NEWEST_FIRST = ("-state_since", "-id")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One order in a queue. ``waited`` in Swedish workdays; ``selectable``: may be taken together with others."""

    order: Order
    mark: Tag
    waited: str
    over: int = 0
    selectable: bool = False
    chosen: bool = False


def queue_context(
    request: HttpRequest, queue: QuerySet[Order], regions: frozenset[int], *, url_name: str, chosen: str = ""
) -> dict[str, Any]:
    """Filters, counts and one page of a queue. The number of queries does not depend on the rows."""
    form = QueueFilter(request, regions)
    newest_first = request.GET.get("ordning") == "nyast"
    over, wishes = orders_over(queue, today(request)), form.wishes()
    if wishes.outcome == OVER:
        wishes = replace(wishes, outcome="", among=over)
    shown = with_pieces_to_review(narrowed(queue, wishes, today(request)))
    page = page_of(request, shown, NEWEST_FIRST if newest_first else OLDEST_FIRST)
    return {
        "filter": form,
        "counts": counts_of(queue, request.at),
        "over": len(over),
        "rows": [queue_row(order, request, chosen, over.get(order.pk, 0)) for order in page.rows],
        "page": page,
        "newest_first": newest_first,
        "queue_url": kept(request, reverse(url_name)),
        "kept": kept(request, ""),
    }


def queue_row(order: Order, request: HttpRequest, chosen: str, over: int) -> QueueRow:
    """``over``: pieces by which the unit now exceeds its cap for what the order asks for."""
    decided = order.state == Order.State.CHECKED
    mark = outcome_mark(order.outcome, order.to_review, decided=decided)
    if over:
        mark = Tag(f"{over} över taket", "danger", "triangle-alert")
    days = waited(order.state_since, request.at)
    told = _waited(days, order, today(request))
    return QueueRow(order, mark, told, over=over, chosen=order.number == chosen)


def _waited(days: int, order: Order, on: date) -> str:
    if days:
        return f"{days} {'dag' if days == 1 else 'dagar'}"
    return "i dag" if local_date(order.state_since) == on else "under 1 dag"


def kept(request: HttpRequest, url: str) -> str:
    """An address with the list's filters, order and page kept."""
    values = request.GET.copy()
    values.pop("steg", None)
    return f"{url}?{values.urlencode()}" if values else url


def lead_of(order: Order, on: date) -> str:
    """Who sent the order, and when."""
    sender = order.submitted_by
    if sender is None:
        return ""
    title = f", {sender.title.lower()}" if sender.title else ""
    return f"{sender.display_name}{title}. Skickad {swedish_date(order.submitted_at, 'time', today=on)}."


def today(request: HttpRequest) -> date:
    return local_date(request.at)
