"""The form of a notice, and that of a template: the same words, with a time or with a name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from portal.core.clock import add_workdays
from portal.core.units.forms.administration import day_field
from portal.core.units.forms.choosing import names_units
from portal.notices.actions.checking import ANSWER_WITHIN
from portal.notices.audience import Audience
from portal.notices.content import NoticeContent
from portal.notices.forms.audience import AudienceForm, audience_initial
from portal.notices.forms.fields import MomentField, choose_one
from portal.notices.models import Impact, Kind, NoticeTemplate
from portal.notices.queries.choices import Choices

WITH_IMPACT = (Kind.OUTAGE, Kind.MAINTENANCE)
ASKS_FOR_ANSWER = (Kind.CHANGE, Kind.INVENTORY)
_PLAIN = ("title", "text", "title_en", "text_en", "short_notice_reason", "window_start", "window_end")


def text_area(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ContentForm(AudienceForm):
    """What a notice and a template have in common. Texts are tried by the action, which knows what they may be."""

    title = forms.CharField(
        label="Rubrik", required=False, help_text="Det viktigaste först: vad det gäller och för vem."
    )
    text = text_area("Text", 7, help_text="Vad händer, vad betyder det för enheterna och vad ska de göra?")
    impact = choose_one("Påverkan", "Välj hur stor påverkan är.", choices=Impact.choices)
    title_en = forms.CharField(label="Rubrik på engelska", required=False)
    text_en = text_area("Text på engelska", 5)
    needs_acknowledgement = forms.BooleanField(
        label="Enheterna ska kvittera",
        required=False,
        help_text="Verksamhetschefen eller IT-kontaktpersonen kvitterar. Portalen påminner dem som inte har gjort det.",
    )

    def __init__(
        self,
        kind: str,
        choices: Choices,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ):
        first = {"impact": Impact.MINOR if kind in WITH_IMPACT else Impact.NONE}
        first["needs_acknowledgement"] = kind in ASKS_FOR_ANSWER
        super().__init__(choices, data, {**first, **(initial or {})})
        self.kind = kind
        if kind not in WITH_IMPACT:
            del self.fields["impact"]

    def content(self) -> NoticeContent:
        """What was written. Call it on a valid form."""
        values = self.cleaned_data
        return NoticeContent(
            kind=self.kind,
            impact=values.get("impact", Impact.NONE),
            affects=tuple(values["affects"]),
            audience=self.audience(),
            needs_acknowledgement=values["needs_acknowledgement"],
            acknowledge_before=values.get("acknowledge_before") if values["needs_acknowledgement"] else None,
            **{name: values[name] for name in _PLAIN if name in self.fields},
        )


class NoticeForm(ContentForm):
    """A notice as it is drafted."""

    window_start = MomentField(label="Börjar")
    window_end = MomentField(label="Slutar", late=True)
    short_notice_reason = forms.CharField(
        label="Skäl till kort varsel",
        required=False,
        help_text="Behövs när underhållet börjar om mindre än 7 dagar. Enheterna läser det.",
    )
    acknowledge_before = day_field("Kvitteras senast", required=False)

    def __init__(
        self,
        kind: str,
        choices: Choices,
        today: date,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ):
        first = {"acknowledge_before": add_workdays(today, ANSWER_WITHIN)}
        super().__init__(kind, choices, data, {**first, **(initial or {})})
        if kind != Kind.MAINTENANCE:
            del self.fields["short_notice_reason"]


class TemplateForm(ContentForm):
    """A wording with a name."""

    name = forms.CharField(
        label="Mallens namn",
        required=False,
        help_text="Det du letar efter i listan, till exempel Cosmic nere.",
    )


def notice_initial(content: NoticeContent, choices: Choices) -> dict[str, Any]:
    """A stored content as the form's values. A day that is not set is left to the form."""
    values = {name: getattr(content, name) for name in (*_PLAIN, "impact", "needs_acknowledgement")}
    if content.acknowledge_before:
        values["acknowledge_before"] = content.acknowledge_before
    return values | audience_initial(content.audience, content.affects, as_text=names_units(choices.units))


def content_of_template(template: NoticeTemplate) -> NoticeContent:
    """The wording as a notice begins with it."""
    return NoticeContent(
        kind=template.kind,
        title=template.title,
        text=template.text,
        impact=template.impact,
        title_en=template.title_en,
        text_en=template.text_en,
        affects=tuple(template.affects),
        audience=Audience.of((one, value) for one, values in template.audience.items() for value in values),
        needs_acknowledgement=template.needs_acknowledgement,
    )


def gone_from(content: NoticeContent, choices: Choices) -> list[str]:
    """Codes that the content has but that can no longer be chosen."""
    known = {
        code
        for some in (
            choices.programmes,
            choices.municipalities,
            choices.units,
            choices.services,
            choices.equipment,
        )
        for code, _ in some
    }
    wanted = {*content.affects, *(value for dimension, value in content.audience.rows if dimension != "ROLE")}
    return sorted(wanted - known)
