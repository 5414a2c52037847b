"""What the clock does with incidents and loans: reminds of loans to give back, and of what was decided but is not done.

Run twice it does nothing more: each reminder has an event of its own.
"""

from datetime import datetime

from inventory.incidents.models import Incident, Loan, Outcome
from inventory.incidents.queries import stalled_on
from inventory.incidents.tellings import LOAN_DUE, LOAN_OVERDUE, STALLED
from portal.core.clock import add_workdays, local_date
from portal.core.notifications.actions.notify import notify
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.units.recipients import at_unit, in_region

REMIND_AFTER = 7
"""Working days after the agreed day that the unit is reminded again, and the region told; first on the day itself."""


def remind_of_loans(at: datetime) -> None:
    """Remind the units of loans whose day has come. A new day that is agreed on begins anew."""
    today = local_date(at)
    due = Loan.objects.open().filter(due_on__lte=today).select_related("unit", "asset")
    for loan in due.order_by("pk"):
        late = today >= add_workdays(loan.due_on, REMIND_AFTER)
        event = f"{loan.pk}:{loan.due_on}"
        told = {
            "payload": {"loan": loan.pk, "due_on": loan.due_on.isoformat()},
            "about": f"loan:{loan.asset.asset_number}",
            "at": at,
        }
        to = [
            person
            for role in (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
            for person in at_unit(role, loan.unit, today)
        ]
        notify(LOAN_DUE, to=to, event=f"{LOAN_DUE}:{event}:{1 + late}", **told)
        if late:
            keepers = [
                person
                for role in (Role.COORDINATOR, Role.IT_DELIVERY)
                for person in in_region(role, loan.unit.region_id, today)
            ]
            notify(LOAN_OVERDUE, to=keepers, event=f"{LOAN_OVERDUE}:{event}", **told)


def remind_of_stalled(at: datetime) -> None:
    """Tell those who are to act of each incident that was decided so many days ago as the region's term says and is not
    done, and again for every so many days that go by."""
    today = local_date(at)
    for incident, days in stalled_on(today):
        times = (today - local_date(incident.decided_at or at)).days // days
        notify(
            STALLED,
            to=_who_acts(incident, at),
            payload={"incident": incident.pk},
            event=f"{STALLED}:{incident.number}:{local_date(incident.decided_at or at)}:{times}",
            about=f"incident:{incident.number}",
            at=at,
        )


def _who_acts(incident: Incident, at: datetime) -> list[User]:
    """Who has the next step, and the coordinator who decided."""
    roles = {Role.COORDINATOR}
    if incident.outcome == Outcome.CHARGE_UNIT:
        roles.add(Role.CONTROLLER)
    else:
        roles.add(Role.IT_DELIVERY)
    region, on = incident.unit.region_id, local_date(at)
    return [person for role in sorted(roles) for person in in_region(role, region, on)]
