"""How returns look to programs, and what programs may send of them."""

from rest_framework import serializers

from inventory.incidents.api.shapes import ChargeShape, Clock
from inventory.returns.actions.completing import CONDITIONS
from inventory.returns.actions.opening import MOST_PIECES
from inventory.returns.actions.recording import MOST
from inventory.returns.models import ReturnCase, ReturnItem
from portal.core.web.api_input import Choice, Day, Several, StrictSerializer, Text
from portal.core.web.api_shapes import PageParameters, PersonShape, UnitName


class ReturnPiecesInput(StrictSerializer):
    """Enstaka utrustning som ska lämnas tillbaka."""

    unit = Text(max_length=100, help_text="Enhetens HSA-id.")
    assets = Several(
        child=Text(max_length=20), max_length=MOST_PIECES, help_text="Inventarienummer på hela inventarier."
    )
    due_on = Day(help_text="Lämnas senast. En återlämning som redan pågår behåller sin dag.")
    note = Text(required=False, default="", allow_blank=True)


class PickUpInput(StrictSerializer):
    """En tid då regionen hämtar."""

    day = Day()
    window_start = Clock(help_text="Till exempel 09:00.")
    window_end = Clock()
    place = Text(allow_blank=True)
    contact = Text(allow_blank=True, help_text="Namn och telefonnummer på plats.")


class HandedPieceInput(StrictSerializer):
    """En inventarie som lämnas över. En dels nummer står för hela paketet."""

    number = Text(
        max_length=200, allow_blank=True, help_text="Inventarienummer, serienummer eller etikettens adress."
    )
    condition = Choice(choices=[(one.value, one.label) for one in CONDITIONS])
    remark = Text(required=False, default="", allow_blank=True)


class HandoverInput(StrictSerializer):
    """Det som lämnas över vid ett tillfälle, allt eller inget."""

    items = Several(child=HandedPieceInput(), max_length=MOST)


class ReturnParameters(PageParameters):
    """Vilka återlämningar."""

    state = Choice(required=False, choices=ReturnCase.State.choices)
    reason = Choice(required=False, choices=ReturnCase.Reason.choices)
    unit = Text(required=False, max_length=31, help_text="Enhetens HSA-id.")


class ReturnShape(serializers.Serializer):
    """En återlämning (§4)."""

    number = serializers.CharField()
    unit = UnitName()
    reason = serializers.ChoiceField(choices=ReturnCase.Reason.choices)
    state = serializers.ChoiceField(choices=ReturnCase.State.choices)
    due_on = serializers.DateField()
    note = serializers.CharField()
    pieces = serializers.IntegerField(help_text="Hela inventarier i ärendet.")
    handed_over = serializers.IntegerField()
    residual = serializers.IntegerField(help_text="Restposter som samordnaren har beslutat om.")
    left = serializers.IntegerField(help_text="Kvar att lämna eller besluta om.")
    unerased = serializers.IntegerField(help_text="Datorer som väntar på raderingsbevis.")
    opened_at = serializers.DateTimeField()
    opened_by = PersonShape(allow_null=True, help_text="null: portalen, när ett avtal upphör.")
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = PersonShape(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_by = PersonShape(allow_null=True)


class ReturnItemShape(serializers.Serializer):
    """En inventarie i återlämningen."""

    asset_number = serializers.CharField()
    serial_number = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=ReturnItem.State.choices)
    condition = serializers.ChoiceField(choices=[*ReturnItem.Condition.choices, ("", "Inget sagt")])
    remark = serializers.CharField()
    handover = serializers.IntegerField(allow_null=True, help_text="Överlämningens ordningsnummer.")
    decision = serializers.ChoiceField(choices=[*ReturnItem.Decision.choices, ("", "Inget beslut")])
    decision_note = serializers.CharField()
    charge = ChargeShape(allow_null=True, help_text="null: enheten ska inte betala något.")
    erased_at = serializers.DateTimeField(allow_null=True)
    erasure_method = serializers.ChoiceField(choices=[*ReturnItem.Method.choices, ("", "Inte raderad")])
    erasure_reference = serializers.CharField()
    asset_state = serializers.CharField(
        help_text="Inventariens läge nu, till exempel IN_STOCK eller DISPOSED."
    )


class HandoverShape(serializers.Serializer):
    """Utrustning som byter händer vid ett tillfälle."""

    name = serializers.CharField(help_text="Till exempel R-2026-0001/2.")
    ordinal = serializers.IntegerField()
    digest = serializers.CharField(help_text="Innehållet i korthet: samma så länge innehållet är detsamma.")
    pieces = serializers.IntegerField()
    given_at = serializers.DateTimeField(allow_null=True, help_text="Enhetens underskrift.")
    given_by = PersonShape(allow_null=True)
    given_name = serializers.CharField(help_text="Någon annan på enheten, som skrev under på plats.")
    by_hand = serializers.BooleanField(help_text="Enheten skrev under på plats, utan egen inloggning.")
    hand_confirmed = serializers.BooleanField(help_text="Underskriften på plats är bekräftad efteråt.")
    received_at = serializers.DateTimeField(allow_null=True, help_text="Regionens underskrift.")
    received_by = PersonShape(allow_null=True)
    is_complete = serializers.BooleanField()


class PickUpShape(serializers.Serializer):
    """En bokad hämtning."""

    day = serializers.DateField()
    window_start = serializers.TimeField()
    window_end = serializers.TimeField()
    place = serializers.CharField()
    contact = serializers.CharField()
    booked_by = PersonShape()


class WholeReturnShape(ReturnShape):
    """En återlämning med sin utrustning, sina överlämningar och bokade hämtningar."""

    items = ReturnItemShape(many=True)
    handovers = HandoverShape(many=True)
    pickups = PickUpShape(many=True)
