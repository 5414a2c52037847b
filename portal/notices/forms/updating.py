"""What is new, or wrong: the form of an update. And the state in which a notice is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from portal.notices.content import UpdateContent
from portal.notices.forms.fields import MomentField, choose_one
from portal.notices.forms.writing import WITH_IMPACT, text_area
from portal.notices.models import Impact, Kind, Notice, State
from portal.notices.workflow import NEXT, OUTAGE_STARTS

_UNCHOSEN = "Välj vilket läge det är nu."


class UpdateForm(forms.Form):
    state = choose_one("Läge nu", _UNCHOSEN)
    impact = choose_one("Påverkan", "Välj hur stor påverkan är.", choices=Impact.choices)
    text = text_area(
        "Vad är nytt?", 6, help_text="Enheterna läser det här överst. Det som är sagt förut står kvar under."
    )
    window_start = MomentField(label="Börjar")
    window_end = MomentField(label="Slutar", late=True)
    title = forms.CharField(
        label="Ny rubrik", required=False, help_text="Lämna tomt när rubriken fortfarande stämmer."
    )
    title_en = forms.CharField(label="Ny rubrik på engelska", required=False)
    text_en = text_area("Text på engelska", 4)
    is_correction = forms.BooleanField(
        label="Det här är en rättelse",
        required=False,
        help_text="Kryssa när något som sades förut var fel. Det gamla tas inte bort.",
    )
    by_mail = forms.BooleanField(label="Skicka också som mejl", required=False, initial=True)

    def __init__(self, notice: Notice, data: Mapping[str, Any] | None = None):
        window = {"window_start": notice.window_start, "window_end": notice.window_end}
        closed = notice.closed_at is not None
        first = {"state": notice.state, "impact": notice.impact, "is_correction": closed, **window}
        super().__init__(data, initial=first)
        self.notice = notice
        self.fields["state"].choices = [(one, State(one).label) for one in NEXT[notice.state]]
        if notice.kind not in WITH_IMPACT:
            del self.fields["impact"]
        if notice.kind != Kind.MAINTENANCE:
            del self.fields["window_start"], self.fields["window_end"]

    def content(self) -> UpdateContent:
        """What was written. Call it on a valid form."""
        values = self.cleaned_data
        start, end = self._moved("window_start"), self._moved("window_end")
        plain = {
            name: values[name]
            for name in ("text", "title", "title_en", "text_en", "is_correction", "by_mail")
        }
        impact = values.get("impact", self.notice.impact)
        return UpdateContent(
            state=values["state"], impact=impact, window_start=start, window_end=end, **plain
        )

    def _moved(self, name: str) -> datetime | None:
        """The moment when it is another than before. The minute is all that the form shows of it."""
        new, old = self.cleaned_data.get(name), getattr(self.notice, name)
        same = new and old and new == old.replace(second=0, microsecond=0)
        return None if same else new


class PublishForm(forms.Form):
    """In which state an outage is told of; other kinds have one only."""

    state = choose_one(
        "Läge nu",
        _UNCHOSEN,
        choices=[(one, State(one).label) for one in OUTAGE_STARTS],
        initial=State.INVESTIGATING,
    )
