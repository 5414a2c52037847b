"""What an order's or a delivery's number looks like in an address."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class NumberConverter(StringConverter):
    """B-2026-0412, L-2026-0033. Nothing else is a number, so that /attest/ersattare/ is none."""

    regex = r"[A-Z]-[0-9]{4}-[0-9]{4,9}"


def register_number() -> None:
    """Let addresses say ``<number:…>``. Called once, where the orders' addresses are."""
    register_converter(NumberConverter, "number")
