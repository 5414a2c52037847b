"""The file that comes in, and what its columns are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from inventory.imports.columns import COLUMNS
from inventory.tables.table import MOST_BYTES
from portal.core.units.models import Region


class UploadForm(forms.Form):
    """``region`` is asked for only where there are several to choose from."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.none(),
        empty_label="Välj region",
        error_messages={"required": "Välj en region.", "invalid_choice": "Välj en region i listan."},
    )
    file = forms.FileField(
        label="Fil",
        help_text="CSV eller XLSX, högst 10\u00a0MB och 50\u00a0000 rader. Rubriker på första raden.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={
            "required": "Välj en fil.",
            "empty": "Filen är tom. Välj en fil med en rubrikrad och minst en rad.",
        },
    )

    def __init__(self, regions: Iterable[Region], data: Mapping[str, Any] | None = None, files: Any = None):
        super().__init__(data, files)
        self.regions = list(regions)
        if len(self.regions) == 1:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = Region.objects.filter(pk__in=[one.pk for one in self.regions])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Filen får vara högst 10 MB. Dela upp den.")
        return file

    @property
    def content(self) -> dict[str, Any]:
        """What the action takes."""
        file = self.cleaned_data["file"]
        region = self.cleaned_data.get("region") or self.regions[0]
        return {"region": region, "file_name": file.name, "content": file.read()}


class MappingForm(forms.Form):
    """A choice among the file's headings for each column that the register knows."""

    def __init__(
        self, header: Sequence[str], mapping: Mapping[str, int], data: Mapping[str, Any] | None = None
    ):
        super().__init__(data, initial={f"kol-{key}": place for key, place in mapping.items()})
        choices = [
            ("", "Finns inte i filen"),
            *((place, name or f"Kolumn {place + 1}") for place, name in enumerate(header)),
        ]
        for column in COLUMNS:
            self.fields[f"kol-{column.key}"] = forms.TypedChoiceField(
                label=column.label, choices=choices, coerce=int, empty_value=None, required=False,
                error_messages={"invalid_choice": "Välj en kolumn i listan."},
            )  # fmt: skip

    @property
    def mapping(self) -> dict[str, int]:
        chosen = {column.key: self.cleaned_data[f"kol-{column.key}"] for column in COLUMNS}
        return {key: place for key, place in chosen.items() if place is not None}
