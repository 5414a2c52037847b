"""Documents: tagged PDF/UA from what was kept at the decision, made once, in well under a second."""

import hashlib
import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest

from orders.actions.attest import attest_order
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.documents.make import DOCUMENT_DUE, make_document, want_document
from orders.models import AttestRecord, Document
from portal.core.outbox.models import Message
from portal.core.units.actions.substitutes import appoint_substitute
from portal.core.units.models import UnitFigures
from tests.steps import attested, checked, delivered
from tests.world import NOW, World, line

LATER = NOW + timedelta(days=3)


def make(kind: str, order, delivery=None) -> Document:
    make_document({"kind": kind, "order": order.pk, "delivery": delivery.pk if delivery else None}, LATER)
    return Document.objects.get(kind=kind, order=order, delivery=delivery)


def words(document: Document) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=bytes(document.content), capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def three(world: World) -> list[Document]:
    delivery = delivered(
        world, line(quantity=2, options=("docking-station",), function="Reception 1", room="104")
    )
    order = delivery.order
    confirm_delivery(delivery=delivery, by=world.head, at=LATER)
    return [make("ORDER", order), make("DELIVERY_NOTE", order, delivery), make("RECEIPT", order, delivery)]


def test_documents_are_tagged_pdf_ua(world: World) -> None:
    for document in three(world):
        pdf = pikepdf.open(io.BytesIO(bytes(document.content)))
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "sv"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.StructTreeRoot
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].endswith(
                (document.order.number, document.delivery.number if document.delivery else "—")
            )
        kinds = tags_of(root.StructTreeRoot)
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= kinds


def tags_of(node, depth: int = 0) -> set[str]:
    found = {str(node.S)} if "/S" in node else set()
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found |= tags_of(kid, depth + 1)
    return found


def test_fonts_are_embedded(world: World) -> None:
    pdf = pikepdf.open(io.BytesIO(bytes(make("ORDER", attested(world)).content)))
    fonts = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all("Atkinson" in str(font.FontName) for font in fonts)
    assert all(any(name in font for name in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts)


def test_the_order_reads_as_it_was_attested_whatever_comes_after(world: World) -> None:
    order = attested(world, line(quantity=2, options=("docking-station",), function="Reception 1"))
    record = AttestRecord.objects.get(order=order)
    UnitFigures.objects.filter(unit=world.unit).update(care_staff=3)
    text = words(make("ORDER", order))
    for part in (
        f"Beställning {order.number}",
        "Hälsocentralen Strandporten",
        "95492",
        "Kalmar IT 2026:1",
        "Anders Bergqvist",
        "Maria Lindqvist",
        "Eva Holm",
        "Bärbar dator, dockningsstation",
        "Reception 1",
        "Ryms i tilldelningen",
        "2 043",
        "Sida 1 av 1",
    ):
        assert part in text, part
    assert record.content_hash[:20] in text
    assert " 18 " in text


def test_a_substitute_attests_for_another(world: World) -> None:
    appoint_substitute(
        region=world.region,
        substitute=world.substitute,
        valid_from=NOW.date(),
        valid_to=LATER.date(),
        by=world.manager,
        at=NOW,
    )
    order = attest_order(order=checked(world), by=world.substitute, at=NOW + timedelta(hours=3))
    assert "Karin Sjö för Anders Bergqvist" in words(make("ORDER", order))


def test_protected_names_are_masked(world: World) -> None:
    world.manager.protected_identity = True
    world.manager.save()
    text = words(make("ORDER", attested(world)))
    assert "Bergqvist" not in text
    assert "Skyddade uppgifter" in text


def test_the_delivery_note_has_asset_and_serial_numbers(world: World) -> None:
    _, note, receipt = three(world)
    text = words(note)
    for piece in note.delivery.pieces.select_related("asset"):
        assert piece.asset.asset_number in text
        assert piece.asset.serial_number in text
        for part in piece.asset.parts.all():
            assert part.asset_number in text
    assert "Mottagningsattest" in words(receipt)
    assert "Inga" in words(receipt)


def test_the_receipt_tells_the_deviation(world: World) -> None:
    delivery = delivered(world, line(quantity=2))
    piece = delivery.pieces.first()
    confirm_delivery(
        delivery=delivery,
        deviations=[PieceReceipt(piece.pk, "DAMAGED", "Sprucken skärm")],
        by=world.contact,
        at=LATER,
    )
    text = words(make("RECEIPT", delivery.order, delivery))
    assert "Skadad" in text
    assert "Sprucken skärm" in text
    assert "Jonas Ek" in text


def test_a_document_is_made_once_and_stays(world: World) -> None:
    order = attested(world)
    first = make("ORDER", order)
    assert first.content_hash == hashlib.sha256(bytes(first.content)).hexdigest()
    again = make("ORDER", order)
    assert (again.pk, again.content_hash, again.made_at) == (first.pk, first.content_hash, first.made_at)
    for _ in range(2):
        want_document("ORDER", order, at=NOW)
    assert Message.objects.filter(kind=DOCUMENT_DUE).count() == 1


@pytest.mark.parametrize("text", ['<b>fet</b> & "citat"', "å" * 90 + " 漢字"])
def test_free_text_is_text(world: World, text: str) -> None:
    order = attested(world, line(function=text[:100]))
    assert "fet" in words(make("ORDER", order)) or "å" in words(make("ORDER", order))
