"""Registering a region and its units. Done by those who run the portal, with the commands ``add_region`` and
``load_units``; ``by`` None is then the portal itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Errors, Invalid
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Contract, Municipality, Programme, Provider, Region


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the region's register tells it. ``parent`` is the main unit's HSA-id, for a branch; a branch has no
    contract of its own. ``programme`` and ``municipality`` are codes."""

    hsa_id: str
    name: str
    provider: str
    organisation_number: str
    street: str
    postal_code: str
    city: str
    municipality: str
    parent: str = ""
    programme: str = ""
    contract: str = ""
    contract_from: date | None = None
    contract_to: date | None = None


def add_region(
    *,
    code: str,
    name: str,
    county_code: str,
    asset_prefix: str,
    order_contact: str,
    coordination_email: str = "",
    by: User | None,
    at: datetime,
) -> Region:
    """Register a region. Raises Errors for values that are not well formed or a code that is taken."""
    region = Region(
        code=code,
        name=name,
        county_code=county_code,
        asset_prefix=asset_prefix,
        order_contact=order_contact,
        coordination_email=coordination_email,
    )
    _require_sound(region)
    with transaction.atomic():
        region.save(force_insert=True)
        record("region.added", by=by, at=at, subject=("region", region.code))
    return region


def register_unit(*, region: Region, row: UnitRow, by: User | None, at: datetime) -> tuple[CareUnit, bool]:
    """Add a unit with its provider and contract, or bring its name and address up to date. (unit, whether new).

    Raises Errors for what is not well formed or not known: municipality, programme, main unit.
    """
    with transaction.atomic():
        parent = _parent(region, row)
        provider, _ = Provider.objects.get_or_create(
            organisation_number=row.organisation_number, defaults={"name": row.provider}
        )
        hsa_id = normalise_hsa_id(row.hsa_id)
        unit = CareUnit.objects.select_for_update().filter(hsa_id=hsa_id).first()
        new = unit is None
        unit = unit or CareUnit(hsa_id=hsa_id, region=region)
        if unit.region_id != region.pk:
            raise Invalid("unit_elsewhere", f"Enheten {hsa_id} hör till en annan region.", field="hsa_id")
        unit.provider, unit.parent, unit.name = provider, parent, row.name
        unit.street, unit.postal_code, unit.city = row.street, row.postal_code, row.city
        unit.municipality_id = row.municipality
        _require_sound(provider, unit)
        unit.save()
        if row.contract:
            _keep_contract(unit, row)
        record("unit.added" if new else "unit.updated", by=by, at=at, subject=("unit", hsa_id), unit=hsa_id)
    return unit, new


def _parent(region: Region, row: UnitRow) -> CareUnit | None:
    faults = []
    if not Municipality.objects.filter(code=row.municipality).exists():
        faults.append(
            Invalid(
                "unknown_municipality", f"Kommunkoden ”{row.municipality}” finns inte.", field="municipality"
            )
        )
    parent = CareUnit.objects.filter(region=region, hsa_id=normalise_hsa_id(row.parent)).first()
    if row.parent and parent is None:
        faults.append(
            Invalid(
                "unknown_parent", f"Huvudenheten {row.parent} finns inte. Lägg in den först.", field="parent"
            )
        )
    if row.parent and row.contract:
        faults.append(
            Invalid(
                "branch_contract",
                "En filial följer huvudenhetens avtal. Lämna avtalet tomt.",
                field="contract",
            )
        )
    if row.contract and not row.contract_from:
        faults.append(
            Invalid("contract_from_missing", "Ange från vilken dag avtalet gäller.", field="contract_from")
        )
    if faults:
        raise Errors(faults)
    return parent


def _keep_contract(unit: CareUnit, row: UnitRow) -> None:
    programme = Programme.objects.filter(region_id=unit.region_id, code=row.programme).first()
    if programme is None:
        raise Invalid("unknown_programme", f"Vårdvalet ”{row.programme}” finns inte.", field="programme")
    values: dict[str, Any] = {
        "unit": unit,
        "programme": programme,
        "valid_from": row.contract_from,
        "valid_to": row.contract_to,
    }
    with guarded():
        Contract.objects.update_or_create(number=row.contract, defaults=values)


def _require_sound(*rows: Region | Provider | CareUnit) -> None:
    faults = []
    for row in rows:
        try:
            row.full_clean(exclude=["provider", "parent", "region"], validate_constraints=True)
        except ValidationError as error:
            faults += [
                Invalid("malformed", f"{message}", field=name)
                for name, messages in error.message_dict.items()
                for message in messages
            ]
    if faults:
        raise Errors(faults)
