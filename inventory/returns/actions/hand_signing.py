"""The unit signs at the handover itself, on the phone of the region's person, who alone is signed in there."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inventory.returns.access import NOT_GIVER, may_give, may_receive
from inventory.returns.actions.completing import GIVEN, complete_or_wait, read_and_unchanged
from inventory.returns.actions.writing import locked_handover, roles_at
from inventory.returns.drawing import is_enough, path_of, strokes_of
from inventory.returns.models import Handover, HandSignature
from inventory.returns.recipients import title_at
from inventory.returns.workflow import tell
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.text import text_faults

BY_HAND = "handover.signed_by_hand"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs and how. ``person`` is one of the unit's own; None: someone else, who is called ``name`` and is ``role``
    there. ``drawing`` is a path; without one, ``confirms`` says that the typed name is the signature."""

    name: str
    person: User | None = None
    role: str = ""
    drawing: str = ""
    confirms: bool = False


def sign_by_hand(*, handover: Handover, signing: Signing, seen: str, by: User, at: datetime) -> Handover:
    """Sign for the unit on the region's phone: drawn with the finger, or the name typed and confirmed. ``seen`` is the
    digest of what was on the page. The one who signed, or the head, is asked to confirm it afterwards.

    Raises NotAllowed for others than the region's receivers and for a person who does not stand for the unit; Invalid
    or Errors for a name that is not the chosen person's, texts and drawings that cannot be used, or neither drawing nor
    confirmation; Conflict for contents that have changed, or a signature that is there already.
    """
    name, role = " ".join(signing.name.split()), signing.role.strip()
    with transaction.atomic():
        handover = locked_handover(handover)
        require(may_receive(roles_at(by, at), handover.case.unit))
        if handover.given_at is not None:
            raise Conflict("signed_before", "Någon har redan skrivit under för enheten. Läs in sidan igen.")
        items = read_and_unchanged(handover, seen)
        drawing = _drawing(signing)
        _require_signer(handover, signing.person, name, role, by, at)
        handover.given_at, handover.given_by = at, signing.person
        handover.given_name = "" if signing.person else name
        if signing.person:
            role = title_at(signing.person, handover.case.unit, local_date(at))
        with guarded():
            handover.save(update_fields=["given_at", "given_by", "given_name"])
            hand = HandSignature.objects.create(
                handover=handover, chosen=signing.person, role=role, drawing=drawing, taken_at=at, taken_by=by
            )
        told = {
            "party": GIVEN,
            "content_hash": seen,
            "signed_by": signing.person.hsa_id if signing.person else name,
            "role": role,
            "drawing_hash": hand.drawing_hash,
        }
        event = f"{handover.ordinal}:{at.isoformat()}"
        after = {"handover": handover.name, **told, "pieces": len(items)}
        payload = {"handover": handover.pk}
        tell(handover.case, BY_HAND, by=by, at=at, event=event, after=after, payload=payload)
        # Whoever holds the phone signs next: nobody else needs to be asked.
        if handover.is_complete:
            complete_or_wait(handover, items, told, by, at)
    return handover


def _drawing(signing: Signing) -> str:
    """The drawing as the portal writes it; empty when the name is typed and confirmed instead."""
    if not signing.drawing:
        if not signing.confirms:
            told = "Rita namnteckningen, eller kryssa i att du bekräftar."
            raise Invalid("not_signed", told, field="confirms")
        return ""
    strokes = strokes_of(signing.drawing)
    if strokes is None:
        raise Invalid("bad_drawing", "Namnteckningen kunde inte läsas. Rensa och rita igen.", field="drawing")
    if not is_enough(strokes):
        raise Invalid("too_little_drawn", "Rita hela namnteckningen. Rensa och rita igen.", field="drawing")
    return path_of(strokes)


def _require_signer(
    handover: Handover, person: User | None, name: str, role: str, by: User, at: datetime
) -> None:
    unit, region_side = handover.case.unit, {by.pk, handover.received_by_id}
    if person is not None:
        require(may_give(roles_at(person, at), unit) if person.pk not in region_side else NOT_GIVER)
        if name.casefold() != person.full_name.casefold():
            told = "Namnet är inte den valda personens. Välj ”Någon annan” om det är någon annan som skriver under."
            raise Invalid("not_chosen_name", told, field="name")
        return
    told = "Skriv vad personen gör på enheten, till exempel receptionist."
    raise_faults(
        [
            *text_faults("name", name, 120, label="Namn", missing="Skriv namnet på den som skriver under."),
            *text_faults("role", role, 80, label="Uppdrag på enheten", missing=told),
        ]
    )
    receiver = handover.received_by
    if name.casefold() in {one.full_name.casefold() for one in (by, receiver) if one}:
        told = "Den som lämnar och den som tar emot ska vara två olika personer."
        raise Invalid("same_person", told, field="name")
