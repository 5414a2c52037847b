"""What the pages of rounds share: who reads them, and the round and the task that the address names."""

from django.http import HttpRequest

from inventory.rounds.models import InventoryRound, RoundUnit
from portal.core.units.roles import SEES_SOME_UNIT
from portal.core.web.pages import one_or_404

READERS = SEES_SOME_UNIT


def round_called(request: HttpRequest, number: str) -> InventoryRound:
    """The round with the number, where the person sees it."""
    rows = InventoryRound.objects.visible_to(request.roles)
    return one_or_404(rows.select_related("region", "opened_by", "closed_by"), number=number.upper())


def task_of(request: HttpRequest, number: str, hsa_id: str) -> RoundUnit:
    """The unit's task in the round, where the person sees the unit."""
    rows = RoundUnit.objects.visible_to(request.roles)
    rows = rows.select_related("round__region", "unit__region", "unit__provider", "signed_by", "reviewed_by")
    return one_or_404(rows, round__number=number.upper(), unit__hsa_id=hsa_id.upper())
