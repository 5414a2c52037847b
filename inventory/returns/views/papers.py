"""The residual list, and the documents byte for byte as they were made."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from inventory.incidents.money import plain_kronor
from inventory.returns.models import ReturnCase, ReturnDocument, ReturnItem
from inventory.returns.queries.charged import charges_of
from inventory.returns.views.case_desk import READERS, own_case
from portal.core.sheets import as_csv
from portal.core.web.files import attached, opened
from portal.core.web.pages import for_roles, one_or_404

_COLUMNS = (
    "Ärende", "Inventarienummer", "Serienummer", "Artikel", "Modell", "Funktion", "Rum", "Läge", "Skick", "Anmärkning",
    "Beslut", "Skäl för beslutet", "Beslutat av", "Belopp (kr, utan moms)", "Enheten betalar för",
)  # fmt: skip


@require_GET
@for_roles(*READERS)
def residual_list(request: HttpRequest, number: str) -> HttpResponse:
    """What is left over in the case, as CSV: what is still to go back, and what has been decided."""
    case = own_case(request, number)
    left = case.items.exclude(state=ReturnItem.State.HANDED_OVER).select_related("asset", "decided_by")
    rows = _rows(case, left.order_by("asset__asset_number"))
    return attached(as_csv(_COLUMNS, rows), f"{case.number}-restlista.csv")


@require_GET
@for_roles(*READERS)
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = own_case(request, number)
    documents = ReturnDocument.objects.filter(case=case).select_related("handover")
    found: ReturnDocument = one_or_404(documents, pk=pk)
    name = f"{number}-{found.handover.ordinal}-kvittens.pdf" if found.handover else f"{number}-intyg.pdf"
    return opened(found, name)


def _rows(case: ReturnCase, items: QuerySet[ReturnItem]) -> Iterator[tuple[str, ...]]:
    charges = charges_of(case)
    for item in items:
        asset, charge = item.asset, charges.get(item.asset_id)
        yield (
            case.number, asset.asset_number, asset.serial_number, asset.item_name, asset.model_name, asset.function,
            asset.room, item.get_state_display(), item.get_condition_display(), item.remark,
            item.get_decision_display(), item.decision_note, item.decided_by.display_name if item.decided_by else "",
            plain_kronor(charge.amount) if charge else "", charge.purpose if charge else "",
        )  # fmt: skip
