"""What units are to pay for equipment that is gone: one charge that waits for its invoice, one invoiced, one waived."""

from datetime import datetime

from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.models import Charge, Kind
from portal.core.clock import local_date
from portal.home.demo.incident import Mishap, simple_report
from portal.home.demo.story import Story

# unit, what happened, how; workdays ago when reported and decided; why, kronor, for what
_CHARGES = (
    ("nybroasen", Kind.LOSS, "Följde troligen med i en kartong till återvinningen.",
     13, 11, "Det är den andra datorn på ett år.", 4_800, "Bärbar dator, två år gammal"),
    ("bredsund", Kind.WEAR, "Gångjärnen är avbrutna och locket sitter löst.", 61, 59,
     "Datorn har burits utan väska, vilket vi har bett enheten att sluta med.", 1_950, "Byte av lock och gångjärn"),
    ("malilla", Kind.LOSS, "Datorn fanns inte i skåpet efter flytten.", 44, 42,
     "Skåpet var olåst under flytten.", 3_200, "Bärbar dator, fyra år gammal"),
)  # fmt: skip


def plan_charges(story: Story) -> None:
    charges: dict[str, Charge] = {}
    for place, kind, how, reported, decided, reason, kronor, purpose in _CHARGES:
        mishap = Mishap(story, place, "base-package", "laptop")

        def report(at: datetime, mishap=mishap, kind=kind, how=how) -> None:
            mishap.report(simple_report(kind, how, at), at)

        def decide(at: datetime, mishap=mishap, why=(reason, kronor, purpose)) -> None:
            charges[mishap.place] = mishap.charge(*why, at)

        story.plan(story.moment(reported, 10, 40), report)
        story.plan(story.moment(decided, 13, 50), decide)
    siv, eva = story.people["siv"], story.people["eva"]
    story.plan(
        story.moment(56, 9, 5),
        lambda at: mark_invoiced(
            charge=charges["bredsund"], reference="4400187", invoiced_on=local_date(at), by=siv, at=at
        ),
    )
    waived = "Flyttfirmans försäkring har ersatt regionen."
    story.plan(
        story.moment(38, 10, 45),
        lambda at: waive_charge(charge=charges["malilla"], reason=waived, by=eva, at=at),
    )
