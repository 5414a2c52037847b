"""Notices: for readers, for subscribers, for authors."""

from typing import Any

from tests.trust.rows.row import (
    AUTHORS,
    OUTAGE_AUTHOR,
    PUBLIC,
    SEES_UNITS,
    WEBHOOKS,
    Row,
    of,
)
from tests.trust.scene import CONTACT, EVERYONE, HEADS, Side


def written(side: Side) -> dict[str, Any]:
    """What an author posts: information to one unit."""
    return {
        "kind": "INFORMATION",
        "title": "Nytt",
        "text": "Nytt.",
        "role": "HEAD_OF_UNIT",
        "unit": side.unit.hsa_id,
    }


NOTICES = {
    "notices:list": Row(EVERYONE),
    "notices:banners": Row(PUBLIC, ok=(200, 204)),
    "notices:detail": Row(SEES_UNITS, thing=of("notice")),
    "notices:acknowledge": Row(
        None, HEADS | CONTACT, thing=of("notice"), data=lambda side: {"unit": side.unit.hsa_id}
    ),
    "notices:subscriptions": Row(
        EVERYONE,
        HEADS | CONTACT,
        data=lambda side: {"gor": "fornya", "enhet": side.unit.hsa_id},
        in_body=True,
    ),
    "notices:calendar_event": Row(SEES_UNITS, thing=of("notice")),
    "notices:feed_atom": Row(PUBLIC, thing=lambda side: {"token": side.feed_key}, is_key=True),
    "notices:feed_calendar": Row(PUBLIC, thing=lambda side: {"token": side.feed_key}, is_key=True),
    "notices:status_list": Row(PUBLIC),
    "notices:status": Row(PUBLIC, thing=lambda side: {"code": side.unit.region.code}),
    "notices:webhooks": Row(WEBHOOKS),
    "notices:webhook_new": Row(WEBHOOKS, WEBHOOKS),
    "notices:webhook": Row(
        WEBHOOKS, WEBHOOKS, thing=lambda side: {"pk": side.webhook.pk}, data=lambda side: {"gor": "prova"}
    ),
    "notices:new": Row(AUTHORS, AUTHORS - {"editor"}, data=written),
    "notices:preview": Row(None, AUTHORS - {"editor"}, data=written),
    "notices:edit": Row(OUTAGE_AUTHOR, OUTAGE_AUTHOR, thing=of("draft_notice")),
    "notices:review": Row(OUTAGE_AUTHOR, OUTAGE_AUTHOR, thing=of("draft_notice")),
    "notices:discard": Row(OUTAGE_AUTHOR, OUTAGE_AUTHOR, thing=of("draft_notice")),
    "notices:update": Row(
        OUTAGE_AUTHOR,
        OUTAGE_AUTHOR,
        thing=of("notice"),
        data=lambda side: {"seen": "1", "state": "RESOLVED", "impact": "NONE", "text": "Löst."},
    ),
    "notices:reach": Row(AUTHORS, thing=of("notice")),
    "notices:reach_export": Row(AUTHORS, thing=of("notice")),
    "notices:templates": Row(AUTHORS),
    "notices:template_new": Row(
        AUTHORS, AUTHORS - {"editor"}, data=lambda side: written(side) | {"name": "Mall"}
    ),
    "notices:template": Row(
        OUTAGE_AUTHOR,
        OUTAGE_AUTHOR,
        thing=lambda side: {"pk": side.template.pk},
        data=lambda side: {"gor": "ta-bort"},
    ),
}
