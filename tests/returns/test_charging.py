"""What a unit is to pay for pieces that were left over: decided with a sum, shown, settled, and taken back."""

from datetime import timedelta

import pytest

from entitlements.models import AppendixVersion
from inventory.incidents.actions.charge import mark_invoiced, waive_charge
from inventory.incidents.models import Charge, Kind
from inventory.returns.actions.closing import cancel_case
from inventory.returns.actions.residual import undo_decision
from inventory.returns.documents import contents_of
from inventory.returns.models import ReturnCase, ReturnDocument, ReturnItem
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.documents.pdf import pdf_of
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from tests.api.conftest import token_client
from tests.incidents.reporting import charged
from tests.pages import as_user, text_of
from tests.returns.returning import LATER, equipped, exit_of
from tests.returns.test_closing import close, decide
from tests.world import World

AFTER = LATER + timedelta(days=1)


def invoiced(world: World, charge: Charge) -> Charge:
    about = {"reference": "F-1001", "invoiced_on": local_date(AFTER)}
    return mark_invoiced(charge=charge, by=world.people["controller"], at=AFTER, **about)


def undo(world: World, case: ReturnCase, asset) -> None:
    undo_decision(case=case, item_id=case.items.get(asset=asset).pk, by=world.coordinator, at=AFTER)


def test_what_the_unit_is_to_pay_for_is_a_charge_for_each_piece(world: World) -> None:
    first, second, gone = equipped(world, 3)
    case = exit_of(world)
    decide(world, case, first, second, decision="CHARGED", note="Tappade.")
    decide(world, case, gone)
    charges = Charge.objects.order_by("asset__asset_number")
    assert [(one.asset, one.amount, one.purpose) for one in charges] == [
        (first, 640_000, "Borttappad dator"),
        (second, 640_000, "Borttappad dator"),
    ]
    assert {(one.source, one.unit, one.decided_by, one.decided_at) for one in charges} == {
        (case.number, world.unit, world.coordinator, LATER)
    }
    logged = AuditEvent.objects.filter(kind="charge.decided").order_by("sequence")
    assert [one.after["asset"] for one in logged] == [first.asset_number, second.asset_number]


def test_what_the_unit_pays_for_as_lost_is_not_charged_again(world: World) -> None:
    lost, cracked = equipped(world, 2)
    case = exit_of(world)
    kinds = {lost.pk: Kind.LOSS, cracked.pk: Kind.DAMAGE}
    charges = {asset.pk: charged(world, asset, kind=kinds[asset.pk]) for asset in (lost, cracked)}
    with pytest.raises(Conflict) as refused:
        decide(world, case, lost, decision="CHARGED")
    assert refused.value.code == "charged_already"
    assert charges[lost.pk].source in refused.value.message
    # A crack that is paid for does not pay for the computer.
    decide(world, case, cracked, decision="CHARGED")
    waive_charge(charge=charges[lost.pk], reason="Fel enhet.", by=world.coordinator, at=LATER)
    decide(world, case, lost, decision="CHARGED")
    assert Charge.objects.filter(source=case.number).count() == 2


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"amount": None, "purpose": " "}, ["amount", "purpose"]),
        ({"amount": 0}, ["amount"]),
        ({"purpose": "x" * 201}, ["purpose"]),
    ],
)
def test_without_a_sum_and_a_purpose_nothing_is_decided(world: World, more: dict, fields: list[str]) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    with pytest.raises(Errors) as refused:
        decide(world, case, asset, decision="CHARGED", **more)
    assert [one.field for one in refused.value.details] == fields
    assert (case.items.get().state, Charge.objects.count()) == ("LISTED", 0)


def test_where_no_unit_pays_for_what_is_lost_it_cannot_be_decided(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    version = AppendixVersion.objects.get()
    version.terms = {**version.terms, "charged_incident_kinds": {"value": ["damage"]}}
    version.save()
    with pytest.raises(Invalid) as refused:
        decide(world, case, asset, decision="CHARGED")
    assert (refused.value.code, refused.value.field) == ("not_charged_for", "decision")
    page = text_of(as_user(world.coordinator).get(f"/aterlamning/{case.number}/"))
    assert "Skrivs av" in page
    assert "Debiteras enheten" not in page
    assert "beslut-amount" not in page


def test_a_decision_that_is_taken_back_costs_nothing_and_may_be_made_anew(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    decide(world, case, asset, decision="CHARGED")
    undo(world, case, asset)
    waived = Charge.objects.get()
    assert waived.waived_reason == f"Beslutet i återlämning {case.number} är ändrat."
    assert AuditEvent.objects.filter(kind="charge.waived").count() == 1
    decide(world, case, asset, decision="CHARGED", amount=10_000)
    assert Charge.objects.open().get().amount == 10_000
    invoiced(world, Charge.objects.open().get())
    with pytest.raises(Conflict) as refused:
        undo(world, case, asset)
    assert refused.value.code == "charge_invoiced"
    assert "F-1001" in refused.value.message
    assert ReturnItem.objects.get().decision == "CHARGED"


def test_a_case_that_is_called_off_costs_nothing(world: World) -> None:
    first, second = equipped(world, 2)
    case = exit_of(world)
    decide(world, case, first, second, decision="CHARGED")
    calling_off = {"case": case, "reason": "Avtalet förlängs.", "by": world.coordinator, "at": AFTER}
    cancel_case(**calling_off)
    assert set(Charge.objects.values_list("waived_reason", flat=True)) == {
        f"Återlämning {case.number} är inställd."
    }


def test_a_case_whose_charge_is_invoiced_is_not_called_off(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    decide(world, case, asset, decision="CHARGED")
    invoiced(world, Charge.objects.get())
    with pytest.raises(Conflict) as refused:
        cancel_case(case=case, reason="Avtalet förlängs.", by=world.coordinator, at=AFTER)
    assert refused.value.code == "charge_invoiced"


def test_the_page_asks_for_the_sum_and_the_list_leads_to_the_case(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    client, path = as_user(world.coordinator), f"/aterlamning/{case.number}/"
    sent = {"gor": "besluta", "beslut-items": [case.items.get().pk], "beslut-decision": "CHARGED"}
    for amount, told in (("", "Skriv beloppet i kronor"), ("tolv", "till exempel 1 250,50")):
        wrong = client.post(path, {**sent, "beslut-amount": amount, "beslut-purpose": "Dator"})
        assert wrong.status_code == 422
        assert told in text_of(wrong)
    done = client.post(path, {**sent, "beslut-amount": "6 400", "beslut-purpose": "Dator"}, follow=True)
    charge = Charge.objects.get()
    assert (charge.amount, charge.purpose) == (640_000, "Dator")
    assert "6 400 kr" in text_of(done)
    assert f"/debiteringar/{charge.pk}/" in text_of(done)
    listed = text_of(as_user(world.people["controller"]).get("/debiteringar/"))
    assert f'<a href="{path}">{case.number}</a>' in listed
    life = text_of(as_user(world.head).get(f"/utrustning/{asset.asset_number}/"))
    assert f"/debiteringar/{charge.pk}/" in life
    sheet = client.get(f"{path}restlista.csv").content.decode()
    assert sheet.splitlines()[1].endswith(";6400,00;Dator")


def test_the_economist_invoices_it_on_its_own_page(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    decide(world, case, asset, decision="CHARGED")
    path = f"/debiteringar/{Charge.objects.get().pk}/"
    assert "Markera som fakturerad" not in text_of(as_user(world.head).get(path))
    assert as_user(world.other_head).get(path).status_code == 404
    client = as_user(world.people["controller"])
    page = text_of(client.get(path))
    assert case.number in page
    assert "6 400 kr" in page
    assert "Efterskänk debiteringen" not in page
    sent = {"gor": "fakturera", "reference": "", "invoiced_on": local_date(AFTER).isoformat()}
    assert client.post(path, sent).status_code == 422
    assert client.post(path, {**sent, "gor": "efterskank", "reason": "Nej."}).status_code == 403
    shown = client.post(path, {**sent, "reference": "F-77"}, follow=True)
    assert "F-77" in text_of(shown)
    again = as_user(world.coordinator).post(path, {"gor": "efterskank", "reason": "Nej."})
    assert again.status_code == 409
    assert "redan fakturerad" in text_of(again)


def test_only_the_coordinator_waives_it(world: World) -> None:
    (asset,) = equipped(world)
    decide(world, exit_of(world), asset, decision="CHARGED")
    charge = Charge.objects.get()
    with pytest.raises(NotAllowed):
        waive_charge(charge=charge, reason="Snällt.", by=world.people["controller"], at=AFTER)
    client = as_user(world.coordinator)
    sent = {"gor": "efterskank", "reason": "Hittad i en låda."}
    assert "Hittad i en låda." in text_of(client.post(f"/debiteringar/{charge.pk}/", sent, follow=True))
    assert Charge.objects.waived().count() == 1


@pytest.mark.parametrize("waived", [False, True])
def test_the_certificate_says_what_the_unit_pays(world: World, waived: bool) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    decide(world, case, asset, decision="CHARGED")
    if waived:
        waive_charge(charge=Charge.objects.get(), reason="Hittad.", by=world.coordinator, at=AFTER)
    close(world, case)
    template, values = contents_of(ReturnDocument.Kind.CERTIFICATE, case.pk, None)
    ((item, shown),) = values["left"]
    assert item.asset == asset
    assert (shown.amount.replace("\u00a0", " "), bool(shown.charge.waived_at)) == ("6 400 kr", waived)
    assert pdf_of(template, values).startswith(b"%PDF-")


def test_programs_read_what_is_to_be_paid(world: World) -> None:
    charged, kept = equipped(world, 2)
    case = exit_of(world)
    decide(world, case, charged, decision="CHARGED")
    told = token_client(world.head).get(f"/api/v1/returns/{case.number}/").json()
    rows = {one["asset_number"]: one["charge"] for one in told["items"]}
    assert rows[kept.asset_number] is None
    assert rows[charged.asset_number] == {
        "amount": 640_000,
        "purpose": "Borttappad dator",
        "state": "OPEN",
        "invoice_reference": "",
        "invoiced_on": None,
        "waived_reason": "",
    }
