"""How orders look to programs, for the API's description. ``orders.api.output`` makes them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from entitlements.models import Kind
from orders.models import AttestRecord, DeliveredPiece, Order, OrderLine
from orders.models.order import Outcome
from portal.core.web.api_shapes import PersonShape, UnitName

NUMBERS = {
    "type": "object",
    "additionalProperties": {"type": ["integer", "string"]},
    "description": "Talen bakom svaret: cap, in_use, on_the_way, asked, left, over med flera.",
}


@extend_schema_field(NUMBERS)
class Numbers(serializers.DictField):
    pass


class VerdictShape(serializers.Serializer):
    """En regels svar, så som det löd när beställningen skickades."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    code = serializers.CharField()
    clause = serializers.CharField(help_text="Punkten i bilagan.")
    sentence = serializers.CharField()
    numbers = Numbers()


class LineShape(serializers.Serializer):
    """En rad i en beställning."""

    id = serializers.IntegerField()
    item = serializers.CharField(help_text="Artikelkod.")
    name = serializers.CharField()
    variant = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())
    motivation = serializers.CharField()
    replaces = serializers.CharField(
        allow_null=True,
        help_text="Inventarienumret för det som artikeln ersätter; raden använder då inget tak.",
    )
    function = serializers.CharField()
    room = serializers.CharField()
    ordered = serializers.IntegerField(help_text="Beställt antal.")
    granted = serializers.IntegerField(allow_null=True, help_text="Beviljat antal; null före granskningen.")
    delivered = serializers.IntegerField(help_text="Levererat antal.")
    received = serializers.IntegerField(help_text="Kvitterat antal.")
    remaining = serializers.IntegerField(help_text="Beviljat och inte levererat.")
    decision = serializers.ChoiceField(choices=OrderLine.Decision.choices, allow_null=True)
    reason = serializers.ChoiceField(choices=OrderLine.Reason.choices, allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    verdicts = VerdictShape(many=True)


class ListedOrder(serializers.Serializer):
    """En beställning i en lista."""

    number = serializers.CharField()
    unit = UnitName()
    state = serializers.ChoiceField(choices=Order.State.choices)
    state_since = serializers.DateTimeField()
    summary = serializers.CharField()
    pieces = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    needed_by = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class DeliveryName(serializers.Serializer):
    """En leverans i korthet."""

    number = serializers.CharField()
    delivered_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class OrderShape(ListedOrder):
    """En beställning med rader, regelkontroll och vad som har hänt."""

    source = serializers.CharField(
        help_text="Numret på den incident vars beslut gjorde beställningen; tomt för det som enheten beställde själv."
    )
    appendix = serializers.CharField(help_text="Bilageversionen som den prövades mot.")
    cost_centre = serializers.CharField()
    delivery_address = serializers.CharField()
    recipient = serializers.CharField()
    message = serializers.CharField(help_text="Regionens meddelande till enheten.")
    content_hash = serializers.CharField(help_text="Ändras när något som besluten gäller ändras.")
    verdicts = VerdictShape(many=True, help_text="Svar som gäller hela beställningen.")
    lines = LineShape(many=True)
    deliveries = DeliveryName(many=True)
    created_by = PersonShape(allow_null=True)
    submitted_by = PersonShape(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    returned_by = PersonShape(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    checked_by = PersonShape(allow_null=True)
    attested_at = serializers.DateTimeField(allow_null=True)
    attested_by = PersonShape(allow_null=True)
    attested_for = PersonShape(allow_null=True, help_text="Beställarchefen, när en ersättare attesterade.")
    refused_at = serializers.DateTimeField(allow_null=True)
    refused_by = PersonShape(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_by = PersonShape(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class PieceShape(serializers.Serializer):
    """En levererad artikel och inventarien som den blev."""

    line = serializers.IntegerField()
    item = serializers.CharField()
    name = serializers.CharField()
    asset_number = serializers.CharField()
    serial_number = serializers.CharField()
    receipt = serializers.ChoiceField(choices=DeliveredPiece.Receipt.choices, allow_null=True)
    remark = serializers.CharField()


class DeliveryShape(DeliveryName):
    """En leverans, hel eller delvis."""

    order = serializers.CharField()
    note = serializers.CharField()
    delivered_by = PersonShape()
    confirmed_by = PersonShape(allow_null=True)
    pieces = PieceShape(many=True)


class Deliveries(serializers.Serializer):
    """Beställningens leveranser, den äldsta först."""

    results = DeliveryShape(many=True)


class LimitShape(serializers.Serializer):
    """En av gränserna bakom ett tak."""

    name = serializers.CharField()
    value = serializers.IntegerField(help_text="Det högsta antal som gränsen ensam skulle ge.")
    clause = serializers.CharField()
    sentence = serializers.CharField()
    decisive = serializers.BooleanField(help_text="Om gränsen avgör taket.")


class EntitledItem(serializers.Serializer):
    """Vad enheten kan ha av en artikel."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    clause = serializers.CharField()
    cap = serializers.IntegerField(allow_null=True, help_text="Taket; null när det inte finns något.")
    in_use = serializers.IntegerField()
    on_the_way = serializers.IntegerField()
    left = serializers.IntegerField(allow_null=True)
    over = serializers.IntegerField(help_text="Så många fler än taket som enheten har.")
    limits = LimitShape(many=True)


class FiguresShape(serializers.Serializer):
    """Talen som taken räknades ur. Null: det finns inga kontrollerade."""

    care_staff = serializers.IntegerField(allow_null=True)
    listed_patients = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)


class EntitlementShape(serializers.Serializer):
    """Enhetens tilldelning en dag."""

    unit = UnitName()
    on = serializers.DateField()
    appendix = serializers.CharField(help_text="Bilagan som gällde, så som den citeras.")
    version = serializers.CharField()
    hypothetical = serializers.BooleanField(help_text="Om talen är ”tänk om”.")
    has_contract = serializers.BooleanField()
    programme = serializers.CharField(allow_null=True)
    figures = FiguresShape()
    items = EntitledItem(many=True)


DECISIONS = [
    (value, label)
    for value, label in AttestRecord.Decision.choices
    if value in (AttestRecord.Decision.ATTESTED, AttestRecord.Decision.REFUSED)
]
