"""Where a label's QR code leads: to the asset, for those who see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from inventory.access import SEES_ASSETS
from inventory.labels.codes import key_in
from inventory.models import Asset
from portal.core.web.pages import for_roles, one_or_404


@require_GET
@for_roles(*SEES_ASSETS)
def scanned(request: HttpRequest, code: str) -> HttpResponse:
    """To the page of the asset that the label is on. 404 for codes that are not ours, or another unit's."""
    key = key_in(code)
    if key is None:
        raise Http404
    asset = one_or_404(Asset.objects.visible_to(request.roles), pk=key)
    return redirect("inventory:detail", asset.asset_number)
