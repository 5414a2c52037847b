"""What was seen on the network, and what was not."""

from typing import Any

from inventory.models import Asset
from inventory.network.models import NetworkDeviation, UnseenReminder
from tests.core.constraint_breaks.breaking import EARLIER, Break, again, change, fresh
from tests.world import START, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything. The asset comes from the closed order, so ask it after that of the orders."""
    return {
        "network_deviation": NetworkDeviation.objects.create(
            unit=world.unit, serial_number="X1", first_seen_on=START, last_seen_on=START
        ),
        "unseen_reminder": UnseenReminder.objects.create(
            asset=Asset.objects.first(), since=START, reminded_on=START
        ),
    }


BREAKS: dict[str, Break] = {
    "network_deviation_once": lambda s: again(fresh(s.network_deviation)),
    "network_deviation_seen_in_order": lambda s: change(s.network_deviation, last_seen_on=EARLIER),
    "network_deviation_decided_together": lambda s: change(s.network_deviation, state="REMOVED"),
    "unseen_reminder_once": lambda s: again(fresh(s.unseen_reminder)),
}
