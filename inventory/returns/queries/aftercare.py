"""What has come back and nobody has said what became of: returned wholes, in a return case or otherwise."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from entitlements.models import Kind
from inventory.models import Asset
from inventory.queries.lists import SEARCHED
from inventory.returns.models import ReturnItem
from portal.core.search import containing

ORDER = ("released_on", "pk")
EVERY, TO_ERASE, READY, UNPROVED = "", "radera", "klara", "lager"
_UNERASED = Q(kind=Kind.BASE_PACKAGE, erased_on__isnull=True)


def come_back(region_ids: Collection[int]) -> QuerySet[Asset]:
    """Returned wholes of the regions. What is stored or disposed of is in another state."""
    back = Asset.objects.filter(state=Asset.State.RETURNED, part_of__isnull=True)
    return back.filter(unit__region__in=region_ids)


def list_come_back(
    region_ids: Collection[int], *, standing: str = EVERY, case: str = "", text: str = ""
) -> QuerySet[Asset]:
    """Those asked for: that wait to be erased, that may go on, of one return, by number, model or function; or what
    stands in the store and was never shown to be erased."""
    in_store = Asset.objects.in_store_of(region_ids).lacking_proof_in_store()
    assets = in_store if standing == UNPROVED else come_back(region_ids)
    assets = assets.select_related("unit")
    if standing == TO_ERASE:
        assets = assets.filter(_UNERASED)
    if standing == READY:
        assets = assets.exclude(_UNERASED)
    if case:
        of_case = ReturnItem.objects.filter(case__number=case, state=ReturnItem.State.HANDED_OVER)
        assets = assets.filter(pk__in=of_case.values("asset_id"))
    return assets.filter(containing(text, *SEARCHED)) if text else assets
