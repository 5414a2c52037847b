"""What units are to pay for pieces that were left over in their returns."""

from inventory.incidents.models import Charge
from inventory.returns.models import ReturnCase, ReturnItem


def charges_of(case: ReturnCase) -> dict[int, Charge]:
    """What was decided last of each piece that the unit is to pay for, by the asset's key. One query."""
    charged = case.items.filter(decision=ReturnItem.Decision.CHARGED).values("asset_id")
    rows = Charge.objects.filter(source=case.number, asset__in=charged).order_by("pk")
    return {one.asset_id: one for one in rows}
