"""Taking up a need in samverkan, and answering it."""

from collections.abc import Iterable

from django import forms

from entitlements.rules.reasons import SAMVERKAN_CODES, sentence
from entitlements.rules.types import Verdict


class NeedForm(forms.Form):
    need = forms.CharField(
        label="Vad behöver ni, och varför?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Beskriv arbetsuppgiften, hur många det gäller och när det behövs. Skriv inga patientuppgifter.",
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Svar till enheten",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Enheten läser svaret på den här sidan och får besked att det finns.",
    )


def need_from(verdicts: Iterable[Verdict], number: str) -> str:
    """The need as the rules leave it: what an order asks for beyond the list, one sentence a line."""
    told = [sentence(one) for one in verdicts if one.code in SAMVERKAN_CODES]
    lines = list(dict.fromkeys(told))
    if not lines:
        return ""
    head = (
        f"I beställning {number} vill vi ha mer än vad som ingår:"
        if number
        else "Vi vill ha mer än vad som ingår:"
    )
    return "\n".join([head, *(f"- {line}" for line in lines), "", "Vi behöver det för att "])
