"""What units have."""

from inventory.labels.codes import code_of
from tests.trust.rows.row import DELIVERY, REGISTRARS, SEES_UNITS, Row, unit_of
from tests.trust.scene import CONTACT, HEADS

INVENTORY = {
    "inventory:list": Row(SEES_UNITS),
    "inventory:export": Row(SEES_UNITS),
    "inventory:export_xlsx": Row(SEES_UNITS),
    "inventory:export_ask": Row(None, SEES_UNITS, data=lambda side: {"format": "csv"}),
    "inventory:export_file": Row(HEADS, thing=lambda side: {"pk": side.export_file.pk}),
    "inventory:export_fetch": Row(HEADS, thing=lambda side: {"pk": side.export_file.pk}),
    "inventory:bulk": Row(
        None,
        HEADS | CONTACT | REGISTRARS,
        data=lambda side: {"inventarie": side.asset.asset_number, "room": "2", "steg": "granska"},
        in_body=True,
        no=(403, 404, 422),
    ),
    "inventory:views": Row(SEES_UNITS, SEES_UNITS, data=lambda side: {"name": "Ny vy"}),
    "inventory:view": Row(
        None, HEADS, thing=lambda side: {"pk": side.saved_view.pk}, data=lambda side: {"gor": "ta-bort"}
    ),
    "inventory:detail": Row(
        SEES_UNITS,
        HEADS | CONTACT | DELIVERY,
        thing=lambda side: {"asset_number": side.asset.asset_number},
        data=lambda side: {"function": "Reception", "room": "2"},
    ),
    "inventory:labels": Row(SEES_UNITS),
    "inventory:scanned": Row(SEES_UNITS, thing=lambda side: {"code": code_of(side.asset)}, ok=(302,)),
    "inventory:store": Row(REGISTRARS),
    "inventory:put_away": Row(
        REGISTRARS,
        REGISTRARS,
        thing=lambda side: {"asset_number": side.asset.asset_number},
        data=lambda side: {"note": "Raderad"},
    ),
    "inventory:hand_out": Row(
        REGISTRARS, REGISTRARS, thing=lambda side: {"asset_number": side.asset.asset_number}
    ),
    "inventory:move_new": Row(HEADS, HEADS, thing=lambda side: {"asset_number": side.asset.asset_number}),
    "inventory:moves": Row(SEES_UNITS),
    "inventory:move": Row(
        SEES_UNITS,
        HEADS,
        thing=lambda side: {"number": side.move.number},
        data=lambda side: {"gor": "aterta"},
    ),
    "inventory:services": Row(SEES_UNITS, REGISTRARS, thing=unit_of, data=lambda side: {"gor": "ingar"}),
}
