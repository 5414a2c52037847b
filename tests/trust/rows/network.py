"""Network contact: what has not been seen, and what was seen and is not the region's."""

from typing import Any

from tests.trust.rows.row import DELIVERY, REGISTRARS, SEES_UNITS, Row
from tests.trust.scene import Side

FEEDERS = DELIVERY | {"it_coordinator"}
DECIDERS = frozenset({"coordinator", "it_coordinator"})


def _deviation(side: Side) -> dict[str, Any]:
    return {"pk": side.deviation.pk}


def _contacts(side: Side) -> dict[str, Any]:
    return {"contacts": [{"serial_number": "OKAND1", "seen_at": "2026-11-18", "unit": side.unit.hsa_id}]}


NETWORK = {
    "network:unseen": Row(SEES_UNITS),
    "network:upload": Row(FEEDERS, FEEDERS),
    "network:deviations": Row(REGISTRARS),
    "network:deviation": Row(
        REGISTRARS,
        DECIDERS,
        thing=_deviation,
        data=lambda side: {"state": "REMOVED", "note": "Bortkopplad."},
    ),
    "api_network_contacts": Row(None, FEEDERS, data=_contacts),
}
