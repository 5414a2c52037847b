"""How notices look to programs, for the API's description, and what is asked and sent."""

from rest_framework import serializers

from portal.core.web.api_input import Choice, StrictSerializer, Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName
from portal.notices.models import Impact, Kind, State

STATES = [choice for choice in State.choices if choice[0] != State.DRAFT]
IS_OPEN = "true"
OPEN = [(IS_OPEN, "De som pågår eller är planerade."), ("false", "De som är avslutade.")]


class ListedNotice(serializers.Serializer):
    """Ett driftmeddelande så som det står nu, i en lista."""

    number = serializers.CharField()
    region = serializers.CharField(help_text="Regionens kod.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=STATES)
    impact = serializers.ChoiceField(choices=Impact.choices)
    title = serializers.CharField()
    title_en = serializers.CharField(help_text="Rubriken på engelska; tom när den inte finns.")
    affects = serializers.ListField(
        child=serializers.CharField(), help_text="Artikelkoder för tjänsterna som berörs."
    )
    window_start = serializers.DateTimeField(allow_null=True)
    window_end = serializers.DateTimeField(allow_null=True)
    needs_acknowledgement = serializers.BooleanField()
    acknowledge_before = serializers.DateField(allow_null=True, help_text="Sista dagen att kvittera.")
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    unread = serializers.BooleanField(
        help_text="Om du inte har öppnat det i portalen sedan den senaste uppdateringen."
    )


class UpdateShape(serializers.Serializer):
    """Vad som sades vid ett tillfälle. Det ändras aldrig; en rättelse är en ny uppdatering."""

    sequence = serializers.IntegerField(help_text="1 är publiceringen.")
    published_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES)
    impact = serializers.ChoiceField(choices=Impact.choices)
    title = serializers.CharField()
    title_en = serializers.CharField()
    text = serializers.CharField()
    text_en = serializers.CharField()
    window_start = serializers.DateTimeField(allow_null=True)
    window_end = serializers.DateTimeField(allow_null=True)
    is_correction = serializers.BooleanField()


class AcknowledgementShape(serializers.Serializer):
    """En av dina enheter som meddelandet gäller, och dess kvittens."""

    unit = UnitName()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = PersonShape(allow_null=True)


class NoticeShape(ListedNotice):
    """Ett driftmeddelande med allt som har sagts, det senaste först."""

    concerns = serializers.ListField(
        child=serializers.CharField(), help_text="Vilka det gäller, i ord, en rad för varje villkor."
    )
    short_notice_reason = serializers.CharField(help_text="Varför underhållet kom med kort varsel.")
    updates = UpdateShape(many=True)
    units = AcknowledgementShape(many=True)


class NoticeParameters(PageParameters):
    kind = Choice(required=False, choices=Kind.choices)
    open = Choice(required=False, choices=OPEN, help_text="Alla om inget sägs.")


class AcknowledgementInput(StrictSerializer):
    """Enheten som kvitterar."""

    unit = Text(max_length=100, help_text="Enhetens HSA-id.")
