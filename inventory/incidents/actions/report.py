"""Reporting loss, theft, damage, wear and faults (Kalmar IT §4: protect what is supplied)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.actions.state import note_happening, set_state
from inventory.incidents.access import may_report
from inventory.incidents.actions.writing import SERIES, locked_asset, locked_incident
from inventory.incidents.content import Report, require_sound
from inventory.incidents.models import Incident, Kind
from inventory.incidents.workflow import require_state
from inventory.models import Asset, AssetEvent
from inventory.numbers import next_number
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.outbox.models import NORMAL
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.models import CareUnit
from portal.core.units.queries import roles_of

REPORTED = "incident.reported"
_URGENT = 1
# What is gone has left the unit's holdings the day it is reported.
GONE = {Kind.LOSS: Asset.State.MISSING, Kind.THEFT: Asset.State.STOLEN}


def report_incident(*, asset: Asset, report: Report, by: User, at: datetime) -> Incident:
    """Tell the region of what has happened to a piece. What is lost is MISSING from then, what is stolen STOLEN.

    Raises Errors for what is left out or does not fit, Conflict when the piece already has an open report, stands in
    the store or is not at the unit any longer, NotAllowed for others than the unit and those who work with it.
    """
    today = local_date(at)
    require_sound(report, today)
    with transaction.atomic():
        unit, asset = locked_asset(asset)
        require(may_report(roles_of(by, today), unit))
        _require_reportable(asset, report.kind)
        incident = _incident(asset, unit, report, by, at)
        with guarded():
            incident.save(force_insert=True)
        _note(incident, by, at)
        record(
            REPORTED,
            by=by,
            at=at,
            subject=("incident", incident.number),
            unit=unit.hsa_id,
            after={
                "asset": asset.asset_number,
                "kind": incident.kind,
                "data_risk": incident.data_risk,
                "source": incident.source,
            },
        )
        enqueue(
            REPORTED,
            payload={"incident": incident.pk},
            dedupe_key=f"{REPORTED}:{incident.number}",
            at=at,
            priority=_URGENT if incident.is_urgent else NORMAL,
        )
    return incident


def add_police_reference(*, incident: Incident, reference: str, by: User, at: datetime) -> Incident:
    """Say or correct the number that the police gave the report of a theft, until it is decided.

    Raises Invalid for anything but a theft or a text that does not fit, Conflict once it is decided.
    """
    reference = usable_text("police_reference", reference, 60, missing="Skriv polisens diarienummer.")
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_report(roles_of(by, local_date(at)), incident.unit))
        require_state(incident, "decide")
        if incident.kind != Kind.THEFT:
            raise Invalid("not_a_theft", "Bara en stöld har polisens diarienummer.", field="police_reference")
        before = {"police_reference": incident.police_reference}
        incident.police_reference = reference
        incident.save(update_fields=["police_reference"])
        record(
            "incident.police_reference",
            by=by,
            at=at,
            subject=("incident", incident.number),
            unit=incident.unit.hsa_id,
            before=before,
            after={"police_reference": reference},
        )
    return incident


def _require_reportable(asset: Asset, kind: str) -> None:
    """What is missing may be reported lost or stolen; the rest is reported where it is."""
    gone = kind in GONE and asset.state == Asset.State.MISSING
    if not (asset.is_held or gone):
        raise Conflict(
            "asset_left",
            f"Inventarien är i läget ”{asset.get_state_display()}” och kan inte anmälas.",
        )
    if Incident.objects.open().filter(asset=asset).exists():
        raise Conflict("already_reported", "Inventarien har redan en pågående anmälan. Fortsätt på den.")


def _incident(asset: Asset, unit: CareUnit, report: Report, by: User, at: datetime) -> Incident:
    return Incident(
        number=next_number(Incident, SERIES, local_date(at).year),
        asset=asset,
        asset_state_before=asset.state,
        unit=unit,
        kind=report.kind,
        happened_on=report.happened_on,
        happened_time=report.happened_time,
        place=report.place.strip(),
        description=report.description.strip(),
        police_reference=report.police_reference.strip() if report.kind == Kind.THEFT else "",
        data_risk=report.data_risk,
        data_risk_text=report.data_risk_text.strip(),
        source=report.source,
        reported_at=at,
        reported_by=by,
    )


def _note(incident: Incident, by: User, at: datetime) -> None:
    """In the piece's life, and on its state when it is gone."""
    happened = f"{Kind(incident.kind).label} anmäld"
    about: dict[str, Any] = {
        "assets": [incident.asset],
        "source": incident.number,
        "note": happened,
        "by": by,
        "at": at,
    }
    note_happening(happening=AssetEvent.Kind.REPORTED, **about)
    if incident.kind in GONE:
        set_state(state=GONE[Kind(incident.kind)], **about)
