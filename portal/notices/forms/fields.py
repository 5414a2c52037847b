"""Fields that speak Swedish: a moment by the clock on the wall, and choices that refuse in plain words."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.core.clock import STOCKHOLM

_MOMENT = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)[T ](\d\d?)[:.](\d\d)(?:[:.]\d\d(?:\.\d+)?)?")
FIRST_YEAR, LAST_YEAR = 2000, 2100
UNREADABLE = "Skriv dag och tid som 2026-12-01 18.00."


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")
        return value


class MomentField(forms.Field):
    """A moment in Swedish time, to the minute; in UTC once it is read.

    The night when the clock is put back an hour comes twice: a beginning is the first of the two, an end (``late``) the
    last, so that a window is rather too wide than too narrow. An hour that is skipped in spring is refused.
    """

    widget = MomentInput

    def __init__(self, *, late: bool = False, **more: Any):
        super().__init__(required=False, **more)
        self.late = late

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        if not found or not text.isascii():
            raise ValidationError(UNREADABLE)
        try:
            moment = datetime(*map(int, found.groups()), tzinfo=STOCKHOLM, fold=int(self.late))
        except ValueError:
            raise ValidationError(UNREADABLE) from None
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(f"Ange ett år mellan {FIRST_YEAR} och {LAST_YEAR}.")
        moment = moment.astimezone(UTC)
        if moment.astimezone(STOCKHOLM).strftime("%H%M") != f"{int(found[4]):02}{found[5]}":
            raise ValidationError(
                "Klockslaget finns inte den natten, för då ställs klockan fram. Välj en annan tid."
            )
        return moment


def choose_one(label: str, unchosen: str, **more: Any) -> forms.ChoiceField:
    """Radio buttons. ``unchosen`` is what to do when none is, or one that does not exist."""
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": unchosen, "invalid_choice": unchosen},
        **more,
    )
