"""What a unit is to pay: decided with an incident or the like, then marked as invoiced, or waived."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from inventory.incidents.access import may_invoice, may_waive
from inventory.incidents.actions.report import GONE
from inventory.incidents.models import Charge, Incident
from inventory.incidents.workflow import allows, move
from inventory.models import Asset
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.people.models import User
from portal.core.text import text_faults, usable_text
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit, roles_of

MOST = 100_000_000  # öre
LONGEST_PURPOSE = 200
_LATEST_INVOICE = timedelta(days=31)  # an invoice may be dated ahead


def require_charge(amount: int | None, purpose: str) -> str:
    """The purpose, without the blanks around it. Raises Errors unless there is a sum within bounds and what it is for."""
    faults = []
    if amount is None or not 0 < amount <= MOST:
        faults.append(
            Invalid("amount_range", "Skriv beloppet i kronor, mer än 0 och högst 1 000 000.", field="amount")
        )
    purpose = purpose.strip()
    faults += text_faults("purpose", purpose, LONGEST_PURPOSE, missing="Skriv vad enheten betalar för.")
    if faults:
        raise Errors(faults)
    return purpose


def charge_unit(
    *,
    unit: CareUnit,
    asset: Asset,
    source: str,
    amount: int,
    purpose: str,
    as_gone: bool,
    by: User,
    at: datetime,
) -> Charge:
    """Let the unit pay ``amount`` öre, without VAT, for a piece. Called inside the transaction of the decision, by an
    action that has asked whether it is allowed, with the unit locked. ``source`` names what it was decided in;
    ``as_gone`` is that the piece is gone, in contrast to damaged.

    Raises Errors for a sum or a purpose that cannot be used, Conflict when the same decision has charged for it or the
    unit pays for the piece's being gone already.
    """
    purpose = require_charge(amount, purpose)
    if as_gone:
        _require_unpaid(asset, unit)
    charge = Charge(
        unit=unit, asset=asset, source=source, amount=amount, purpose=purpose, decided_at=at, decided_by=by
    )
    with guarded():
        charge.save(force_insert=True)
    _log("charge.decided", charge, by, at, {"amount": amount, "purpose": purpose})
    return charge


def _require_unpaid(asset: Asset, unit: CareUnit) -> None:
    mended = Incident.objects.filter(asset=asset).exclude(kind__in=GONE).values("number")
    paid = Charge.objects.filter(asset=asset, unit=unit, waived_at__isnull=True).exclude(source__in=mended)
    earlier = paid.order_by("pk").first()
    if earlier is not None:
        raise Conflict(
            "charged_already",
            f"Enheten betalar redan för att {asset} är borta, enligt {earlier.source}. Välj ett annat beslut.",
        )


def mark_invoiced(*, charge: Charge, reference: str, invoiced_on: date, by: User, at: datetime) -> Charge:
    """Note that the region has sent the invoice, by its number and day. The incident is over with it.

    Raises Invalid for a number that is missing or too long and for a day before the decision or more than a month
    ahead, Conflict when it is invoiced or waived already, NotAllowed for others than the economist and the coordinator.
    """
    reference = usable_text("reference", reference, 60, missing="Skriv fakturans nummer.")
    with transaction.atomic():
        charge, incident = _locked(charge)
        require(may_invoice(roles_of(by, local_date(at)), charge.unit))
        _require_open(charge)
        if not local_date(charge.decided_at) <= invoiced_on <= local_date(at) + _LATEST_INVOICE:
            raise Invalid(
                "day_range", "Välj en dag från beslutet till och med en månad framåt.", field="invoiced_on"
            )
        charge.invoice_reference, charge.invoiced_on = reference, invoiced_on
        charge.invoiced_at, charge.invoiced_by = at, by
        with guarded():
            charge.save()
        _log("charge.invoiced", charge, by, at, {"reference": reference, "invoiced_on": invoiced_on})
        _finish(incident, by, at)
    return charge


def waive_charge(*, charge: Charge, reason: str, by: User, at: datetime) -> Charge:
    """Let the unit off, with the reason that it reads. The incident is over with it.

    Raises Invalid without a reason, Conflict when it is invoiced or waived already, NotAllowed for others than the
    coordinator.
    """
    reason = usable_text(
        "reason", reason, 500, missing="Skriv varför enheten slipper betala. Enheten läser det."
    )
    with transaction.atomic():
        charge, incident = _locked(charge)
        require(may_waive(roles_of(by, local_date(at)), charge.unit))
        _require_open(charge)
        _waive(charge, reason, by, at)
        _finish(incident, by, at)
    return charge


def lift_charges(*, source: str, assets: Collection[Asset], reason: str, by: User, at: datetime) -> None:
    """Waive what the unit was to pay for the pieces by a decision that is taken back. Called inside that transaction, by
    an action that has asked whether it is allowed, with the unit locked. Raises Conflict for what is invoiced."""
    charges = Charge.objects.filter(source=source, asset__in=assets, waived_at__isnull=True).order_by("pk")
    for charge in charges.select_for_update(of=("self",)).select_related("asset", "unit"):
        if charge.invoiced_at:
            raise Conflict(
                "charge_invoiced",
                f"Enheten är fakturerad för {charge.asset} ({charge.invoice_reference}), så beslutet kan inte "
                "ändras. Ta kontakt med ekonomen.",
            )
        _waive(charge, reason, by, at)


def _waive(charge: Charge, reason: str, by: User, at: datetime) -> None:
    charge.waived_reason, charge.waived_at, charge.waived_by = reason, at, by
    with guarded():
        charge.save()
    _log("charge.waived", charge, by, at, {"reason": reason})


def _locked(charge: Charge) -> tuple[Charge, Incident | None]:
    """The charge with its unit and the incident in which it was decided, locked as elsewhere: unit, incident, charge."""
    unit = lock_unit(charge.unit_id)
    incident = Incident.objects.select_for_update().filter(number=charge.source).first()
    found = Charge.objects.select_for_update(of=("self",)).select_related("asset").get(pk=charge.pk)
    found.unit = unit
    if incident is not None:
        incident.unit = unit
    return found, incident


def _require_open(charge: Charge) -> None:
    if not charge.is_open:
        done = "fakturerad" if charge.invoiced_at else "efterskänkt"
        raise Conflict(
            "charge_settled",
            f"Debiteringen är redan {done}. Någon annan kan ha hunnit före. Läs in sidan igen.",
        )


def _finish(incident: Incident | None, by: User, at: datetime) -> None:
    if incident is not None and allows(incident, "settle_charge"):
        move(incident, "settle_charge", by=by, at=at)


def _log(kind: str, charge: Charge, by: User, at: datetime, after: dict[str, Any]) -> None:
    about = {"asset": charge.asset.asset_number, "source": charge.source}
    record(
        kind, by=by, at=at, subject=("charge", charge.source), unit=charge.unit.hsa_id, after=after | about
    )
