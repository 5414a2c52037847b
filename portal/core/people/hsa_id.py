"""HSA-id and organisation number, as Inera and Bolagsverket define them (``promises.md``, Formats)."""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from stdnum import luhn

_PATTERN = re.compile(r"^SE(?:16)?(\d{10})-[0-9A-Z]+$")
_TEST_PATTERN = re.compile(r"^[A-Z0-9]{4,18}-[0-9A-Z]+$")
LONGEST = 31


def normalise_hsa_id(text: str) -> str:
    """Upper case, without spaces around. Signs beyond ASCII stay: their upper case could be another's id."""
    text = text.strip()
    return text.upper() if text.isascii() else text


def is_organisation_number(text: str) -> bool:
    """Ten digits, the third at least 2, Luhn's check digit last."""
    return len(text) == 10 and text.isascii() and text.isdigit() and text[2] >= "2" and luhn.is_valid(text)


def is_hsa_id(text: str, prefix: str = "SE") -> bool:
    """``SE`` or ``SE16``, an organisation number, a dash and letters or digits, at most 31 characters.

    Another prefix than SE is that of a test catalogue, whose numbers have no check digit.
    """
    if len(text) > LONGEST:
        return False
    if prefix != "SE":
        return text.startswith(prefix) and _TEST_PATTERN.fullmatch(text) is not None
    match = _PATTERN.fullmatch(text)
    return match is not None and is_organisation_number(match.group(1))


@deconstructible
class HsaIdValidator:
    message = "Skriv ett HSA-id, till exempel SE2321000073-1A2B."

    def __call__(self, value: str) -> None:
        from django.conf import settings

        if not is_hsa_id(value, settings.HSA_ID_PREFIX):
            raise ValidationError(self.message, code="hsa_id")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HsaIdValidator)

    def __hash__(self) -> int:
        return hash(HsaIdValidator)


def validate_organisation_number(value: str) -> None:
    if not is_organisation_number(value):
        raise ValidationError("Skriv organisationsnumret med tio siffror, utan bindestreck.", code="orgnr")
