"""One incident of the demo on its way: reported, decided and mended through the real actions."""

from dataclasses import dataclass, field
from datetime import datetime

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.actions.replacement import finish_replacement
from inventory.incidents.actions.report import report_incident
from inventory.incidents.content import Report
from inventory.incidents.models import Charge, DataRisk, Incident, Outcome
from orders.actions.replace import order_replacement
from orders.models import Order
from portal.core.clock import local_date
from portal.core.people.models import User
from portal.home.demo.orders import Job
from portal.home.demo.pieces import piece_at
from portal.home.demo.story import Story


@dataclass
class Mishap:
    """What befell the first piece of an item at a unit. Its IT contact reports it; ``incident`` is there from then,
    ``order`` from when it is decided that another is to come."""

    story: Story
    place: str
    code: str
    variant: str = ""
    incident: Incident = field(init=False)
    order: Order = field(init=False)

    @property
    def eva(self) -> User:
        return self.story.people["eva"]

    @property
    def contact(self) -> User:
        return self.story.contacts[self.place]

    def report(self, report: Report, at: datetime) -> None:
        asset = piece_at(self.story, self.place, self.code, variant=self.variant)
        self.incident = report_incident(asset=asset, report=report, by=self.contact, at=at)

    def decide(self, outcome: str, reason: str, at: datetime) -> None:
        self.incident = decide_incident(
            incident=self.incident, outcome=outcome, reason=reason, by=self.eva, at=at
        )

    def mend(self, note: str, result: str, at: datetime) -> None:
        nils = self.story.people["nils"]
        self.incident = finish_repair(incident=self.incident, result=result, note=note, by=nils, at=at)

    def replace(self, reason: str, at: datetime) -> Job:
        """Decided, with the order that the worker would have made of it."""
        self.decide(Outcome.REPLACE, reason, at)
        self.order = order_replacement(incident=self.incident, by=self.eva, at=at)
        return Job(self.story, self.place, text="", days=(), order=self.order)

    def replaced(self, at: datetime) -> None:
        """What the worker does when it hears that the replacement has come."""
        number, by = self.order.number, self.contact
        self.incident = finish_replacement(incident=self.incident, order=number, by=by, at=at)

    def charge(self, reason: str, kronor: int, purpose: str, at: datetime) -> Charge:
        self.incident = decide_incident(
            incident=self.incident,
            outcome=Outcome.CHARGE_UNIT,
            reason=reason,
            amount=kronor * 100,
            purpose=purpose,
            by=self.eva,
            at=at,
        )
        return Charge.objects.get(source=self.incident.number)


def simple_report(kind: str, how: str, at: datetime, *, place: str = "") -> Report:
    """Of something that happened the same day and by which no information came out."""
    return Report(kind, local_date(at), how, place=place, data_risk=DataRisk.NO)
