"""What the mails of returns leave to the portal."""

import pytest
from django.template.loader import render_to_string

from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.actions.hand_signing import Signing, sign_by_hand
from inventory.returns.actions.vouching import object_to_signature
from portal.core.notifications.kinds import kind_of
from tests.returns.returning import LATER, equipped, filled, pieces_of
from tests.world import World

pytestmark = pytest.mark.django_db
BERIT = Signing(name="Berit Ek", role="Receptionist", confirms=True)


def mail_of(kind: str, payload: dict[str, int]) -> str:
    told = kind_of(kind)
    return render_to_string(told.template, told.context(payload))


def test_mails_tell_neither_who_signed_nor_what_was_objected(world: World) -> None:
    (asset,) = equipped(world)
    handover = filled(world, pieces_of(world, [asset]), asset)
    seen = digest_of(items_in(handover))
    sign_by_hand(handover=handover, signing=BERIT, seen=seen, by=world.delivery, at=LATER)
    payload = {"return": handover.case_id, "handover": handover.pk}
    mails = [mail_of("return.signed_by_hand", payload)]
    object_to_signature(handover=handover, objection="Ingen Berit här.", by=world.head, at=LATER)
    mails.append(mail_of("return.objected", payload))
    assert all(handover.name in one and "Berit" not in one for one in mails)
