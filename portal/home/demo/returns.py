"""Equipment that goes back: single pieces, all that a unit has when its contract ends, and what is over and done."""

from datetime import datetime, time, timedelta

from inventory.actions.store import store_returned
from inventory.returns.actions.closing import cancel_case
from inventory.returns.actions.completing import GIVEN
from inventory.returns.actions.residual import decide_residual, note_missing
from inventory.returns.contract_end import open_ending
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.terms import notice_days
from portal.core.clock import STOCKHOLM, add_workdays
from portal.core.units.models import Contract
from portal.home.demo.pieces import SPARE, pieces_at
from portal.home.demo.returning import Condition, Returning
from portal.home.demo.story import Story

_OK, _WORN, _DAMAGED = Condition.OK, Condition.WORN, Condition.DAMAGED
_AT_NIGHT = time(5, 15)  # when the portal itself looks for contracts that end
_CHECKED = "Raderad, rengjord och provad. Batteriet håller fyra timmar."


def plan_returns(story: Story) -> None:
    _plan_closed(story)
    _plan_pieces(story)
    _plan_exit(story)
    _plan_cancelled(story)


def _plan_closed(story: Story) -> None:
    """Norrliden gave three computers and something more back; what was whole stands in the store now."""
    back = Returning(story, "norrliden")

    def open_case(at: datetime) -> None:
        computers = pieces_at(story, "norrliden", "base-package").filter(variant="laptop")[:3]
        others = pieces_at(story, "norrliden", *SPARE)[:1]
        last = story.workdays[72]
        back.open([*computers, *others], last, "Två mottagningsrum har slagits ihop.", at)

    def store(at: datetime) -> None:
        for item in back.case.items.exclude(condition=_DAMAGED).select_related("asset").order_by("pk"):
            store_returned(asset=item.asset, note=_CHECKED, by=back.nils, at=at)

    story.plan(story.moment(90, 10, 30), open_case)
    story.plan(story.moment(86, 9), lambda at: back.book(story.workdays[80], "Lastkajen, Backvägen 15", at))
    story.plan(story.moment(80, 10, 15), lambda at: back.hand_over((_OK, _WORN, _DAMAGED, _OK), at))
    story.plan(story.moment(78, 14), lambda at: back.erase("Raderingsprotokoll 118", at))
    story.plan(story.moment(77, 9, 20), back.close)
    story.plan(story.moment(75, 13, 10), store)


def _plan_pieces(story: Story) -> None:
    """Strandporten has two cameras too many; the pick-up is booked."""
    back = Returning(story, "strandporten")
    fetched = add_workdays(story.today, 2)

    def open_case(at: datetime) -> None:
        cameras = pieces_at(story, "strandporten", "personal-video")[:2]
        back.open(cameras, add_workdays(story.today, 8), "Läkarna delar på en kamera igen.", at)

    story.plan(story.moment(3, 11, 5), open_case)
    story.plan(story.moment(2, 9, 50), lambda at: back.book(fetched, "Receptionen, Hamngatan 4", at))


def _plan_exit(story: Story) -> None:
    """Torskors' contract ends: the portal opened the case, some has been fetched, some cannot be found."""
    unit, back = story.units["torskors"], Returning(story, "torskors")

    def open_case(at: datetime) -> None:
        open_ending(at)
        back.case = ReturnCase.objects.get(unit=unit)

    def lose(at: datetime) -> None:
        for item in back.left()[-3:]:
            remark = "Finns inte i det rum där den ska stå."
            note_missing(case=back.case, item_id=item.pk, missing=True, remark=remark, by=back.contact, at=at)

    def decide(at: datetime) -> None:
        gone = list(back.case.items.filter(condition=Condition.MISSING).order_by("pk"))
        written_off = {
            "decision": ReturnItem.Decision.WRITTEN_OFF,
            "note": "Äldre än fem år, inget värde kvar.",
        }
        charged = {
            "decision": ReturnItem.Decision.CHARGED,
            "note": "Enheten har inte anmält förlusten.",
            "amount": 640_000,
            "purpose": "Borttappad utrustning",
        }
        for item, decided in zip(gone, (written_off, charged), strict=False):
            decide_residual(case=back.case, item_ids=[item.pk], **decided, by=story.people["eva"], at=at)

    last = Contract.objects.get(unit=unit).valid_to
    ahead = timedelta(days=notice_days(story.region.pk, story.today).days)
    story.plan(datetime.combine(last - ahead, _AT_NIGHT, tzinfo=STOCKHOLM), open_case)
    story.plan(story.moment(20, 9), lambda at: back.book(story.workdays[14], "Personalingången", at))
    story.plan(story.moment(14, 10, 20), lambda at: back.hand_over((_OK, _OK, _WORN, _DAMAGED, _OK), at))
    story.plan(story.moment(10, 15), lambda at: back.erase("Raderingsprotokoll 131", at))
    story.plan(story.moment(7, 11), lose)
    story.plan(story.moment(5, 13, 30), decide)
    story.plan(story.moment(3, 9), lambda at: back.book(add_workdays(story.today, 6), "Personalingången", at))
    story.plan(story.moment(1, 14, 40), lambda at: back.hand_over((_OK, _OK, _WORN), at, parties=(GIVEN,)))


def _plan_cancelled(story: Story) -> None:
    back, eva = Returning(story, "hogsby"), story.people["eva"]
    reason = "Enheten behåller den: den nya distriktssköterskan behöver den."

    def open_case(at: datetime) -> None:
        unused = pieces_at(story, "hogsby", *SPARE)[:1]
        back.open(unused, story.workdays[30], "Används inte sedan i somras.", at)

    story.plan(story.moment(41, 9, 10), open_case)
    story.plan(story.moment(39, 16), lambda at: cancel_case(case=back.case, reason=reason, by=eva, at=at))
