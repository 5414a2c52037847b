"""Sightings of machines on the network, from the programs that watch it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from inventory.network.access import FEEDERS, NOT_FEEDER
from inventory.network.actions.contacts import record_contacts
from inventory.network.api.shapes import MOST_UNKNOWN, ContactsInput, OutcomeShape
from inventory.network.queries import regions_of
from portal.core.errors import Invalid, NotAllowed
from portal.core.units.models import Region
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import WRITE, NoParameters

EXAMPLE = OpenApiExample(
    "En dator och en okänd maskin",
    request_only=True,
    value={
        "contacts": [
            {"serial_number": "ET14G5-0001", "seen_at": "2026-11-18T08:30:00Z"},
            {"serial_number": "XX-1", "seen_at": "2026-11-18T08:30:00Z", "unit": "SE5560747551-E001"},
        ]
    },
)


class ContactsView(PortalAPIView):
    most_bytes = 4_000_000

    @extend_schema(
        operation_id="record_network_contacts",
        summary="När utrustning senast var på nätet",
        description=(
            "Högst 10 000 rader. Dagen flyttas bara framåt, så samma anrop igen ändrar inget. Är en rad fel avvisas "
            "hela anropet. Det som regionens register inte har, och som setts vid en enhet, blir en avvikelse där."
        ),
        request=ContactsInput,
        examples=[EXAMPLE],
        responses={200: OutcomeShape, **WRITE},
        tags=["Utrustning"],
    )
    def post(self, request: Any) -> Response:
        self.parameters(NoParameters)
        if not self.roles.has(*FEEDERS):
            raise NotAllowed(NOT_FEEDER.code, NOT_FEEDER.sentence)
        body = self.body(ContactsInput)
        outcome = record_contacts(
            region=self._region(body.get("region")), contacts=body["contacts"], by=self.person, at=self.at
        )
        return Response(
            {
                "received": outcome.received,
                "updated": outcome.updated,
                "unchanged": outcome.unchanged,
                "unknown_count": len(outcome.unknown),
                "unknown": list(outcome.unknown[:MOST_UNKNOWN]),
                "deviations": outcome.deviations,
                "new_deviations": outcome.new_deviations,
            }
        )

    def _region(self, code: str | None) -> Region:
        regions = [one for one in regions_of(self.roles, FEEDERS) if code in (None, one.code)]
        if len(regions) != 1:
            raise Invalid("which_region", "Ange vilken av dina regioner det gäller.", field="region")
        return regions[0]
