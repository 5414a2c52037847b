"""A unit's figures: reported by its head, verified by the coordinator (Kalmar IT §4, "utan dröjsmål")."""

from datetime import date, datetime, timedelta

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.access import may_decide_figures, may_report_figures
from portal.core.units.models import CareUnit, FiguresConfirmation, UnitFigures
from portal.core.units.queries import figures_on, lock_unit, roles_of

MOST_STAFF = 5_000
MOST_LISTED = 200_000
FURTHEST_AHEAD = timedelta(days=366)


def report_figures(
    *, unit: CareUnit, care_staff: int, listed_patients: int, valid_from: date, by: User, at: datetime
) -> UnitFigures:
    """Report new figures from a day. They wait for the coordinator; the old hold until then.

    Raises Errors for values out of reach, Conflict when a report already waits or the day lies before the figures
    that hold, NotAllowed for anyone but the head of the unit.
    """
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_report_figures(roles_of(by, local_date(at)), unit))
        _require_sensible(care_staff, listed_patients, valid_from, local_date(at))
        _require_after_current(unit, valid_from)
        with guarded():
            figures = UnitFigures.objects.create(
                unit_id=unit.main_unit_id,
                care_staff=care_staff,
                listed_patients=listed_patients,
                valid_from=valid_from,
                reported_at=at,
                reported_by=by,
            )
        record(
            "figures.reported",
            by=by,
            at=at,
            subject=_subject(figures),
            unit=unit.hsa_id,
            after=_values(figures),
        )
        enqueue(
            "figures.reported",
            payload={"figures": figures.pk},
            dedupe_key=f"figures.reported:{figures.pk}",
            at=at,
        )
    return figures


def confirm_figures(*, unit: CareUnit, by: User, at: datetime) -> FiguresConfirmation:
    """Say that nothing has changed. Raises Conflict when there are no figures to confirm."""
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_report_figures(roles_of(by, local_date(at)), unit))
        figures = figures_on(unit, local_date(at))
        if figures is None:
            raise Conflict("no_figures", "Enheten har inga uppgifter att bekräfta. Rapportera dem i stället.")
        confirmation = FiguresConfirmation.objects.create(figures=figures, confirmed_at=at, confirmed_by=by)
        record(
            "figures.confirmed",
            by=by,
            at=at,
            subject=_subject(figures),
            unit=unit.hsa_id,
            after=_values(figures),
        )
    return confirmation


def verify_figures(*, figures: UnitFigures, by: User, at: datetime) -> UnitFigures:
    """Let reported figures take effect from their day. The ones before get the day before as their last."""
    with transaction.atomic():
        figures = _locked_report(figures, by, at)
        _require_after_current(figures.unit, figures.valid_from)
        earlier = (
            UnitFigures.objects.filter(unit_id=figures.unit_id, state=UnitFigures.State.VERIFIED)
            .order_by("-valid_from")
            .first()
        )
        if earlier and earlier.valid_to is None:
            earlier.valid_to = figures.valid_from - timedelta(days=1)
            earlier.save(update_fields=["valid_to"])
        _decide(figures, UnitFigures.State.VERIFIED, "", by, at)
    return figures


def reject_figures(*, figures: UnitFigures, reason: str, by: User, at: datetime) -> UnitFigures:
    """Turn reported figures down, with the reason that the unit is to read."""
    reason = usable_text("reason", reason, 500, missing="Skriv varför uppgifterna inte kan godtas.")
    with transaction.atomic():
        figures = _locked_report(figures, by, at)
        _decide(figures, UnitFigures.State.REJECTED, reason, by, at)
    return figures


def _locked_report(figures: UnitFigures, by: User, at: datetime) -> UnitFigures:
    lock_unit(figures.unit_id)
    figures = UnitFigures.objects.select_for_update(of=("self",)).select_related("unit").get(pk=figures.pk)
    require(may_decide_figures(roles_of(by, local_date(at)), figures))
    if figures.state != UnitFigures.State.REPORTED:
        raise Conflict("figures_decided", "Uppgifterna är redan kontrollerade. Läs in sidan igen.")
    return figures


def _decide(figures: UnitFigures, state: str, reason: str, by: User, at: datetime) -> None:
    figures.state, figures.reason, figures.decided_at, figures.decided_by = state, reason, at, by
    with guarded():
        figures.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    kind = f"figures.{state.lower()}"
    record(kind, by=by, at=at, subject=_subject(figures), unit=figures.unit.hsa_id, after=_values(figures))
    enqueue(kind, payload={"figures": figures.pk}, dedupe_key=f"{kind}:{figures.pk}", at=at)


def _require_sensible(care_staff: int, listed_patients: int, valid_from: date, today: date) -> None:
    faults = []
    if not 0 <= care_staff <= MOST_STAFF:
        faults.append(
            Invalid("care_staff_range", "Vårdpersonal: skriv ett tal mellan 0 och 5 000.", field="care_staff")
        )
    if not 0 <= listed_patients <= MOST_LISTED:
        faults.append(
            Invalid(
                "listed_range",
                "Listade patienter: skriv ett tal mellan 0 och 200 000.",
                field="listed_patients",
            )
        )
    if valid_from > today + FURTHEST_AHEAD:
        faults.append(
            Invalid("valid_from_range", "Gäller från: välj en dag inom ett år.", field="valid_from")
        )
    if faults:
        raise Errors(faults)


def _require_after_current(unit: CareUnit, valid_from: date) -> None:
    latest = (
        UnitFigures.objects.filter(unit_id=unit.main_unit_id, state=UnitFigures.State.VERIFIED)
        .order_by("-valid_from")
        .first()
    )
    if latest and valid_from <= latest.valid_from:
        raise Conflict(
            "figures_overlap",
            f"Det finns redan kontrollerade uppgifter från {latest.valid_from}. Välj en senare dag.",
            field="valid_from",
        )


def _subject(figures: UnitFigures) -> tuple[str, str]:
    return ("figures", str(figures.pk))


def _values(figures: UnitFigures) -> dict[str, object]:
    return {
        "care_staff": figures.care_staff,
        "listed_patients": figures.listed_patients,
        "valid_from": figures.valid_from,
        "state": figures.state,
        "reason": figures.reason,
    }
