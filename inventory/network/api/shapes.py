"""How sightings look to programs. Ten thousand rows are read by hand: a serializer for each would take seconds."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inventory.network.contact import MOST_CONTACTS, Contact
from inventory.serials import normalise_serial
from portal.core.clock import local_date
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.web.api_input import Moment, StrictSerializer, Text

MOST_UNKNOWN = 1_000
_MOST_TOLD = 20
_NAMES = frozenset({"serial_number", "asset_number", "seen_at", "unit", "network_location", "hostname"})
_LONGEST = 100


_ROW = {
    "type": "object",
    "description": "En maskin som setts. Ange serienummer eller inventarienummer.",
    "additionalProperties": False,
    "properties": {
        "serial_number": {
            "type": "string",
            "minLength": 1,
            "maxLength": 60,
            "pattern": r"^[0-9A-Za-z./_-]+$",
        },
        "asset_number": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": r"^[0-9A-Za-z-]+$"},
        "seen_at": {"type": "string", "format": "date-time"},
        "unit": {"type": "string", "maxLength": 31, "description": "Enhetens HSA-id."},
        "network_location": {
            "type": "string",
            "maxLength": 60,
            "description": "Serienummer eller inventarienummer för regionens nätverksutrustning som maskinen sågs vid.",
        },
        "hostname": {"type": "string", "maxLength": 100},
    },
    "required": ["seen_at"],
    "anyOf": [{"required": ["serial_number"]}, {"required": ["asset_number"]}],
}


@extend_schema_field({"type": "array", "minItems": 1, "maxItems": MOST_CONTACTS, "items": _ROW})
class Contacts(serializers.Field):
    """The rows, each read as strictly as a serializer would; the first twenty faults are told."""

    def to_internal_value(self, data: Any) -> list[Contact]:
        if not isinstance(data, list) or not data:
            raise serializers.ValidationError("Skicka en lista med minst en rad.", code="not_a_list")
        if len(data) > MOST_CONTACTS:
            raise serializers.ValidationError("Skicka högst 10 000 rader åt gången.", code="max_length")
        found, faults = [], {}
        for place, row in enumerate(data):
            fault = _fault(row)
            if fault is None:
                found.append(_contact(row))
            else:
                faults[str(place)] = [serializers.ErrorDetail(fault, code="invalid")]
                if len(faults) == _MOST_TOLD:
                    break
        if faults:
            raise serializers.ValidationError(faults)
        return found


def _fault(row: Any) -> str | None:
    if not isinstance(row, dict) or not set(row) <= _NAMES:
        return "Raden ska vara ett objekt med kända uppgifter."
    if any(not isinstance(value, str) or len(value) > _LONGEST for value in row.values()):
        return "Varje uppgift ska vara en text med högst 100 tecken."
    if not (row.get("serial_number") or row.get("asset_number")):
        return "Ange serienummer eller inventarienummer."
    try:
        # In Sweden the first and the last hours of the calendar lie outside it.
        local_date(Moment().to_internal_value(row.get("seen_at", "")))
    except (serializers.ValidationError, OverflowError):
        return Moment.default_error_messages["invalid"]
    return None


def _contact(row: dict[str, str]) -> Contact:
    return Contact(
        name=normalise_serial(row.get("serial_number") or row["asset_number"]),
        day=local_date(Moment().to_internal_value(row["seen_at"])),
        unit=normalise_hsa_id(row.get("unit", "")),
        location=normalise_serial(row.get("network_location", "")),
        hostname=row.get("hostname", "").strip(),
    )


class ContactsInput(StrictSerializer):
    """Det som setts på nätet."""

    region = Text(
        required=False, max_length=20, help_text="Regionens kod; behövs bara om du arbetar för flera."
    )
    contacts = Contacts()


class OutcomeShape(serializers.Serializer):
    """Vad anropet ledde till."""

    received = serializers.IntegerField()
    updated = serializers.IntegerField(help_text="Inventarier som fick en senare dag.")
    unchanged = serializers.IntegerField(help_text="Inventarier som redan hade den dagen eller en senare.")
    unknown_count = serializers.IntegerField()
    unknown = serializers.ListField(
        child=serializers.CharField(), help_text="De första tusen som inte finns i registret."
    )
    deviations = serializers.IntegerField(help_text="Okända som har en enhet och nu står som avvikelse där.")
    new_deviations = serializers.IntegerField()
