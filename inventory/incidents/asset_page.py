"""What incidents add to the page of an asset: the way to report it, and the loan that it is or has in its place."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.access import may_repair, may_report
from inventory.incidents.forms.acting import ExtendForm
from inventory.incidents.models import Loan
from inventory.models import Asset
from inventory.panels import AssetAct, AssetPanel, AssetParts
from portal.core.clock import local_date

A_WEEK = timedelta(days=7)
_GONE = (Asset.State.RETURNED, Asset.State.DISPOSED)


def asset_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """The way to report a piece that is at a unit, and its loan. No query but for what is lent or in repair."""
    return AssetParts(acts=tuple(_acts(request, asset)), panels=tuple(_panels(request, asset)))


def _acts(request: HttpRequest, asset: Asset) -> Iterator[AssetAct]:
    unit = asset.unit
    if unit is None or asset.part_of_id or asset.state in _GONE or not may_report(request.roles, unit):
        return
    url = f"{reverse('incidents:new')}?inventarie={asset.asset_number}"
    yield AssetAct("Anmäl en incident", url, "flag")


def _panels(request: HttpRequest, asset: Asset) -> Iterator[AssetPanel]:
    if asset.part_of_id or not (asset.on_loan or asset.state == Asset.State.IN_REPAIR):
        return
    loans = Loan.objects.open().filter(Q(asset=asset) | Q(for_asset=asset))
    for loan in loans.select_related("asset", "for_asset", "unit"):
        may = bool(may_repair(request.roles, loan.unit))
        today = local_date(request.at)
        offered = max(loan.due_on, today) + A_WEEK
        contents = {
            "loan": loan,
            "is_lent": loan.asset_id == asset.pk,
            "late": loan.due_on < today,
            "form": ExtendForm(initial={"due_on": offered}) if may else None,
        }
        yield AssetPanel("Lån", "incidents/_loan_panel.html", contents)
