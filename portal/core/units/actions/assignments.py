"""Giving and ending roles. Only the administrator of the region does, and never his own."""

from datetime import date, datetime, timedelta

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.fields import valid_on
from portal.core.people.models import User
from portal.core.units.access import may_change_roles_of
from portal.core.units.models import Assignment, CareUnit, Region, Substitution
from portal.core.units.queries import lock_person, roles_of
from portal.core.units.roles import NO_ROLE_IN_ORDERS, UNIT_ROLES, Role


def assign_role(
    *,
    user: User,
    role: str,
    region: Region,
    unit: CareUnit | None = None,
    valid_from: date,
    valid_to: date | None = None,
    by: User,
    at: datetime,
) -> Assignment:
    """Give a role at a unit of the region, or in the region itself, for a period that may lie ahead.

    Raises Invalid when role and place do not go together or the period is turned, Conflict when the same role, or
    another head of the unit, already fills a part of the period, or when a role that stands outside orders would meet
    the person's time as a substitute.
    """
    if role not in Role.values:
        raise Invalid("unknown_role", "Välj en roll i listan.", field="role")
    if (role in UNIT_ROLES) != (unit is not None):
        raise Invalid(
            "role_place", "Rollen hör antingen till en vårdenhet eller till regionen.", field="unit"
        )
    if unit is not None and unit.region_id != region.pk:
        raise Invalid("unit_elsewhere", "Enheten hör till en annan region.", field="unit")
    if valid_to is not None and valid_to < valid_from:
        raise Invalid("period_turned", "Sista dagen kan inte ligga före första dagen.", field="valid_to")
    with transaction.atomic():
        require(may_change_roles_of(roles_of(by, local_date(at)), region.pk, user.pk))
        lock_person(user.pk)
        if role in NO_ROLE_IN_ORDERS:
            _require_no_substitute(user, valid_from, valid_to, field="role", other="senare")
        with guarded():
            assignment = Assignment.objects.create(
                user=user,
                role=role,
                unit=unit,
                region=None if unit else region,
                valid_from=valid_from,
                valid_to=valid_to,
                decided_at=at,
                decided_by=by,
            )
        record("role.assigned", by=by, at=at, subject=("person", user.hsa_id), after=_values(assignment))
    return assignment


def _require_no_substitute(user: User, first: date, last: date | None, *, field: str, other: str) -> None:
    rows = Substitution.objects.filter(substitute=user, revoked_at__isnull=True, valid_to__gte=first)
    if last is not None:
        rows = rows.filter(valid_from__lte=last)
    latest = rows.order_by("-valid_to").first()
    if latest is not None:
        raise Conflict(
            "is_substitute",
            f"Personen är ersättare för Beställarchefen till och med {latest.valid_to}. Be Beställarchefen återkalla "
            f"uppdraget först, eller välj en {other} dag.",
            field=field,
        )


def end_assignment(*, assignment: Assignment, last_day: date, by: User, at: datetime) -> Assignment:
    """Set the last day of a role.

    Raises Invalid when it lies before the first, Conflict when it already ended or when a role that stands outside
    orders would go on into the person's time as a substitute.
    """
    with transaction.atomic():
        lock_person(assignment.user_id)
        assignment = (
            Assignment.objects.select_for_update(of=("self",))
            .select_related("unit", "user")
            .get(pk=assignment.pk)
        )
        require(may_change_roles_of(roles_of(by, local_date(at)), _region_of(assignment), assignment.user_id))
        if last_day < assignment.valid_from:
            raise Invalid("period_turned", "Sista dagen kan inte ligga före första dagen.", field="last_day")
        if assignment.valid_to is not None and assignment.valid_to < local_date(at):
            raise Conflict("assignment_ended", "Uppdraget är redan avslutat.")
        _require_room_for(assignment, last_day)
        before = _values(assignment)
        assignment.valid_to = last_day
        with guarded():
            assignment.save(update_fields=["valid_to"])
        record(
            "role.ended",
            by=by,
            at=at,
            subject=("person", assignment.user.hsa_id),
            before=before,
            after=_values(assignment),
        )
    return assignment


def _require_room_for(assignment: Assignment, last_day: date) -> None:
    """Only what a role is prolonged by is asked of: one may always end earlier."""
    ends = assignment.valid_to
    if assignment.role in NO_ROLE_IN_ORDERS and ends is not None and last_day > ends:
        first = ends + timedelta(days=1)
        _require_no_substitute(assignment.user, first, last_day, field="last_day", other="tidigare")


def _region_of(assignment: Assignment) -> int:
    """The region of the role, or of the unit that it is held at: one or the other, says the database."""
    return assignment.unit.region_id if assignment.unit else assignment.region_id or 0


def _values(assignment: Assignment) -> dict[str, object]:
    return {
        "role": assignment.role,
        "unit": assignment.unit.hsa_id if assignment.unit else "",
        "valid_from": assignment.valid_from,
        "valid_to": assignment.valid_to,
    }


def appoint_first_administrator(*, user: User, region: Region, at: datetime) -> Assignment:
    """Give a region its first administrator, by those who run the portal. Raises Conflict when there is one."""
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)
        today = local_date(at)
        if Assignment.objects.filter(valid_on(today), role=Role.ADMINISTRATOR, region=region).exists():
            raise Conflict(
                "administrator_exists", "Regionen har redan en systemadministratör som kan lägga in fler."
            )
        assignment = Assignment.objects.create(
            user=user, role=Role.ADMINISTRATOR, region=region, valid_from=today, decided_at=at
        )
        record("role.assigned", by=None, at=at, subject=("person", user.hsa_id), after=_values(assignment))
    return assignment
