"""A handover recorded in one act: begun, or the empty one that the same person began, with its pieces in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inventory.returns.actions.handing import put_in, start_handover
from inventory.returns.models import Handover, ReturnCase
from portal.core.errors import Errors, Invalid
from portal.core.people.models import User

MOST = 200


@dataclass(frozen=True, slots=True)
class HandedPiece:
    """A piece by its asset or serial number, and how it is."""

    number: str
    condition: str
    remark: str = ""


def record_handover(*, case: ReturnCase, pieces: Sequence[HandedPiece], by: User, at: datetime) -> Handover:
    """Begin a handover with the pieces in it: all or none. Nobody has signed it by this.

    Raises as ``start_handover`` and ``put_in``; Errors with every piece that cannot be put in for what it is.
    """
    if not 0 < len(pieces) <= MOST:
        raise Invalid("piece_count", f"Ange mellan en och {MOST} inventarier.", field="items")
    faults = []
    with transaction.atomic():
        handover = start_handover(case=case, by=by, at=at)
        for place, one in enumerate(pieces):
            try:
                put_in(
                    handover=handover, number=one.number, condition=one.condition, remark=one.remark,
                    by=by, at=at,
                )  # fmt: skip
            except Invalid as fault:
                faults.append(Invalid(fault.code, fault.message, field=f"items[{place}].{fault.field}"))
        if faults:
            raise Errors(faults)
    return handover
