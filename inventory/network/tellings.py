"""The kind of notification that network contact makes."""

from datetime import date
from typing import Any

from django.urls import reverse

from inventory.network.queries import unseen_at
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import CareUnit, Role

UNSEEN = "network.unseen"


def register_tellings() -> None:
    """Called once when the app is ready."""
    register_kinds(
        Kind(UNSEEN, "Datorer har inte varit på nätet", "Utrustning", "Datorer som behöver anslutas till nätet",
             "mail/network_unseen.txt", _unseen, roles=(Role.IT_CONTACT, Role.HEAD_OF_UNIT)),
    )  # fmt: skip


def _unseen(payload: dict[str, Any]) -> Context:
    """How many there are, as long as there is any."""
    unit = CareUnit.objects.filter(pk=payload["unit"]).first()
    if unit is None:
        return None
    count = unseen_at([unit.pk], unit.region_id, date.fromisoformat(payload["on"])).count()
    if not count:
        return None
    return {"count": count, "path": f"{reverse('network:unseen')}?enhet={unit.hsa_id}"}
