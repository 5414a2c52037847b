"""Returns: opened for some pieces or for all, handed over piece by piece, decided, erased, closed."""

from datetime import timedelta

from hypothesis import strategies as st

from inventory.models import Asset
from inventory.returns.actions.closing import cancel_case, close_case
from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.actions.erasing import prove_erasure
from inventory.returns.actions.handing import (
    discard_handover,
    put_in,
    reopen_handover,
    sign_handover,
    start_handover,
)
from inventory.returns.actions.opening import drop_item, list_the_rest, open_exit, return_pieces
from inventory.returns.actions.residual import decide_residual, note_missing, undo_decision
from inventory.returns.models import Handover, ReturnCase, ReturnItem
from portal.core.clock import local_date
from tests.life.acting import FEW, PLACE, Life, deed, picked, several

CONDITION = st.sampled_from(("OK", "WORN", "DAMAGED"))


class Returning(Life):
    @deed(unit=PLACE, places=FEW)
    def return_pieces(self, unit: int, places: list[int]) -> None:
        at = self.units[unit % len(self.units)]
        whole = Asset.objects.filter(unit=at, part_of__isnull=True).order_by("pk")
        numbers = [one.asset_number for one in several(whole, places)]
        due_on = local_date(self.at) + timedelta(days=20)
        self.act(
            "return pieces",
            return_pieces,
            unit=at,
            asset_numbers=numbers,
            due_on=due_on,
            by=self.head_of(at),
        )

    @deed(unit=PLACE)
    def open_exit(self, unit: int) -> None:
        due_on = local_date(self.at) + timedelta(days=60)
        self.act(
            "open exit",
            open_exit,
            unit=self.units[unit % len(self.units)],
            reason=ReturnCase.Reason.REORGANISATION,
            due_on=due_on,
            by=self.world.coordinator,
        )

    @deed("returning", often=2, case=PLACE, item=PLACE, drop=st.booleans())
    def change_list(self, case: int, item: int, drop: bool) -> None:
        """Drop a piece from the list, or add what has come since."""
        found = self.open_case(case)
        one = picked(found.items.order_by("pk"), item)
        by = self.head_of(found.unit)
        if drop and one is not None:
            self.act("drop item", drop_item, case=found, item_id=one.pk, by=by)
        else:
            self.act("list the rest", list_the_rest, case=found, by=by)

    @deed(
        "returning",
        often=2,
        case=PLACE,
        places=FEW,
        condition=CONDITION,
        stranger=st.sampled_from((False, False, True)),
    )
    def hand_over(self, case: int, places: list[int], condition: str, stranger: bool) -> None:
        """Some of what is listed, or of all that there is, is put in a handover."""
        found = self.open_case(case)
        listed = Asset.objects.filter(
            pk__in=found.items.filter(state="LISTED", handover__isnull=True).values("asset_id")
        )
        assets = several((Asset.objects.all() if stranger else listed).order_by("pk"), places)
        handover = self.act("start handover", start_handover, case=found, by=self.world.delivery)
        for asset in assets if handover else ():
            self.act(
                "put in",
                put_in,
                handover=handover,
                number=asset.asset_number,
                condition=condition,
                by=self.world.delivery,
            )

    @deed(
        "handover",
        often=2,
        handover=PLACE,
        both=st.sampled_from((True, True, False)),
        party=st.sampled_from(("given", "received")),
    )
    def sign(self, handover: int, both: bool, party: str) -> None:
        found = self.open_handover(handover)
        parties = ("given", "received") if both else (party,)
        for one in parties:
            by = self.head_of(found.case.unit) if one == "given" else self.world.delivery
            seen = digest_of(items_in(found))
            self.act(
                f"sign {one}", sign_handover, handover=found, party=one, name=by.full_name, seen=seen, by=by
            )

    @deed("handover", often=2, handover=PLACE, discard=st.booleans())
    def undo_handover(self, handover: int, discard: bool) -> None:
        found = self.open_handover(handover)
        if discard:
            self.act("discard handover", discard_handover, handover=found, by=self.world.delivery)
        else:
            self.act("reopen handover", reopen_handover, handover=found, by=self.world.delivery)

    @deed(
        "returning",
        often=2,
        case=PLACE,
        item=PLACE,
        decision=st.sampled_from((*ReturnItem.Decision.values, "")),
    )
    def decide_left_over(self, case: int, item: int, decision: str) -> None:
        """Decide about a piece, or only note that it cannot be found."""
        found = self.open_case(case)
        one = picked(found.items.filter(state="LISTED").order_by("pk"), item)
        if one is None:
            return
        if decision:
            by = self.world.coordinator
            self.act(
                "decide residual",
                decide_residual,
                case=found,
                item_ids=[one.pk],
                decision=decision,
                note="Enligt samtal.",
                amount=640_000 if decision == "CHARGED" else None,
                purpose="Borttappad dator" if decision == "CHARGED" else "",
                by=by,
            )
        else:
            by = self.head_of(found.unit)
            self.act("note missing", note_missing, case=found, item_id=one.pk, missing=True, by=by)

    @deed("residual", often=2, case=PLACE, item=PLACE)
    def undo_residual(self, case: int, item: int) -> None:
        rows = ReturnItem.objects.filter(state="RESIDUAL").select_related("case__unit").order_by("pk")
        one = picked(rows, item)
        self.act("undo residual", undo_decision, case=one.case, item_id=one.pk, by=self.world.coordinator)

    @deed("to_erase", often=2, item=PLACE)
    def prove_erasure(self, item: int) -> None:
        rows = ReturnItem.objects.filter(state="HANDED_OVER", erased_at__isnull=True)
        one = picked(rows.select_related("case__unit").order_by("pk"), item)
        self.act(
            "prove erasure",
            prove_erasure,
            case=one.case,
            item_ids=[one.pk],
            method="OVERWRITTEN",
            reference="Protokoll 7",
            by=self.world.delivery,
        )

    @deed("returning", often=2, case=PLACE, off=st.sampled_from((False, False, False, True)))
    def end_case(self, case: int, off: bool) -> None:
        found = self.open_case(case)
        by = self.world.coordinator
        if off:
            self.act("cancel return", cancel_case, case=found, reason="Enheten blir kvar.", by=by)
        else:
            self.act("close return", close_case, case=found, by=by)

    def open_case(self, place: int) -> ReturnCase:
        return picked(ReturnCase.objects.open().select_related("unit").order_by("pk"), place)

    def open_handover(self, place: int) -> Handover:
        rows = Handover.objects.filter(case__state="OPEN").select_related("case__unit").order_by("pk")
        return picked([one for one in rows if not one.is_complete], place)
