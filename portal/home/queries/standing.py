"""How a unit stands: contract, figures, when they were last confirmed, and its rights under the appendix."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from entitlements.queries import appendix_in_force, items_by_code, rules_of
from orders.facts import facts_of
from portal.core.clock import local_date
from portal.core.fields import valid_on
from portal.core.units.models import Assignment, CareUnit, FiguresConfirmation, UnitFigures
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


def standing_of(unit: CareUnit, on: date) -> Standing:
    """One query. A branch stands as its main unit does."""
    own = UnitFigures.objects.filter(unit_id=OuterRef("pk"))
    now = own.filter(valid_on(on), state=UnitFigures.State.VERIFIED)
    confirmed = (
        FiguresConfirmation.objects.filter(figures_id=OuterRef("figures_id")).order_by().values("figures")
    )
    row = (
        CareUnit.objects.filter(pk=unit.main_unit_id)
        .with_contract(on)
        .annotate(figures_id=Subquery(now.values("pk")[:1]))
        .annotate(
            figures_from=Subquery(now.values("valid_from")[:1]),
            figures_decided_at=Subquery(now.values("decided_at")[:1]),
            report_waits=Subquery(own.filter(state=UnitFigures.State.REPORTED).values("pk")[:1]),
            vouched_at=Greatest(
                Subquery(now.values("reported_at")[:1]),
                Subquery(confirmed.annotate(last=Max("confirmed_at")).values("last")[:1]),
            ),
        )
        .get()
    )
    return Standing(
        programme=row.programme_name or "",
        contract_number=row.contract_number or "",
        contract_valid_to=row.contract_valid_to,
        figures_from=row.figures_from,
        figures_decided_at=row.figures_decided_at,
        vouched_at=row.vouched_at,
        report_waits=row.report_waits is not None,
    )


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
