"""What programs may send about orders, parsed into the same values as the pages' forms."""

from typing import Any

from drf_spectacular.utils import extend_schema_field

from orders.actions.check import LineDecision
from orders.actions.deliver import LineDelivery
from orders.api.shapes import DECISIONS
from orders.content import MOST_LINES, LineContent, OrderContent
from orders.models import DeliveredPiece, Order, OrderLine
from portal.core.web.api_input import (
    Choice,
    Day,
    Moment,
    Several,
    StrictSerializer,
    Text,
    Whole,
    WholeParameter,
)
from portal.core.web.api_shapes import PageParameters

# Bounds that only keep a call from growing without end. The domain's own are the actions' matter.
MOST_ROWS = 1000
MOST_SERIALS = 1000

DEVIATIONS = [
    choice for choice in DeliveredPiece.Receipt.choices if choice[0] != DeliveredPiece.Receipt.RECEIVED
]


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 100_000})
class Quantity(Whole):
    pass


class LineInput(StrictSerializer):
    """En rad: koder ur katalogen, antalet, varför och var det ska stå."""

    item = Text(max_length=60, help_text="Artikelkod ur katalogen.")
    quantity = Quantity()
    variant = Text(required=False, default="", allow_blank=True, max_length=60)
    options = Several(required=False, default=list, child=Text(max_length=60), max_length=20)
    motivation = Text(
        required=False, default="", allow_blank=True, help_text="Krävs för behovsprövad utrustning."
    )
    function = Text(required=False, default="", allow_blank=True, help_text="Till exempel Reception 1.")
    room = Text(required=False, default="", allow_blank=True)


class OrderInput(StrictSerializer):
    """En beställning."""

    unit = Text(max_length=100, help_text="Enhetens HSA-id.")
    lines = Several(child=LineInput(), max_length=MOST_ROWS, help_text=f"Högst {MOST_LINES} rader.")
    cost_centre = Text(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text="Utelämnas den anger portalen kostnadsstället i bilagans villkor (§3a).",
    )
    delivery_address = Text(
        required=False, default="", allow_blank=True, help_text="Enhetens adress om inget sägs."
    )
    recipient = Text(required=False, default="", allow_blank=True, help_text="Den som tar emot leveransen.")
    needed_by = Day(required=False, allow_null=True, default=None)


class DecisionInput(StrictSerializer):
    """Beslutet om en rad."""

    line = Whole(help_text="Radens id.")
    granted = Whole(help_text="Beviljat antal, 0 för avslag.")
    reason = Choice(
        required=False,
        default="",
        allow_blank=True,
        choices=OrderLine.Reason.choices,
        help_text="Krävs när inte allt beviljas.",
    )


class CheckInput(StrictSerializer):
    """Beslut om varje rad."""

    lines = Several(child=DecisionInput(), max_length=MOST_ROWS)
    content_hash = Text(
        required=False, default="", allow_blank=True, max_length=64, help_text="Det som du läste."
    )


class AttestInput(StrictSerializer):
    """Attest eller avslag."""

    decision = Choice(choices=DECISIONS)
    reason = Text(
        required=False,
        default="",
        allow_blank=True,
        help_text="Krävs vid avslag; enheten läser det också vid attest.",
    )
    content_hash = Text(
        required=False, default="", allow_blank=True, max_length=64, help_text="Det som du läste."
    )


class ReturnInput(StrictSerializer):
    """Vad som behöver kompletteras."""

    message = Text(allow_blank=True)


class NothingInput(StrictSerializer):
    """Inget mer behöver sägas."""


class LineDeliveryInput(StrictSerializer):
    """Det som levereras på en rad."""

    line = Whole(help_text="Radens id.")
    serial_numbers = Several(
        child=Text(allow_blank=True, max_length=200),
        max_length=MOST_SERIALS,
        help_text="Ett för varje artikel; tomt för artiklar utan serienummer.",
    )


class DeliveryInput(StrictSerializer):
    """En leverans, hel eller delvis."""

    lines = Several(child=LineDeliveryInput(), max_length=MOST_ROWS)
    note = Text(required=False, default="", allow_blank=True)


class DeviationInput(StrictSerializer):
    """En artikel som inte var som den skulle. Ange serienummer eller inventarienummer."""

    serial_number = Text(required=False, max_length=200)
    asset_number = Text(required=False, max_length=40)
    receipt = Choice(choices=DEVIATIONS)
    remark = Text(required=False, default="", allow_blank=True, help_text="Beskriv avvikelsen.")


class ReceiptInput(StrictSerializer):
    """Kvittens av beställningens leveranser, eller av en."""

    delivery = Text(
        required=False, max_length=40, help_text="Leveransnummer; annars alla som inte är kvitterade."
    )
    deviations = Several(required=False, default=list, child=DeviationInput(), max_length=MOST_SERIALS)


class OrderParameters(PageParameters):
    state = Choice(required=False, choices=Order.State.choices)
    unit = Text(required=False, max_length=31, help_text="Enhetens HSA-id.")
    created_since = Moment(required=False, help_text="Påbörjade från och med då.")
    submitted_since = Moment(required=False, help_text="Skickade från och med då.")


class EntitlementParameters(StrictSerializer):
    on = Day(required=False, help_text="Dagen; i dag om inget sägs.")
    staff = WholeParameter(
        required=False, min_value=0, max_value=5_000, help_text="Tänk om vårdpersonalen vore så många."
    )
    listed = WholeParameter(
        required=False, min_value=0, max_value=200_000, help_text="Tänk om så många vore listade."
    )


def content_from(values: dict[str, Any], cost_centre: str) -> OrderContent:
    lines = tuple(
        LineContent(**{**line, "options": tuple(dict.fromkeys(line["options"]))}) for line in values["lines"]
    )
    kept = {name: values[name] for name in ("delivery_address", "recipient", "needed_by")}
    return OrderContent(lines=lines, cost_centre=cost_centre, **kept)


def decisions_from(values: dict[str, Any]) -> list[LineDecision]:
    return [LineDecision(**one) for one in values["lines"]]


def deliveries_from(values: dict[str, Any]) -> list[LineDelivery]:
    return [LineDelivery(one["line"], tuple(one["serial_numbers"])) for one in values["lines"]]
