"""The forms of rounds and schedules as the coordinator fills them in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from inventory.rounds.content import Dimension, RoundContent, ScheduleContent
from inventory.rounds.models import DEFAULT_ANSWER_DAYS, RoundSchedule
from inventory.rounds.queries.choosing import Choices
from portal.core.units.chosen import Chosen
from portal.core.units.forms.administration import day_field
from portal.core.units.forms.choosing import choose_many, units_field

_TITLE = {"required": "Skriv en rubrik.", "max_length": "Korta rubriken till högst 120 tecken."}
_TEXT = {"max_length": "Korta texten till högst 1 000 tecken."}


def _title() -> forms.CharField:
    return forms.CharField(label="Rubrik", max_length=120, error_messages=_TITLE)


def _text() -> forms.CharField:
    return forms.CharField(
        label="Meddelande till enheterna",
        required=False,
        max_length=1000,
        error_messages=_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoundForm(forms.Form):
    """A round by hand. Codes are those of ``choices``; others are refused."""

    title = _title()
    text = _text()
    answer_by = day_field("Svara senast")
    programme = choose_many("Vårdval")
    municipality = choose_many("Kommun")

    def __init__(self, choices: Choices, today: date, data: Mapping[str, Any] | None = None):
        initial = {"title": "Inventering", "answer_by": today + timedelta(days=DEFAULT_ANSWER_DAYS)}
        super().__init__(data, initial=initial)
        self.fields["programme"].choices = choices.programmes
        self.fields["municipality"].choices = choices.municipalities
        self.fields["unit"] = units_field(choices.units)

    def chosen(self) -> Chosen | None:
        """The choice of units; None when it cannot be understood."""
        self.is_valid()
        names = {
            "programme": Dimension.PROGRAMME,
            "municipality": Dimension.MUNICIPALITY,
            "unit": Dimension.UNIT,
        }
        if any(name in self.errors for name in names):
            return None
        values = self.cleaned_data
        return Chosen.of((one, value) for name, one in names.items() for value in values.get(name, ()))

    def content(self) -> RoundContent:
        """Call it when the form is valid."""
        values = self.cleaned_data
        chosen = self.chosen() or Chosen()
        return RoundContent(values["title"], values["text"], values["answer_by"], chosen)


class ScheduleForm(forms.Form):
    """A schedule, new or changed."""

    title = _title()
    programme = forms.ChoiceField(
        label="Vårdval",
        required=False,
        error_messages={"invalid_choice": "Välj ett vårdval i listan."},
    )
    months = forms.IntegerField(
        label="Månader mellan inventeringarna",
        min_value=1,
        max_value=60,
        error_messages={
            "required": "Ange antal månader.",
            "invalid": "Ange antal månader med siffror.",
            "min_value": "Ange 1 till 60 månader.",
            "max_value": "Ange 1 till 60 månader.",
        },
    )
    answer_days = forms.IntegerField(
        label="Dagar att svara",
        min_value=1,
        max_value=180,
        error_messages={
            "required": "Ange antal dagar.",
            "invalid": "Ange antal dagar med siffror.",
            "min_value": "Ange 1 till 180 dagar.",
            "max_value": "Ange 1 till 180 dagar.",
        },
    )
    next_on = day_field("Nästa gång")
    text = _text()

    def __init__(
        self,
        choices: Choices,
        data: Mapping[str, Any] | None = None,
        schedule: RoundSchedule | None = None,
    ):
        super().__init__(data, initial=_initial(schedule))
        self.fields["programme"].choices = [("", "Alla enheter"), *choices.programmes]

    def content(self) -> ScheduleContent:
        """Call it when the form is valid."""
        return ScheduleContent(**self.cleaned_data)


def _initial(schedule: RoundSchedule | None) -> dict[str, Any]:
    if schedule is None:
        return {"title": "Återkommande inventering", "months": 12, "answer_days": DEFAULT_ANSWER_DAYS}
    values = {name: getattr(schedule, name) for name in ("title", "text", "months", "answer_days", "next_on")}
    return values | {"programme": schedule.programme.code if schedule.programme else ""}
