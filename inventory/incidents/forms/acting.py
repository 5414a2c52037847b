"""What is done with an incident after it is reported, each in a form of its own."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms

from inventory.incidents.models import Incident, Outcome
from inventory.incidents.money import ore_of
from inventory.models import Asset
from portal.core.units.forms.administration import day_field


def ore_typed(text: str) -> int | None:
    """The sum in öre; nothing for what is left empty. Raises ValidationError for what is no sum."""
    amount = ore_of(text)
    if text.strip() and amount is None:
        raise forms.ValidationError("Skriv beloppet i kronor, till exempel 1 250,50.")
    return amount


class PoliceForm(forms.Form):
    reference = forms.CharField(
        label="Polisens diarienummer", error_messages={"required": "Skriv polisens diarienummer."}
    )


class PictureForm(forms.Form):
    picture = forms.FileField(
        label="Bild",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG eller WebP, högst 5 MB. Plats och tid som kameran har lagt till tas bort.",
        error_messages={
            "required": "Välj en bild.",
            "empty": "Filen är tom. Välj en annan.",
            "missing": "Välj en bild.",
            "invalid": "Välj en bild.",
        },
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Beslut", widget=forms.RadioSelect, error_messages={"required": "Välj vad som ska hända."}
    )
    reason = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Enheten läser skälet.",
        error_messages={"required": "Skriv skälet till beslutet. Enheten läser det."},
    )

    amount = forms.CharField(
        label="Belopp i kronor, utan moms",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="Till exempel 1 250,50.",
    )
    purpose = forms.CharField(
        label="Vad enheten betalar för", required=False, help_text="Till exempel byte av skärm."
    )

    def __init__(self, incident: Incident, charged: Collection[str], data: Any = None):
        """``charged``: the kinds of incident for which the unit may be let to pay."""
        super().__init__(data)
        asset = incident.asset
        left_out = {
            Outcome.REPAIR: not asset.is_held,
            Outcome.REPLACE: asset.on_loan,
            Outcome.CHARGE_UNIT: incident.kind not in charged,
        }
        self.fields["outcome"].choices = [
            (code, _TELLING[Outcome(code)]) for code in Outcome.values if not left_out.get(Outcome(code))
        ]
        if left_out[Outcome.CHARGE_UNIT]:
            del self.fields["amount"], self.fields["purpose"]

    def clean_amount(self) -> int | None:
        return ore_typed(self.cleaned_data["amount"])


_TELLING = {
    Outcome.REPAIR: "Reparera",
    Outcome.REPLACE: "Ersätt: det blir en beställning som inte räknas mot taket",
    Outcome.WRITE_OFF: "Skriv av: utrustningen kasseras, en dator när den är raderad",
    Outcome.CHARGE_UNIT: "Låt enheten betala",
    Outcome.NO_ACTION: "Ingen åtgärd",
}


class RepairForm(forms.Form):
    result = forms.ChoiceField(
        label="Resultat",
        choices=[
            (Asset.State.IN_USE, "Lagad, i bruk igen"),
            (Asset.State.DISPOSED, "Gick inte att laga: kasseras, en dator när den är raderad"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om inventarien är lagad eller ska kasseras."},
    )
    note = forms.CharField(label="Vad som gjordes", error_messages={"required": "Skriv vad som gjordes."})


class LoanForm(forms.Form):
    asset = forms.ModelChoiceField(
        Asset.objects.none(),
        label="Ur lagret",
        empty_label="Välj",
        error_messages={
            "required": "Välj vad som ska lånas ut.",
            "invalid_choice": "Välj något som står i lagret.",
        },
    )
    due_on = day_field("Lämnas tillbaka senast")

    def __init__(self, stock: Iterable[Asset], due_on: date, data: Any = None):
        super().__init__(data, initial={"due_on": due_on})
        self.fields["asset"].queryset = stock
        self.fields["asset"].label_from_instance = lambda one: f"{one.asset_number}, {one.model_name}"


class ExtendForm(forms.Form):
    due_on = day_field("Ny dag")


class InvoiceForm(forms.Form):
    reference = forms.CharField(label="Fakturanummer", error_messages={"required": "Skriv fakturans nummer."})
    invoiced_on = day_field("Fakturadatum")


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label="Skäl",
        help_text="Enheten läser skälet.",
        error_messages={"required": "Skriv varför enheten slipper betala. Enheten läser det."},
    )
