"""The page of a case: what everyone sees, and the forms of what the person may do."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inventory.access import keeps_register, may_register_services
from inventory.incidents.presentation import ShownCharge, charge_shown
from inventory.returns.access import may_decide, may_prove_erasure, may_take_part
from inventory.returns.actions.residual import charges_for_loss
from inventory.returns.forms.case import (
    MOST_CHOICES,
    CancelForm,
    DecideForm,
    EraseForm,
    PickUpForm,
    ServicesForm,
)
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.presentation import case_tag, events_of, handover_tag, item_tag
from inventory.returns.queries.aftercare import list_come_back
from inventory.returns.queries.cases import Progress, left_items, progress_of, unerased_items
from inventory.returns.queries.charged import charges_of
from inventory.returns.queries.held import obstacles, unlisted_assets, unlisted_services
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.web.paging import page_of

ROWS = 100


def page_of_case(request: HttpRequest, case: ReturnCase) -> HttpResponse:
    return CasePage(request, case).show()


class CasePage:
    """``bound`` names the one form that was sent, which is filled from the POST; its act is authorised first."""

    def __init__(self, request: HttpRequest, case: ReturnCase, *, bound: str = ""):
        self.request, self.case = request, case
        self.today = local_date(request.at)
        roles, unit = request.roles, case.unit
        self.may = {
            "take_part": may_take_part(roles, unit),
            "decide": may_decide(roles, unit),
            "erase": may_prove_erasure(roles, unit.region_id),
            "services": may_register_services(roles, unit),
        }
        self.progress = progress_of([case]).get(case.pk, Progress())
        if bound:
            require(self.may[_WHO[bound]])
        self.bound = bound
        self.forms = self._forms(bound)

    def show(self, *, status: int = 200) -> HttpResponse:
        return render(self.request, "returns/case_detail.html", self._context(), status=status)

    def _forms(self, bound: str) -> dict[str, Form]:
        """The forms of an open case that the person may use and that there is something for."""
        case = self.case
        if not case.is_open and not bound:
            return {}
        makers = {
            "pickup": lambda data: PickUpForm(case.unit.address, data),
            "decide": lambda data: DecideForm(
                left_items(case)[:MOST_CHOICES], self._charges_for_loss(), data
            ),
            "erase": lambda data: EraseForm(unerased_items(case)[:MOST_CHOICES], data),
            "services": lambda data: ServicesForm(self._lasting(), max(case.due_on, self.today), data),
            "cancel": lambda data: CancelForm(data),
        }
        needed = {
            "decide": self.progress.left > 0,
            "erase": self.progress.unerased > 0,
            "services": self._lasting().exists() if self.may["services"] and case.is_exit else False,
        }
        return {
            name: make(self.request.POST if name == bound else None)
            for name, make in makers.items()
            if name == bound or (self.may[_WHO[name]] and needed.get(name, True))
        }

    def _charges_for_loss(self) -> bool:
        return charges_for_loss(self.case.unit.region_id, self.today)

    def _charges(self) -> dict[int, ShownCharge]:
        """What the unit is to pay, by the asset's key. One query when something was decided."""
        charges = charges_of(self.case) if self.progress.residual else {}
        return {asset: charge_shown(one) for asset, one in charges.items()}

    def _lasting(self):
        rows = self.case.services.filter(service__valid_to__isnull=True)
        return rows.select_related("service").order_by("service__item_name", "pk")

    def _context(self) -> dict[str, Any]:
        case, request = self.case, self.request
        items = case.items.select_related("asset", "handover", "decided_by", "erased_by")
        page = page_of(request, items, ("pk",), ROWS)
        decides = bool(self.may["decide"]) and case.is_open
        more = case.is_open and case.is_exit
        charges = self._charges()
        return {
            "case": case,
            "tag": case_tag(case, self.today),
            "progress": self.progress,
            "page": page,
            "rows": [(one, item_tag(one), self._acts(one), charges.get(one.asset_id)) for one in page.rows],
            "handovers": self._handovers(),
            "pickups": case.pickups.filter(cancelled_at__isnull=True).select_related("booked_by"),
            "services": case.services.select_related("service").order_by("service__item_name", "pk"),
            "papers": case.documents.select_related("handover").defer("content"),
            "obstacles": obstacles(case) if decides else [],
            "lacks": more and (unlisted_assets(case).exists() or unlisted_services(case).exists()),
            "events": events_of(case),
            "forms": self.forms,
            "sent": self.forms.get(self.bound),
            "may": self.may,
            "decides": decides,
            "come_back": self._come_back(),
            "takes_part": bool(self.may["take_part"]) and case.is_open,
            "today": self.today,
        }

    def _come_back(self) -> int:
        """How many of the case's pieces the person is to see to; nothing for who does not look after the store."""
        region = self.case.unit.region_id
        if not keeps_register(self.request.roles, region):
            return 0
        return list_come_back([region], case=self.case.number).count()

    def _handovers(self) -> list[tuple[Any, Any]]:
        rows = self.case.handovers.select_related("given_by", "received_by")
        return [(one, handover_tag(one)) for one in rows]

    def _acts(self, item: ReturnItem) -> list[tuple[str, str]]:
        """The buttons of a row: what to do and what it is called."""
        case = self.case
        if not case.is_open:
            return []
        if item.state == ReturnItem.State.RESIDUAL:
            return [("angra", "Ändra beslutet")] if self.may["decide"] else []
        if item.state != ReturnItem.State.LISTED or item.handover_id or not self.may["take_part"]:
            return []
        gone = not item.asset.is_held or item.asset.unit_id != case.unit_id
        acts = [("hittad", "Den är hittad")] if item.is_missing else [("saknas", "Den saknas")]
        return [*acts, ("ta-bort", "Ta bort ur ärendet")] if gone or not case.is_exit else acts


_WHO = {
    "pickup": "take_part",
    "decide": "decide",
    "erase": "erase",
    "services": "services",
    "cancel": "decide",
}
