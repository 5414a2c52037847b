"""What the list does not hold is taken up in samverkan (Kalmar IT §3a, last point)."""

from datetime import datetime

from django.db import transaction

from orders.access import may_answer_matter, may_raise_matter
from orders.models import Order, SamverkanMatter
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import usable_text
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit, roles_of

LONGEST = 4000


def raise_matter(
    *, unit: CareUnit, need: str, by: User, at: datetime, order: Order | None = None
) -> SamverkanMatter:
    """Take up a need beyond the list. Raises Invalid for an empty or endless text.

    The same need of the same order, sent again while the first is open, is the first: a page that one went back to
    makes no second matter.
    """
    need = usable_text("need", need, LONGEST, missing="Beskriv behovet.", code="text_missing")
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_raise_matter(roles_of(by, local_date(at)), unit))
        wanted = {"unit": unit, "order": order, "need": need, "raised_by": by}
        first = SamverkanMatter.objects.filter(**wanted, state=SamverkanMatter.State.OPEN).first()
        if first is not None:
            return first
        matter = SamverkanMatter.objects.create(**wanted, raised_at=at)
        record("matter.raised", by=by, at=at, subject=("matter", str(matter.pk)), unit=unit.hsa_id)
        enqueue(
            "matter.raised", payload={"matter": matter.pk}, dedupe_key=f"matter.raised:{matter.pk}", at=at
        )
    return matter


def answer_matter(*, matter: SamverkanMatter, answer: str, by: User, at: datetime) -> SamverkanMatter:
    """Answer a matter, once."""
    answer = usable_text(
        "answer", answer, LONGEST, missing="Skriv ett svar till enheten.", code="text_missing"
    )
    with transaction.atomic():
        matter = (
            SamverkanMatter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=matter.pk)
        )
        require(may_answer_matter(roles_of(by, local_date(at)), matter.unit))
        if matter.state != SamverkanMatter.State.OPEN:
            raise Conflict("matter_answered", "Ärendet är redan besvarat.")
        matter.state, matter.answer = SamverkanMatter.State.ANSWERED, answer
        matter.answered_at, matter.answered_by = at, by
        matter.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        record("matter.answered", by=by, at=at, subject=("matter", str(matter.pk)), unit=matter.unit.hsa_id)
        enqueue(
            "matter.answered",
            payload={"matter": matter.pk},
            dedupe_key=f"matter.answered:{matter.pk}",
            at=at,
        )
    return matter
