"""Who may do what at which address. One row for every name in the URLconf; a name without a row fails the tests.

``get`` and ``post`` say who may; None says that the method is not served. Where the address names a thing of a unit,
the unit's own people may only where it is their unit; the region's may at both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orders.models import OrderLine
from portal.core.notifications.unsubscribing import unsubscribe_token
from tests.trust.scene import (
    CONTACT,
    EVERYONE,
    HEADS,
    REGION,
    SUPERUSER,
    UNIT,
    Side,
)

Who = frozenset[str]
PUBLIC: Who = EVERYONE | {"anonymous"}
ATTESTERS: Who = frozenset({"manager", "substitute"})
COORDINATOR: Who = frozenset({"coordinator"})
ADMINISTRATOR: Who = frozenset({"administrator"})
WEBHOOKS: Who = frozenset({"administrator", "it_coordinator"})
REVIEWER: Who = frozenset({"reviewer"})
DELIVERY: Who = frozenset({"delivery"})
REGISTRARS: Who = frozenset({"coordinator", "it_coordinator", "delivery"})
SEES_UNITS: Who = UNIT | REGION
AUTHORS: Who = frozenset({"coordinator", "it_coordinator", "editor"})
OUTAGE_AUTHOR: Who = frozenset({"it_coordinator"})


@dataclass(frozen=True)
class Row:
    get: Who | None
    post: Who | None = None
    thing: Callable[[Side], dict[str, Any]] | None = None
    data: Callable[[Side], dict[str, Any]] | None = None
    query: Callable[[Side], dict[str, Any]] | None = None
    # Who, for his office's sake, sees names and numbers of units here; in the demo, everyone who may choose a person.
    tells: Who = frozenset()
    # Statuses of a GET that is let through, where it is not 200.
    ok: tuple[int, ...] = (200,)
    # The thing is named in the body of the POST instead of in the address.
    in_body: bool = False
    # The address is itself a key to what it names: whoever has it sees that side, and nothing of the other.
    is_key: bool = False
    # Statuses of a refusal, where they are not 403 and 404.
    no: tuple[int, ...] = (403, 404)


def of(name: str) -> Callable[[Side], dict[str, Any]]:
    """The address names the side's order by its number."""
    return lambda side: {"number": getattr(side, name).number}


def granted_whole(side: Side) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=side.submitted)
    return {f"rad-{one.pk}-beslut": "GRANTED" for one in lines} | {"seen": side.submitted.content_hash}


def api_granted_whole(side: Side) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=side.submitted)
    return {"lines": [{"line": one.pk, "granted": one.quantity} for one in lines]}


def api_new_order(side: Side) -> dict[str, Any]:
    wanted = {"item": "base-package", "quantity": 1, "variant": "laptop"}
    return {"unit": side.unit.hsa_id, "lines": [wanted]}


def written(side: Side) -> dict[str, Any]:
    """What an author posts: information to one unit."""
    return {
        "kind": "INFORMATION",
        "title": "Nytt",
        "text": "Nytt.",
        "role": "HEAD_OF_UNIT",
        "unit": side.unit.hsa_id,
    }


def unit_of(side: Side) -> dict[str, Any]:
    return {"hsa_id": side.unit.hsa_id}


PAGES = {
    # --- The portal itself
    "web:appearance": Row(None, PUBLIC, data=lambda side: {"appearance": "dark"}),
    "web:unit": Row(None, UNIT, data=lambda side: {"unit": side.unit.hsa_id}, in_body=True, no=(422,)),
    "web:continue_form": Row(PUBLIC, ok=(302,)),
    "web:glossary": Row(PUBLIC),
    "web:accessibility": Row(PUBLIC),
    "web:shortcuts": Row(PUBLIC),
    "web:components": Row(PUBLIC, tells=PUBLIC),  # made-up examples
    "operations:alive": Row(PUBLIC),
    "operations:ready": Row(PUBLIC, ok=(200, 503)),
    "operations:metrics": Row(frozenset()),
    "operations:jobs": Row(
        ADMINISTRATOR, ADMINISTRATOR, data=lambda side: {"jobb": "portal.core.outbox.tasks.sweep"}
    ),
    # --- The roof
    "home:start": Row(EVERYONE),
    "home:demo": Row(PUBLIC, PUBLIC, tells=PUBLIC),
    # Nothing has been sent to a folder while the matrix is tried; tests/home/test_demo_post.py has mails.
    "home:demo_post": Row(PUBLIC, tells=PUBLIC),
    "home:demo_letter": Row(PUBLIC, thing=lambda side: {"key": "x"}, ok=(404,)),
    "home:demo_letter_html": Row(PUBLIC, thing=lambda side: {"key": "x"}, ok=(404,)),
    "home:me": Row(EVERYONE),
    "home:search": Row(EVERYONE, query=lambda side: {"q": side.unit.name.split()[0]}),
    "home:unit": Row(SEES_UNITS, thing=unit_of),
    "home:figures": Row(SEES_UNITS, HEADS, thing=unit_of, data=lambda side: {"gor": "bekrafta"}),
    "home:figures_preview": Row(
        SEES_UNITS,
        thing=unit_of,
        query=lambda side: {"care_staff": "12", "listed_patients": "1500", "valid_from": "2027-02-01"},
    ),
    "home:log": Row(REVIEWER, REVIEWER, tells=REVIEWER),
    "home:figures_queue": Row(COORDINATOR),
    "home:figures_decide": Row(None, COORDINATOR, thing=lambda side: {"pk": side.figures.pk}),
    # --- Notifications: one's own, and the link of a mail, which is the key itself
    "notifications:preferences": Row(EVERYONE, EVERYONE, data=lambda side: {"gor": "tysta"}),
    "notifications:unsubscribe": Row(
        PUBLIC,
        PUBLIC,
        thing=lambda side: {"token": unsubscribe_token(side.matter.raised_by_id, "order.closed")},
    ),
    # --- Units
    "units:list": Row(REGION),
    "units:administration": Row(ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:person_new": Row(ADMINISTRATOR, ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:person": Row(
        ADMINISTRATOR,
        ADMINISTRATOR,
        thing=lambda side: {"hsa_id": side.matter.raised_by.hsa_id},
        tells=ADMINISTRATOR,
    ),
    "units:contracts": Row(ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:addresses": Row(
        COORDINATOR,
        COORDINATOR,
        data=lambda side: {"person": side.matter.raised_by.hsa_id, "email": "ny@example.se"},
        in_body=True,
        tells=COORDINATOR,
    ),
    "units:substitutes": Row(ATTESTERS, frozenset({"manager"})),
    # --- Notices
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
    # --- The appendix
    "entitlements:appendix": Row(PUBLIC),  # a public contract
    # --- Orders: the unit's pages
    "orders:new": Row(HEADS, HEADS),
    "orders:new_rows": Row(None, HEADS),
    "orders:edit": Row(HEADS, HEADS, thing=of("draft")),
    "orders:rows": Row(None, HEADS, thing=of("draft")),
    "orders:review": Row(
        HEADS, HEADS, thing=of("draft"), data=lambda side: {"seen": side.draft.content_hash}
    ),
    "orders:discard": Row(HEADS, HEADS, thing=of("draft")),
    "orders:list": Row(SEES_UNITS),
    "orders:detail": Row(SEES_UNITS, thing=of("closed")),
    "orders:withdraw": Row(HEADS, HEADS, thing=of("submitted")),
    "orders:document": Row(
        SEES_UNITS, thing=lambda side: {"number": side.closed.number, "pk": side.document.pk}
    ),
    "orders:confirm": Row(HEADS | CONTACT, HEADS | CONTACT, thing=of("delivery")),
    "orders:matters": Row(SEES_UNITS),
    "orders:matter_new": Row(HEADS, HEADS),
    "orders:matter": Row(
        SEES_UNITS,
        frozenset({"coordinator", "it_coordinator"}),
        thing=lambda side: {"pk": side.matter.pk},
        data=lambda side: {"answer": "Ja."},
    ),
    # --- Orders: the region's pages
    "orders:check_queue": Row(COORDINATOR),
    "orders:check": Row(COORDINATOR, COORDINATOR, thing=of("submitted"), data=granted_whole),
    "orders:attest_queue": Row(ATTESTERS),
    "orders:attest": Row(
        ATTESTERS, ATTESTERS, thing=of("checked"), data=lambda side: {"seen": side.checked.content_hash}
    ),
    "orders:attest_batch": Row(
        None,
        ATTESTERS,
        data=lambda side: {
            "order": f"{side.checked.number}:{side.checked.content_hash[:16]}",
            "bekraftad": "1",
        },
    ),
    "orders:pick_list": Row(DELIVERY),
    "orders:deliver": Row(DELIVERY, DELIVERY, thing=of("attested")),
    "orders:delivery": Row(
        DELIVERY,
        thing=lambda side: {"number": side.delivery.order.number, "delivery": side.delivery.number},
    ),
    # --- Inventory
    "inventory:list": Row(SEES_UNITS),
    "inventory:export": Row(SEES_UNITS),
    "inventory:detail": Row(
        SEES_UNITS,
        HEADS | CONTACT | DELIVERY,
        thing=lambda side: {"asset_number": side.asset.asset_number},
        data=lambda side: {"function": "Reception", "room": "2"},
    ),
    "inventory:services": Row(SEES_UNITS, REGISTRARS, thing=unit_of, data=lambda side: {"gor": "ingar"}),
}

API = {
    "api_schema": Row(PUBLIC, tells=PUBLIC),  # examples, the same for all
    "api_me": Row(EVERYONE),
    "api_units": Row(EVERYONE),
    "api_unit": Row(SEES_UNITS, thing=unit_of),
    "api_catalogue": Row(EVERYONE - {"nobody"}),  # the region is that of one's roles
    "api_assets": Row(EVERYONE),
    "api_asset": Row(SEES_UNITS, thing=lambda side: {"asset_number": side.asset.asset_number}),
    "api_services": Row(SEES_UNITS, thing=unit_of),
    "api_entitlement": Row(SEES_UNITS, thing=unit_of),
    "api_orders": Row(EVERYONE, HEADS, data=api_new_order, in_body=True),
    "api_order": Row(SEES_UNITS, thing=of("closed")),
    "api_withdraw": Row(None, HEADS, thing=of("submitted")),
    "api_check": Row(None, COORDINATOR, thing=of("submitted"), data=api_granted_whole),
    "api_return": Row(None, COORDINATOR, thing=of("submitted"), data=lambda side: {"message": "Mer."}),
    "api_attest": Row(None, ATTESTERS, thing=of("checked"), data=lambda side: {"decision": "ATTESTED"}),
    "api_deliveries": Row(SEES_UNITS, DELIVERY, thing=of("attested"), data=lambda side: {"lines": []}),
    "api_receipt": Row(
        None, HEADS | CONTACT, thing=lambda side: {"number": side.delivery.order.number}, data=lambda side: {}
    ),
}

# django-allauth's own: signing in and out, and one's own second factor. They know neither units nor roles.
ACCOUNT = {
    "account_login": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_logout": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_signup": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_inactive": Row(PUBLIC),
    "account_set_password": Row(PUBLIC, ok=(404,)),
    "account_reauthenticate": Row(EVERYONE, EVERYONE, ok=(200, 302)),
    "account_change_password": Row(EVERYONE, EVERYONE, ok=(200, 302)),
    **{
        f"mfa_{name}": Row(EVERYONE, EVERYONE, ok=(200, 302, 404))
        for name in (
            "index",
            "reauthenticate",
            "activate_totp",
            "deactivate_totp",
            "view_recovery_codes",
            "generate_recovery_codes",
            "download_recovery_codes",
            "list_webauthn",
            "add_webauthn",
            "reauthenticate_webauthn",
        )
    },
    "mfa_authenticate": Row(PUBLIC, PUBLIC, ok=(302,)),
    **{
        f"mfa_{name}_webauthn": Row(EVERYONE, EVERYONE, thing=lambda side: {"pk": 1}, ok=(302, 404))
        for name in ("remove", "edit")
    },
}

assert SUPERUSER <= UNIT
MATRIX: dict[str, Row] = {**PAGES, **API, **ACCOUNT}
