"""What units have."""

from inventory.labels.codes import code_of
from tests.trust.rows.row import DELIVERY, REGISTRARS, SEES_UNITS, Row, unit_of
from tests.trust.scene import CONTACT, HEADS

INVENTORY = {
    "inventory:list": Row(SEES_UNITS),
    "inventory:export": Row(SEES_UNITS),
    "inventory:detail": Row(
        SEES_UNITS,
        HEADS | CONTACT | DELIVERY,
        thing=lambda side: {"asset_number": side.asset.asset_number},
        data=lambda side: {"function": "Reception", "room": "2"},
    ),
    "inventory:scanned": Row(SEES_UNITS, thing=lambda side: {"code": code_of(side.asset)}),
    "inventory:services": Row(SEES_UNITS, REGISTRARS, thing=unit_of, data=lambda side: {"gor": "ingar"}),
}
