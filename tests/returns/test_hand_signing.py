"""The unit signs on the region's phone: who may, what is read of a drawing, what is kept, and the answer afterwards."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest

from inventory.models import Asset
from inventory.returns.actions.closing import close_case
from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.actions.hand_signing import Signing, sign_by_hand
from inventory.returns.actions.handing import reopen_handover
from inventory.returns.actions.vouching import confirm_signature, object_to_signature, settle_objection
from inventory.returns.documents import make_document
from inventory.returns.drawing import WIDE, is_enough, path_of, strokes_of
from inventory.returns.handlers import signature_objected, signed_by_hand
from inventory.returns.models import Handover, HandSignature, ReturnDocument
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.notifications.kinds import kind_of
from portal.core.outbox.models import Message
from tests.pages import as_user, text_of
from tests.returns.returning import LATER, equipped, exit_of, filled, pieces_of, sign
from tests.returns.test_closing import erase
from tests.returns.test_telling import told, words_of
from tests.world import World

DRAWN = "M10 100L60 40L110 150L170 60L230 120L300 90M320 100L360 100"
OTHER = Signing(name="Berit Ek", role="Receptionist", drawing=DRAWN)


@pytest.fixture
def handover(world: World) -> Handover:
    (asset,) = equipped(world)
    return filled(world, pieces_of(world, [asset]), asset)


def by_hand(handover: Handover, signing: Signing, by, at=LATER) -> Handover:
    return sign_by_hand(handover=handover, signing=signing, seen=digest_of(items_in(handover)), by=by, at=at)


def as_chosen(person, **more) -> Signing:
    return Signing(**{"name": person.full_name, "person": person, "drawing": DRAWN} | more)


def test_two_people_at_one_phone_hand_over(world: World, handover: Handover) -> None:
    signed = by_hand(handover, as_chosen(world.contact), world.delivery)
    assert (signed.given_by, signed.given_name, signed.is_complete) == (world.contact, "", False)
    assert not Message.objects.filter(kind="handover.signed").exists()
    done = sign(handover, "received", world.delivery, LATER + timedelta(minutes=1))
    assert done.is_complete
    assert Asset.objects.filter(part_of=None).get().state == "RETURNED"
    hand = HandSignature.objects.get()
    assert (hand.chosen, hand.role, hand.taken_by) == (world.contact, "IT-kontaktperson", world.delivery)
    kept = AuditEvent.objects.get(kind="handover.signed_by_hand")
    assert (kept.actor, kept.after["signed_by"]) == (world.delivery.hsa_id, world.contact.hsa_id)
    assert kept.after["drawing_hash"] == hashlib.sha256(hand.drawing.encode()).hexdigest()
    assert kept.after["content_hash"] == digest_of(items_in(handover))


def test_the_region_may_sign_first(world: World, handover: Handover) -> None:
    sign(handover, "received", world.coordinator)
    done = by_hand(handover, OTHER, world.delivery)
    assert (done.is_complete, done.giver, done.given_by) == (True, "Berit Ek", None)
    assert Message.objects.filter(kind="handover.completed").count() == 1
    kept = AuditEvent.objects.get(kind="handover.completed")
    assert (kept.after["signed_by"], kept.after["role"]) == ("Berit Ek", "Receptionist")


def test_a_typed_name_is_a_signature_when_it_is_confirmed(world: World, handover: Handover) -> None:
    typed = Signing(name=" maria  lindqvist ", person=world.head)
    with pytest.raises(Invalid) as refused:
        by_hand(handover, typed, world.delivery)
    assert (refused.value.code, refused.value.field) == ("not_signed", "confirms")
    by_hand(handover, Signing(name=typed.name, person=world.head, confirms=True), world.delivery)
    hand = HandSignature.objects.get()
    assert (hand.drawing, hand.drawing_hash, hand.role) == ("", "", "Verksamhetschef")


@pytest.mark.parametrize("who", ["head", "contact", "superuser", "manager", "other_head"])
def test_only_the_regions_receivers_hold_the_phone(world: World, handover: Handover, who: str) -> None:
    with pytest.raises(NotAllowed):
        by_hand(handover, OTHER, world.people[who])
    assert not HandSignature.objects.exists()


@pytest.mark.parametrize("who", ["superuser", "other_head", "delivery", "controller"])
def test_who_does_not_stand_for_the_unit_is_not_chosen(world: World, handover: Handover, who: str) -> None:
    with pytest.raises(NotAllowed):
        by_hand(handover, as_chosen(world.people[who]), world.delivery)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"role": " "}, "role_missing"),
        ({"name": "x" * 121}, "too_long"),
        ({"role": "x" * 81}, "too_long"),
        ({"name": "Berit \u202eEk"}, "bad_character"),
        ({"name": "nils dal"}, "same_person"),
        ({"drawing": "M1 1L2 2"}, "too_little_drawn"),
        ({"drawing": '"/><script>'}, "bad_drawing"),
        ({"drawing": ""}, "not_signed"),
    ],
)
def test_what_cannot_be_signed_is_told(world: World, handover: Handover, more: dict, code: str) -> None:
    values = {"name": OTHER.name, "role": OTHER.role, "drawing": OTHER.drawing}
    with pytest.raises(Invalid) as refused:
        by_hand(handover, Signing(**values | more), world.delivery)
    assert refused.value.code == code
    assert Handover.objects.get().given_at is None


def test_the_name_is_the_chosen_persons_and_told_without_it(world: World, handover: Handover) -> None:
    with pytest.raises(Invalid) as refused:
        by_hand(handover, as_chosen(world.head, name="Berit Ek"), world.delivery)
    assert refused.value.code == "not_chosen_name"
    assert world.head.family_name not in refused.value.message


def test_nobody_signs_for_what_has_changed_nor_twice(world: World, handover: Handover) -> None:
    with pytest.raises(Conflict) as refused:
        sign_by_hand(handover=handover, signing=OTHER, seen="0" * 64, by=world.delivery, at=LATER)
    assert refused.value.code == "handover_changed"
    by_hand(handover, OTHER, world.delivery)
    for again in (OTHER, as_chosen(world.head)):
        with pytest.raises(Conflict) as refused:
            by_hand(handover, again, world.coordinator)
        assert refused.value.code == "signed_before"
    with pytest.raises(Conflict):
        sign(handover, "given", world.head)


def test_a_signature_that_is_taken_away_leaves_nothing(world: World, handover: Handover) -> None:
    by_hand(handover, OTHER, world.delivery)
    context = kind_of("return.signed_by_hand").context
    payload = {"return": handover.case_id, "handover": handover.pk}
    assert context(payload) is not None
    reopen_handover(handover=handover, by=world.delivery, at=LATER)
    assert not HandSignature.objects.exists()
    assert Handover.objects.get().given_name == ""
    assert context(payload) is None
    by_hand(handover, as_chosen(world.head), world.delivery)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "M1 1",
        "L1 1L2 2",
        "M1 1L2 2z",
        "M1 1 L2 2",
        "m1 1l2 2",
        "M1,1L2,2",
        "M1 1L2 2C3 3 4 4 5 5",
        "M1 1L601 2",
        "M1 1L2 201",
        "M-1 1L2 2",
        "M1 1L2 2.5",
        "M1 1L1000 2",
        "M\u0661 1L2 2",
        "M1 1L2 2\nM1 1L2 2",
        "M1 1" + "L2 2" * 1200,
        "M100 100" + "L100 100" * 1600,
    ],
)
def test_only_straight_lines_within_the_box_are_read(text: str) -> None:
    assert strokes_of(text) is None


def test_what_is_read_is_written_in_one_way() -> None:
    strokes = strokes_of("M001 02L600 200L5 5M0 0L3 9")
    assert strokes == [[(1, 2), (600, 200), (5, 5)], [(0, 0), (3, 9)]]
    assert path_of(strokes) == "M1 2L600 200L5 5M0 0L3 9"
    assert strokes_of(path_of(strokes)) == strokes
    assert not is_enough([[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]])
    assert not is_enough([[(0, 0), (WIDE, 0)]])


def test_the_head_is_asked_of_someone_else_and_the_chosen_of_himself(
    world: World, handover: Handover
) -> None:
    by_hand(handover, OTHER, world.delivery)
    payload = {"return": handover.case_id, "handover": handover.pk}
    signed_by_hand(payload, LATER)
    assert told("return.signed_by_hand") == {"Maria"}
    assert "Stämmer underskriften" in text_of(as_user(world.head).get("/"))
    reopen_handover(handover=handover, by=world.delivery, at=LATER)
    by_hand(handover, as_chosen(world.contact), world.delivery, LATER + timedelta(hours=1))
    signed_by_hand(payload, LATER)
    assert told("return.signed_by_hand") == {"Maria", "Jonas"}
    assert "Stämmer underskriften" in text_of(as_user(world.contact).get("/"))
    confirm_signature(handover=handover, by=world.contact, at=LATER)
    assert kind_of("return.signed_by_hand").context(payload) is None
    assert "Stämmer underskriften" not in text_of(as_user(world.contact).get("/"))


def test_who_may_answer_and_once(world: World, handover: Handover) -> None:
    by_hand(handover, OTHER, world.delivery)
    for who in ("contact", "delivery", "coordinator", "other_head"):
        with pytest.raises(NotAllowed):
            confirm_signature(handover=handover, by=world.people[who], at=LATER)
    with pytest.raises(Invalid):
        object_to_signature(handover=handover, objection=" ", by=world.head, at=LATER)
    hand = confirm_signature(handover=handover, by=world.head, at=LATER)
    assert (hand.confirmed_by, hand.is_disputed) == (world.head, False)
    with pytest.raises(Conflict):
        object_to_signature(handover=handover, objection="Nej.", by=world.head, at=LATER)
    with pytest.raises(Conflict):
        settle_objection(handover=handover, settlement="Ja.", by=world.coordinator, at=LATER)


def test_an_objection_keeps_the_case_open_until_it_is_settled(world: World, handover: Handover) -> None:
    case = handover.case
    by_hand(handover, OTHER, world.delivery)
    sign(handover, "received", world.delivery)
    erase(world, case, *[one.asset for one in items_in(handover)])
    object_to_signature(handover=handover, objection="Ingen Berit här.", by=world.head, at=LATER)
    payload = {"return": case.pk, "handover": handover.pk}
    for _ in range(2):
        signature_objected(payload, LATER)
    assert told("return.objected") == {"Eva", "Nils"}
    with pytest.raises(Conflict, match="invändning"):
        close_case(case=case, by=world.coordinator, at=LATER)
    with pytest.raises(NotAllowed):
        settle_objection(handover=handover, settlement="Vikarie.", by=world.delivery, at=LATER)
    settle_objection(handover=handover, settlement="En vikarie.", by=world.coordinator, at=LATER)
    assert kind_of("return.objected").context(payload) is None
    assert close_case(case=case, by=world.coordinator, at=LATER).state == "CLOSED"


def test_the_receipt_holds_the_drawing_with_its_words(world: World, handover: Handover) -> None:
    by_hand(handover, OTHER, world.delivery)
    sign(handover, "received", world.delivery)
    make_document({"kind": "RECEIPT", "return": handover.case_id, "handover": handover.pk}, LATER)
    paper = ReturnDocument.objects.get()
    words = words_of(paper)
    for told_there in (
        "Berit Ek, receptionist, lämnar för",
        "inte styrkt med inloggning",
        "Nils Dal",
        HandSignature.objects.get().drawing_hash,
    ):
        assert told_there in words
    with pikepdf.open(io.BytesIO(bytes(paper.content))) as pdf:
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert [str(one["/Alt"]) for one in figures] == ["Namnteckning av Berit Ek, ritad på skärm"]


def test_the_page_leads_the_two_through_it(world: World, handover: Handover) -> None:
    client, head = as_user(world.delivery), as_user(world.head)
    address = f"/aterlamning/{handover.case.number}/overlamning/1/"
    page = client.get(address)
    assert "Enheten skriver under här" in text_of(page)
    assert "Enheten skriver under här" not in text_of(head.get(address))
    sent = {
        "gor": "skriv-har", "har-who": "annan", "har-name": "Berit Ek", "har-role": "", "har-drawing": DRAWN,
        "har-seen": page.context["hand_form"].initial["seen"],
    }  # fmt: skip
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "vad personen gör" in text_of(refused)
    assert DRAWN in text_of(refused)
    done = client.post(address, sent | {"har-role": "Receptionist"}, follow=True)
    assert "Berit Ek har skrivit under för enheten. Skriv nu under för regionen." in text_of(done)
    shown = text_of(head.get(address))
    assert DRAWN in shown
    assert "Portalen vet inte vem personen är" in shown
    assert as_user(world.contact).post(address, {"gor": "bekrafta"}).status_code == 403
    assert head.post(address, {"gor": "invand", "objection": ""}).status_code == 422
    assert "Samordnaren får besked" in text_of(
        head.post(address, {"gor": "invand", "objection": "Ingen Berit här."}, follow=True)
    )
    coordinator = as_user(world.coordinator)
    assert "Invändningen är utredd" in text_of(coordinator.get(address))
    assert "En vikarie." in text_of(
        coordinator.post(address, {"gor": "utred", "settlement": "En vikarie."}, follow=True)
    )
    assert HandSignature.objects.get().settled_by == world.coordinator


def test_a_whole_exit_names_the_hand_on_the_certificate(world: World) -> None:
    (asset,) = equipped(world, item="multifunction-printer")
    case = exit_of(world)
    handover = filled(world, case, asset)
    by_hand(handover, as_chosen(world.head), world.delivery)
    sign(handover, "received", world.delivery)
    confirm_signature(handover=handover, by=world.head, at=LATER)
    close_case(case=case, by=world.coordinator, at=LATER)
    make_document({"kind": "CERTIFICATE", "return": case.pk, "handover": None}, LATER)
    assert "lämnad av Maria Lindqvist (underskrift på plats, bekräftad" in words_of(
        ReturnDocument.objects.get()
    )
