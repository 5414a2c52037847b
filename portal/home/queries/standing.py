"""How a unit stands: contract, figures, when they were last confirmed, and its rights under the appendix."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from entitlements.queries import appendix_in_force, items_by_code, rules_of
from orders.facts import facts_of
from portal.core.clock import local_date
from portal.core.fields import valid_on
from portal.core.units.models import Assignment, CareUnit
from portal.home.entitlement import RightsView, rights_view


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's contract and figures on a day. ``vouched_at``: when the unit last reported or confirmed them."""

    programme: str
    contract_number: str
    contract_valid_to: date | None
    figures_from: date | None
    figures_decided_at: datetime | None
    vouched_at: datetime | None
    report_waits: bool


# Written out, since it stands on the page that everyone opens first and the same seven subqueries through the ORM
# take longer to build than to answer.
_STANDING = """
    SELECT p.name, k.number, k.valid_to, f.valid_from, f.decided_at,
           GREATEST(f.reported_at, (SELECT MAX(c.confirmed_at) FROM units_figuresconfirmation c
                                    WHERE c.figures_id = f.id)),
           EXISTS (SELECT FROM units_unitfigures r WHERE r.unit_id = u.id AND r.state = 'REPORTED')
    FROM units_careunit u
    LEFT JOIN units_contract k ON k.unit_id = u.id
        AND daterange(k.valid_from, k.valid_to, '[]') @> %(on)s::date
    LEFT JOIN units_programme p ON p.id = k.programme_id
    LEFT JOIN units_unitfigures f ON f.unit_id = u.id AND f.state = 'VERIFIED'
        AND daterange(f.valid_from, f.valid_to, '[]') @> %(on)s::date
    WHERE u.id = %(unit)s
"""


def standing_of(unit: CareUnit, on: date) -> Standing:
    """One query. A branch stands as its main unit does."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"unit": unit.main_unit_id, "on": on})
        programme, number, *rest = cursor.fetchone()
    return Standing(programme or "", number or "", *rest)


def rights_of(
    unit: CareUnit, on: date, standing: Standing, *, staff: int | None = None, listed: int | None = None
) -> RightsView:
    """What the unit may have on a day, past or present; with ``staff`` or ``listed``: if the figures were those.

    Five queries. Raises Missing when the region had no appendix then."""
    version = appendix_in_force(unit.region_id, on)
    appendix = rules_of(version.pk)
    facts = facts_of(unit, on, appendix=appendix, staff=staff, listed=listed)
    days = [version.valid_from, standing.figures_from]
    days.append(local_date(standing.figures_decided_at) if standing.figures_decided_at else None)
    since = max(day for day in days if day is not None)
    return rights_view(facts, appendix, items_by_code(version.pk), since=min(since, on))


def people_of(unit: CareUnit, on: date) -> list[Assignment]:
    """Who has a role at the unit, or at its main unit, on the day. One query."""
    rows = Assignment.objects.filter(valid_on(on)).filter(
        Q(unit_id=unit.pk) | Q(unit_id=unit.main_unit_id), user__is_active=True
    )
    return list(rows.select_related("user").order_by("role", "user__family_name", "user__given_name"))
