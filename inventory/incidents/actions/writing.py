"""What the acts on incidents have in common."""

from inventory.incidents.models import Incident
from inventory.models import Asset
from portal.core.errors import Conflict
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit

SERIES = "I"


def locked_incident(incident: Incident) -> Incident:
    """The incident's unit, its row and its asset's, locked in that order."""
    unit = lock_unit(incident.unit_id)
    found = Incident.objects.select_for_update().get(pk=incident.pk)
    found.unit = unit
    found.asset = Asset.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.asset_id)
    return found


def locked_asset(asset: Asset) -> tuple[CareUnit, Asset]:
    """The unit that has the asset and the asset, locked in that order; of a part, the whole that it hangs together with.
    Raises Conflict when no unit has it."""
    if asset.unit_id is None:
        raise Conflict("in_store", "Inventarien står i regionens lager. Det finns ingen enhet som har den.")
    unit = lock_unit(asset.unit_id)
    found = Asset.objects.select_for_update().get(pk=asset.part_of_id or asset.pk)
    if found.unit_id != unit.pk:
        raise Conflict("asset_moved", "Inventarien har just flyttats. Läs in sidan igen.")
    found.unit = unit
    return unit, found
