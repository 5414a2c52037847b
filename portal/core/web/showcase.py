"""Example data for the page of components. Units, people and numbers are invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

STATES = (
    ("Utkast", "neutral", "file-pen-line"),
    ("Skickad", "info", "send"),
    ("Granskas", "warning", "scale"),
    ("Väntar på attest", "warning", "clock"),
    ("Attesterad", "info", "stamp"),
    ("Under leverans", "info", "truck"),
    ("Levererad", "info", "package-check"),
    ("Kvitterad", "success", "circle-check"),
    ("Avslagen", "danger", "circle-x"),
    ("Tillbaka för komplettering", "neutral", "undo-2"),
)


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    note: str
    basis: str
    value: int
    decisive: bool


class ExampleForm(forms.Form):
    serial = forms.CharField(
        label="Serienummer", help_text="Skanna med handläsare eller skriv. Etiketten sitter på undersidan."
    )
    address = forms.ChoiceField(
        label="Leveransadress",
        choices=[("1", "Strandporten, Hamngatan 4, Kalmar"), ("2", "Annan adress i Kalmar län")],
    )
    wanted = forms.DateField(label="Behövs senast", required=False)
    motivation = forms.CharField(
        label="Motivering", widget=forms.Textarea(attrs={"rows": 3}), help_text="Skriv inga patientuppgifter."
    )
    state = forms.ChoiceField(
        label="Skick",
        choices=[("ok", "Hel"), ("damaged", "Skadad"), ("missing", "Saknas")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="Jag har kontrollerat leveransen")


class ExampleFilter(forms.Form):
    q = forms.CharField(
        label="Sök i kön",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Order, enhet eller artikel"}),
    )
    outcome = forms.ChoiceField(
        label="Regelkontroll", required=False, choices=[("", "Alla utfall"), ("ok", "Inom reglerna")]
    )
    municipality = forms.ChoiceField(
        label="Kommun", required=False, choices=[("", "Alla kommuner"), ("0880", "Kalmar")]
    )


def examples(request: HttpRequest) -> dict[str, Any]:
    return {
        "states": STATES,
        "form": ExampleForm({"serial": "5CG0O1", "address": "1", "state": "ok"}),
        "clean_form": ExampleForm(auto_id="ren_%s"),
        "filter": ExampleFilter(request.GET),
        "steps": (
            Step("Inskickad", "17 nov", "done"),
            Step("Granskad", "17 nov", "done"),
            Step("Attest", "hos Beställarchefen", "now"),
            Step("Leverans", "cirka 10 dagar efter attest", "later"),
            Step("Kvitterad", "", "later"),
        ),
        "stopped": (
            Step("Inskickad", "9 nov", "done"),
            Step("Granskad", "10 nov", "done"),
            Step("Avslagen", "11 nov, över taket", "stopped"),
        ),
        "rows": (
            Row("Vårdpersonal", "1 per person", "18 personer", 18, True),
            Row("Listade patienter", "10 per 1 000", "2 043 listade", 20, False),
        ),
        "events": (
            {
                "at": datetime(2026, 11, 20, 8, 40, tzinfo=UTC),
                "who": "Eva Holm",
                "text": "granskade och tillstyrkte.",
            },
            {
                "at": datetime(2026, 11, 20, 8, 12, tzinfo=UTC),
                "who": "Maria Lindqvist",
                "text": "skickade beställningen.",
            },
        ),
        "tasks": (
            {
                "due": date(2026, 11, 30),
                "urgent": True,
                "title": "Bekräfta personal och listade patienter",
                "text": "Uppgifterna styr hur många grundpaket enheten har rätt till.",
                "url": "/",
                "action": "Bekräfta uppgifter",
            },
            {
                "icon": "package-check",
                "title": "Kvittera leverans",
                "text": "B-2026-0391",
                "url": "/",
                "action": "Kvittera",
            },
        ),
        "pairs": (
            ("Kostnadsställe", "95492"),
            ("Beställare", "Maria Lindqvist, verksamhetschef"),
            ("Rum", ""),
        ),
    }
