"""The coordinator's decision: repair, replace, write off, let the unit pay, or nothing (Kalmar IT §4)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from entitlements.queries import appendix_in_force, items_by_code
from inventory.actions.state import discard_assets, note_happening, set_state
from inventory.incidents.access import may_decide
from inventory.incidents.actions.charge import charge_unit
from inventory.incidents.actions.report import GONE
from inventory.incidents.actions.writing import locked_incident
from inventory.incidents.models import Charge, Incident, Outcome
from inventory.incidents.terms import incident_terms
from inventory.incidents.workflow import STEP_OF, move, require_state
from inventory.models import Asset, AssetEvent
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.queries import contract_on, roles_of

REPLACEMENT = "incident.replacement_decided"
LONGEST_REASON = 1000


def decide_incident(
    *,
    incident: Incident,
    outcome: str,
    reason: str,
    amount: int | None = None,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Incident:
    """Decide what becomes of the piece, with the reason that the unit reads.

    What is repaired goes into repair, what is written off is disposed of, a computer when it is erased. A replacement
    becomes an order by itself, which uses no cap. When the unit is to pay, ``amount`` says how much in öre, without
    VAT, and ``purpose`` for what.
    Raises Invalid or Errors for an outcome that does not suit what happened and for a sum that cannot be used, Conflict
    when a theft lacks the police's reference or the piece is no longer what can be ordered, NotAllowed for others than
    the coordinator and, for a replacement, for the one who reported.
    """
    if outcome not in Outcome.values:
        raise Invalid("unknown_outcome", "Välj vad som ska hända.", field="outcome")
    reason = usable_text(
        "reason", reason, LONGEST_REASON, missing="Skriv skälet till beslutet. Enheten läser det."
    )
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_decide(roles_of(by, local_date(at)), incident, outcome))
        require_state(incident, "decide")
        _require_decidable(incident, outcome, local_date(at))
        incident.outcome, incident.reason = outcome, reason
        _carry_out(incident, by, at)
        move(incident, STEP_OF[outcome], by=by, at=at, note={"outcome": outcome, "reason": reason})
        if outcome == Outcome.CHARGE_UNIT:
            _charge(incident, amount, purpose, by, at)
        if outcome == Outcome.REPLACE:
            key = f"{REPLACEMENT}:{incident.number}:{at.isoformat()}"
            enqueue(REPLACEMENT, payload={"incident": incident.pk}, dedupe_key=key, at=at)
    return incident


def close_incident(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Close what was replaced, when nothing more will come of it. Raises Conflict while the unit has something to pay."""
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_decide(roles_of(by, local_date(at)), incident))
        if Charge.objects.open().filter(source=incident.number).exists():
            raise Conflict(
                "charge_open",
                "Enheten ska betala enligt beslutet. Markera debiteringen som fakturerad, eller efterskänk den.",
            )
        move(incident, "close", by=by, at=at)
    return incident


def _require_decidable(incident: Incident, outcome: str, on: date) -> None:
    if incident.lacks_police_reference:
        raise Conflict(
            "police_reference_missing",
            "Stölden saknar polisens diarienummer. Be enheten att fylla i det innan du beslutar.",
        )
    if incident.asset.unit_id != incident.unit_id:
        raise Conflict("asset_moved", "Inventarien finns inte längre på enheten som anmälde.")
    if outcome == Outcome.REPAIR and not incident.asset.is_held:
        raise Invalid("nothing_to_repair", "Det som är borta kan inte repareras.", field="outcome")
    if outcome == Outcome.REPLACE:
        _require_orderable(incident, on)
    if (
        outcome == Outcome.CHARGE_UNIT
        and incident.kind not in incident_terms(incident.unit.region_id, on).charged
    ):
        told = f"Enheten betalar inte för {incident.get_kind_display().lower()}. Välj ett annat beslut."
        raise Invalid("not_charged_for", told, field="outcome")


def _charge(incident: Incident, amount: int | None, purpose: str, by: User, at: datetime) -> None:
    charge_unit(
        unit=incident.unit,
        asset=incident.asset,
        source=incident.number,
        amount=amount or 0,
        purpose=purpose,
        as_gone=incident.kind in GONE,
        by=by,
        at=at,
    )


def _require_orderable(incident: Incident, on: date) -> None:
    """Said to the one who decides, since the order is made after him."""
    asset = incident.asset
    if asset.on_loan:
        raise Conflict(
            "is_on_loan",
            "Inventarien är utlånad ur regionens lager och ersätts inte med en beställning. Skriv av den, och låna ut "
            "en annan.",
        )
    item = items_by_code(appendix_in_force(incident.unit.region_id, on).pk).get(asset.item_code)
    if item is None or not item.is_orderable or not _has_variant(item.variants, asset.variant):
        raise Conflict(
            "not_orderable",
            f"{asset.item_name.capitalize()} finns inte kvar att beställa. Välj ett annat beslut och ta upp "
            "behovet i samverkan.",
        )
    if contract_on(incident.unit, on) is None:
        raise Conflict("no_contract", "Enheten har inget vårdavtal som gäller, så inget kan ersättas.")


def _has_variant(variants: list[dict[str, str]], code: str) -> bool:
    return code in [one["code"] for one in variants] if variants else not code


def _carry_out(incident: Incident, by: User, at: datetime) -> None:
    """What the decision does to the piece, and what its life says of it."""
    about: dict[str, Any] = {"assets": [incident.asset], "source": incident.number, "by": by, "at": at}
    note = f"Beslut: {Outcome(incident.outcome).label.lower()}"
    if incident.outcome == Outcome.REPAIR:
        set_state(state=Asset.State.IN_REPAIR, note=note, **about)
    elif incident.outcome == Outcome.WRITE_OFF:
        discard_assets(note=note, **about)
    else:
        note_happening(happening=AssetEvent.Kind.REPORTED, note=note, **about)
