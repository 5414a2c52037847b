"""What changes around the orders: figures, the appendix, substitutes; and the worker that carries messages out."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from hypothesis import strategies as st

from entitlements.actions import publish_appendix
from portal.core.clock import local_date
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.core.units.actions.figures import reject_figures, report_figures, verify_figures
from portal.core.units.actions.substitutes import appoint_substitute, revoke_substitute
from portal.core.units.models import Substitution, UnitFigures
from tests.life.acting import PLACE, Life, deed, picked
from tests.world import kalmar_file

# What draws PDFs, which has tests of its own and takes longer than all the rest.
PAPERS = ("document.due", "return.document_due", "round.signed", "sheet.asked")


class Governing(Life):
    @deed(unit=PLACE, staff=st.integers(0, 6), listed=st.integers(0, 700), ahead=st.integers(-5, 20))
    def report_figures(self, unit: int, staff: int, listed: int, ahead: int) -> None:
        at = (self.world.unit, self.world.other_unit)[unit % 2]
        self.act(
            "report figures",
            report_figures,
            unit=at,
            care_staff=staff,
            listed_patients=listed,
            valid_from=local_date(self.at) + timedelta(days=ahead),
            by=self.head_of(at),
        )

    @deed("figures", often=2, figures=PLACE, good=st.sampled_from((True, True, False)))
    def decide_figures(self, figures: int, good: bool) -> None:
        found = picked(UnitFigures.objects.filter(state=UnitFigures.State.REPORTED).order_by("pk"), figures)
        if good:
            self.act("verify figures", verify_figures, figures=found, by=self.world.coordinator)
        else:
            self.act(
                "reject figures",
                reject_figures,
                figures=found,
                reason="Stämmer inte.",
                by=self.world.coordinator,
            )

    @deed(staff=st.integers(1, 2), listed=st.integers(5, 14), ahead=st.integers(1, 10))
    def publish_appendix(self, staff: int, listed: int, ahead: int) -> None:
        """A new version with other numbers."""
        new = {"packages_per_staff": staff, "packages_per_1000_listed": listed}
        file = kalmar_file()
        name = f"{self.at:%Y%m%d%H%M}"
        self.act(
            "publish appendix",
            publish_appendix,
            appendix=replace(
                file,
                version=name,
                valid_from=local_date(self.at) + timedelta(days=ahead),
                change_summary="Andra tal.",
                terms=tuple(replace(one, value=new.get(one.name, one.value)) for one in file.terms),
                sha256=sha256(name.encode()).hexdigest(),
            ),
            by=self.world.editor,
        )

    @deed(who=PLACE, days=st.integers(0, 30), most=st.sampled_from((None, 1, 3)))
    def appoint_substitute(self, who: int, days: int, most: int | None) -> None:
        today = local_date(self.at)
        self.act(
            "appoint substitute",
            appoint_substitute,
            region=self.world.region,
            substitute=self.someone(who, "substitute", "coordinator", "delivery"),
            valid_from=today,
            valid_to=today + timedelta(days=days),
            most_pieces=most,
            by=self.world.manager,
        )

    @deed(which=PLACE)
    def revoke_substitute(self, which: int) -> None:
        found = picked(Substitution.objects.filter(revoked_at__isnull=True).order_by("pk"), which)
        if found is not None:
            self.act("revoke substitute", revoke_substitute, substitution=found, by=self.world.manager)

    @deed("waiting")
    def work(self) -> None:
        """The worker carries out what waits, but for papers."""
        waiting = Message.objects.filter(sent_at__isnull=True)
        waiting.filter(kind__in=PAPERS).update(sent_at=self.at)
        self.at += timedelta(minutes=1)
        self._there = {}
        while dispatch_next(self.at):
            pass
        self.done["work"] += 1
