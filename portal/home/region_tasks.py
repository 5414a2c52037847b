"""What waits in a region, as rows of "Att göra"."""

from datetime import date, datetime

from portal.core import clock
from portal.core.web.formatting import NBSP, number, plural
from portal.home.links import link
from portal.home.queries.work import Queue
from portal.home.tasks import Task

_ICONS = {
    "orders:check_queue": "clipboard-check",
    "orders:attest_queue": "stamp",
    "orders:pick_list": "truck",
    "orders:matters": "message-square",
    "home:figures_queue": "users",
}


def queue_task(
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


def addresses_task(count: int) -> Task | None:
    """Whoever is not reached does not know it himself, so the coordinator is told."""
    if not count:
        return None
    title = f"{number(count)} {plural(count, 'adress,adresser')} tar inte emot mejl"
    text = "Den som har adressen får inte det som portalen skickar. Rätta adressen."
    if count > 1:
        text = "De som har adresserna får inte det som portalen skickar. Rätta adresserna."
    return Task(title, text, link("units:addresses"), "Rätta", icon="mail")


def _age(oldest: datetime | None, today: date) -> str:
    if oldest is None:
        return ""
    days = clock.workdays_between(clock.local_date(oldest), today)
    if days == 0:
        return "Den äldsta kom i dag."
    return f"Den äldsta har väntat {days}{NBSP}{plural(days, 'arbetsdag,arbetsdagar')}."
