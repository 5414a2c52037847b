"""Incidents and what follows: reported, decided, repaired, withdrawn; a piece lent meanwhile."""

from datetime import timedelta

from hypothesis import strategies as st

from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.actions.decide import close_incident, decide_incident
from inventory.incidents.actions.lend import lend_asset, return_loan
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.actions.report import report_incident
from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.content import Report
from inventory.incidents.models import Charge, Incident, Kind, Loan, Outcome
from inventory.models import Asset
from portal.core.clock import local_date
from tests.life.acting import PLACE, Life, deed, picked

MANY = st.integers(0, 30)


class Breaking(Life):
    @deed(asset=MANY, kind=st.sampled_from(Kind.values), by=PLACE)
    def report(self, asset: int, kind: str, by: int) -> None:
        """By the unit or by the coordinator; a part stands for its whole."""
        found = self.asset_at_a_unit(asset)
        who = self.someone(by, "coordinator") if by == 0 else self.head_of(found.unit)
        report = Report(
            kind, local_date(self.at), "Så gick det till.", police_reference="5000-K1" if by < 6 else ""
        )
        self.act("report", report_incident, asset=found, report=report, by=who)

    @deed(
        "reported", often=2, incident=PLACE, outcome=st.sampled_from(("REPLACE", "REPAIR", *Outcome.values))
    )
    def decide(self, incident: int, outcome: str) -> None:
        found = self.incident_in(incident, "REPORTED")
        self.act(
            f"decide incident {outcome}",
            decide_incident,
            incident=found,
            outcome=outcome,
            reason="Efter samtal med enheten.",
            amount=125_000 if outcome == Outcome.CHARGE_UNIT else None,
            purpose="En ny skärm." if outcome == Outcome.CHARGE_UNIT else "",
            by=self.world.coordinator,
        )

    @deed("reported", often=2, incident=PLACE)
    def withdraw_report(self, incident: int) -> None:
        found = self.incident_in(incident, "REPORTED")
        self.act("withdraw report", withdraw_incident, incident=found, by=self.head_of(found.unit))

    @deed("in_repair", often=2, incident=PLACE, result=st.sampled_from(("IN_USE", "IN_USE", "DISPOSED")))
    def finish_repair(self, incident: int, result: str) -> None:
        found = self.incident_in(incident, "IN_REPAIR")
        self.act(
            "finish repair",
            finish_repair,
            incident=found,
            result=result,
            note="Skärmen är bytt.",
            by=self.world.delivery,
        )

    @deed("decided", often=2, incident=PLACE)
    def close_report(self, incident: int) -> None:
        found = self.incident_in(incident, "DECIDED")
        self.act("close incident", close_incident, incident=found, by=self.world.coordinator)

    @deed("charged", often=2, charge=PLACE, invoiced=st.booleans())
    def settle_charge(self, charge: int, invoiced: bool) -> None:
        found = picked(Charge.objects.open().order_by("pk"), charge)
        if invoiced:
            bill = {"reference": "F-1001", "invoiced_on": local_date(self.at)}
            self.act(
                "invoice charge", mark_invoiced, charge=found, by=self.world.people["controller"], **bill
            )
        else:
            why = "Det var ett fel."
            self.act("waive charge", waive_charge, charge=found, reason=why, by=self.world.coordinator)

    @deed("in_repair", often=2, asset=PLACE, instead=PLACE)
    def lend(self, asset: int, instead: int) -> None:
        stored = picked(Asset.objects.filter(state="IN_STOCK").order_by("pk"), asset)
        broken = self.incident_in(instead, "IN_REPAIR").asset
        if stored is not None:
            due_on = local_date(self.at) + timedelta(days=30)
            self.act(
                "lend", lend_asset, asset=stored, for_asset=broken, due_on=due_on, by=self.world.delivery
            )

    @deed("lent", often=2, loan=PLACE)
    def take_loan_back(self, loan: int) -> None:
        found = picked(Loan.objects.open().order_by("pk"), loan)
        self.act("return loan", return_loan, loan=found, by=self.world.delivery)

    def incident_in(self, place: int, *states: str) -> Incident:
        rows = Incident.objects.filter(state__in=states).select_related("asset", "unit")
        return picked(rows.order_by("pk"), place)

    def asset_at_a_unit(self, place: int) -> Asset:
        return picked(Asset.objects.filter(unit__isnull=False).select_related("unit").order_by("pk"), place)
