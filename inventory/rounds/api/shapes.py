"""How rounds look to programs, for the API's description, and what is asked and sent."""

from rest_framework import serializers

from inventory.rounds.actions.answering import ACCEPTED, CONFLICT, MOST_ANSWERS, REPEATED
from inventory.rounds.models import InventoryRound, Outcome, RoundUnit
from portal.core.web.api_input import Choice, Several, StrictSerializer, Text, Whole
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName

STATUSES = [
    (ACCEPTED, "Svaret är sparat."),
    (REPEATED, "Svaret hade kommit förut. Inget ändrades."),
    (CONFLICT, "Svaret är sparat men skiljer sig från någon annans, som gäller tills någon väljer."),
]


class RoundShape(serializers.Serializer):
    """En inventering."""

    number = serializers.CharField()
    region = serializers.CharField(help_text="Regionens kod.")
    title = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=InventoryRound.State.choices)
    answer_by = serializers.DateField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class RoundUnitShape(serializers.Serializer):
    """En enhets del av inventeringen."""

    unit = UnitName()
    state = serializers.ChoiceField(choices=RoundUnit.State.choices)
    expected = serializers.IntegerField(help_text="Hur många inventarier enheten svarar för.")
    answered = serializers.IntegerField()
    conflicts = serializers.IntegerField(help_text="Hur många som har två svar som skiljer sig åt.")
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_by = PersonShape(allow_null=True)


class RoundWithUnits(RoundShape):
    """En inventering med de enheter som du ser."""

    units = RoundUnitShape(many=True)


class RoundAssetShape(serializers.Serializer):
    """En inventarie att svara på, med svaret som gäller."""

    asset_number = serializers.CharField()
    serial_number = serializers.CharField()
    label_code = serializers.CharField(help_text="Sista delen av adressen i etikettens QR-kod.")
    name = serializers.CharField()
    model = serializers.CharField()
    function = serializers.CharField(help_text="Så som den var placerad när inventeringen öppnades.")
    room = serializers.CharField()
    last_seen_on = serializers.DateField(allow_null=True)
    sequence = serializers.IntegerField(help_text="Hur många svar som har kommit; skicka det som ”seen”.")
    is_conflict = serializers.BooleanField()
    outcome = serializers.ChoiceField(choices=[("", "Inte besvarad"), *Outcome.choices])
    new_function = serializers.CharField()
    new_room = serializers.CharField()
    note = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = PersonShape(allow_null=True)


class AnswerInput(StrictSerializer):
    """Ett svar."""

    key = serializers.UUIDField(help_text="Din egen nyckel för svaret. Samma nyckel igen ändrar inget.")
    asset_number = Text(max_length=20)
    outcome = Choice(choices=Outcome.choices)
    seen = Whole(required=False, min_value=0, max_value=2_000_000_000, help_text="0 om inget sägs.")
    function = Text(required=False, allow_blank=True, max_length=100)
    room = Text(required=False, allow_blank=True, max_length=60)
    note = Text(required=False, allow_blank=True, max_length=500)


class AnswersInput(StrictSerializer):
    """Högst 500 svar, alla eller inga."""

    answers = Several(child=AnswerInput(), min_length=1, max_length=MOST_ANSWERS)


class ReceiptShape(serializers.Serializer):
    """Vad som hände med ett svar, och inventarien så som den nu är."""

    key = serializers.UUIDField()
    status = serializers.ChoiceField(choices=STATUSES)
    asset = RoundAssetShape()


class AnswersShape(serializers.Serializer):
    """Kvitton i samma ordning som svaren, och enhetens del av inventeringen."""

    results = ReceiptShape(many=True)
    unit = RoundUnitShape()


class RoundParameters(PageParameters):
    state = Choice(required=False, choices=InventoryRound.State.choices)
