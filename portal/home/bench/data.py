"""The data that is measured, written fast: ``python -m portal.home.bench.data UNITS ASSETS ORDERS``, as the owner.

A few orders go through the real actions; the rest are copies of them. Prints JSON: sessions, tokens and addresses.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.db import connection
from knox.models import AuthToken

from entitlements.actions import publish_appendix
from entitlements.loader.load import load_appendix
from inventory.models import Asset
from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.confirm import confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order
from orders.content import LineContent, OrderContent
from orders.models import Order, OrderLine
from portal.core import clock
from portal.core.people.adapter import AUTHENTICATION_KEY
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Provider, Region, Role

PORTAL_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FLOOR_BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED_IN = 10  # heads of unit, and as many who work for the region
REAL_ORDERS = 10
APPENDIX = Path(settings.BASE_DIR) / "entitlements" / "appendices" / "kalmar-it.yaml"
NEEDS = (
    "extra-screen",
    "wipeable-keyboard-mouse",
    "personal-video",
    "extra-multifunction-printer",
    "group-printer",
    "extra-check-in-screen",
    "extra-label-printer",
)
MOTIVATION = "Två läkare granskar röntgenbilder bredvid journalen hela dagen."

UNITS = """
INSERT INTO units_careunit (region_id, provider_id, hsa_id, name, street, postal_code, city, municipality_id)
SELECT %(region)s, %(provider)s, 'SE5560747551-E' || n, 'Hälsocentralen ' || initcap(substr(md5(n::text), 1, 7)),
       'Storgatan ' || n, '391 20', 'Kalmar', m.code
FROM generate_series(1, %(units)s) n
JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 place FROM units_municipality) m ON m.place = n %% 12;

INSERT INTO units_contract (unit_id, programme_id, number, valid_from)
SELECT u.id, (SELECT id FROM units_programme WHERE code = 'halsoval'), 'HV-' || u.id, current_date - 400
FROM units_careunit u;

INSERT INTO people_user (password, hsa_id, given_name, family_name, title, email, protected_identity, is_active)
SELECT '!bench', 'SE5560747551-P' || u.id, 'Anna', 'Andersson ' || u.id, 'Verksamhetschef', '', false, true
FROM units_careunit u;

INSERT INTO units_assignment (user_id, role, unit_id, valid_from, decided_at)
SELECT p.id, 'HEAD_OF_UNIT', u.id, current_date - 400, now() - interval '400 days'
FROM units_careunit u JOIN people_user p ON p.hsa_id = 'SE5560747551-P' || u.id;

INSERT INTO units_unitfigures (unit_id, care_staff, listed_patients, valid_from, state, reported_at, reported_by_id,
                               decided_at, decided_by_id, reason)
SELECT u.id, 40, 5200, current_date - 300, 'VERIFIED', now() - interval '310 days', p.id,
       now() - interval '305 days', %(coordinator)s, ''
FROM units_careunit u JOIN people_user p ON p.hsa_id = 'SE5560747551-P' || u.id;
"""

# A unit has so many base packages with three parts each, and the rest is shared equipment.
ASSETS = """
INSERT INTO inventory_asset (asset_number, serial_number, item_code, item_name, kind, variant, model_name, unit_id,
                             function, room, state, acquired_on, warranty_until, replacement_due, last_seen_on)
SELECT 'KLM-' || to_char(nextval('inventory_asset_number'), 'FM9999000000'), upper(substr(md5(u.id || '-' || n), 1, 10)),
       'base-package', 'grundpaket', 'BASE_PACKAGE', 'laptop', 'Elmtorp Bok 14 G5', u.id,
       (ARRAY['Reception', 'Sköterska', 'Läkare', 'Telefonrådgivning'])[1 + n %% 4] || ' ' || n, 'Rum ' || 100 + n,
       CASE WHEN (u.id + n) %% 29 = 0 THEN 'IN_REPAIR' ELSE 'IN_USE' END,
       current_date - 300, current_date + 700, current_date + 1000, current_date - n
FROM units_careunit u CROSS JOIN generate_series(1, %(packages)s) n;

INSERT INTO inventory_asset (asset_number, serial_number, item_code, item_name, kind, variant, model_name, unit_id,
                             function, room, state, acquired_on)
SELECT 'KLM-' || to_char(nextval('inventory_asset_number'), 'FM9999000000'),
       upper(substr(md5('s' || u.id || item), 1, 10)), item, item,
       'SHARED', '', 'Pappersta MF 4300', u.id, 'Skrivarrum', 'Rum 101', 'IN_USE', current_date - 300
FROM units_careunit u
CROSS JOIN unnest(
    (ARRAY['multifunction-printer', 'video-conference', 'check-in-screen', 'label-printer'])[1:%(shared)s]
) item;

INSERT INTO inventory_assetevent (asset_id, kind, happened_at, source, note)
SELECT id, 'DELIVERED', now() - interval '300 days', 'Registerimport', '' FROM inventory_asset;

INSERT INTO inventory_asset (asset_number, serial_number, item_code, item_name, kind, variant, model_name, part_of_id,
                             unit_id, function, room, state, acquired_on)
SELECT 'KLM-' || to_char(nextval('inventory_asset_number'), 'FM9999000000'), '', part, part, a.kind, '',
       'Vidsyn 24 P', a.id, a.unit_id, a.function, a.room, a.state, a.acquired_on
FROM inventory_asset a CROSS JOIN unnest(ARRAY['screen', 'keyboard', 'mouse']) part WHERE a.kind = 'BASE_PACKAGE';
"""


def build(units: int, assets: int, orders: int) -> dict[str, Any]:
    """Fill an empty, migrated database."""
    region, staff = make_region()
    provider = Provider.objects.create(name="Strandporten Vård AB", organisation_number="5560747551")
    names = {"region": region.pk, "provider": provider.pk, "units": units, "coordinator": staff[0].pk}
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'; SET synchronous_commit = off")
        cursor.execute(UNITS, names)
        _fill_assets(cursor, assets // units)
        cursor.execute("CREATE TABLE bench_floor_note (id bigserial PRIMARY KEY, text text, number integer)")
    templates = _real_orders(staff)
    _copy_orders(templates, orders - len(templates))
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT, INSERT ON bench_floor_note TO portal_app")
        cursor.execute("GRANT USAGE ON SEQUENCE bench_floor_note_id_seq TO portal_app")
        cursor.execute("VACUUM ANALYZE")
    return _doors(staff)


def make_region() -> tuple[Region, list[User]]:
    """Kalmar with its appendix, and the people who work for it: coordinator, manager and IT delivery first."""
    region = Region.objects.create(
        code="kalmar",
        name="Region Kalmar län",
        county_code="08",
        asset_prefix="KLM",
        order_contact="Samordning",
    )
    publish_appendix(load_appendix(APPENDIX), by=None, at=clock.now())
    roles = [Role.COORDINATOR, Role.ORDERING_MANAGER, Role.IT_DELIVERY]
    roles += [Role.COORDINATOR] * (SIGNED_IN - len(roles))
    staff = []
    for number, role in enumerate(roles):
        user = User(hsa_id=f"SE2321000073-R{number}", given_name="Eva", family_name=f"Holm {number}")
        user.set_unusable_password()
        user.save()
        Assignment.objects.create(
            user=user,
            role=role,
            region=region,
            valid_from=clock.today() - timedelta(days=400),
            decided_at=clock.now(),
        )
        staff.append(user)
    return region, staff


def _fill_assets(cursor: Any, each: int) -> None:
    """Write the assets without the search index and make that afterwards, which takes a third of the time."""
    packages = (each - 1) // 4
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'asset_search'")
    (definition,) = cursor.fetchone()
    cursor.execute("DROP INDEX asset_search")
    cursor.execute(ASSETS, {"packages": packages, "shared": each - packages * 4})
    cursor.execute(definition)


def _real_orders(staff: list[User]) -> list[Order]:
    """Orders that have gone the whole way, and two that have not."""
    coordinator, manager, delivery = staff[:3]
    at = clock.now() - timedelta(days=20)
    orders = []
    for unit in CareUnit.objects.order_by("pk")[:REAL_ORDERS]:
        head = User.objects.get(hsa_id=f"SE5560747551-P{unit.pk}")
        lines = (
            LineContent(
                "base-package", 2, variant="laptop", options=("docking-station",), function="Läkare 9"
            ),
            LineContent("extra-screen", 1, motivation=MOTIVATION),
            LineContent("personal-video", 1, motivation=MOTIVATION),
        )
        content = OrderContent(lines=lines, cost_centre="95492")
        order = submit_order(unit=unit, content=content, by=head, at=at)
        orders.append(order)
        rows = list(order.lines.all())
        if len(orders) == 1:
            continue
        check_order(
            order=order, decisions=[LineDecision(one.pk, one.quantity) for one in rows], by=coordinator, at=at
        )
        if len(orders) == 2:
            continue
        attest_order(order=order, by=manager, at=at)
        pieces = [
            LineDelivery(one.pk, tuple(f"B{one.pk}X{number}" for number in range(one.quantity)))
            for one in rows
        ]
        delivered = register_delivery(order=order, lines=pieces, by=delivery, at=at)
        confirm_delivery(delivery=delivered, by=head, at=at)
    return orders


def _copy_orders(templates: list[Order], wanted: int) -> None:
    """Copies of the real ones, spread over the units: one in forty waits, the rest are closed."""
    order_columns = _columns(Order, "id", "number", "unit_id")
    line_columns = _columns(OrderLine, "id", "order_id")
    waiting, closed = templates[1].pk, templates[2].pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(id) FROM units_careunit")
        units, first = cursor.fetchone()
        cursor.execute(
            f"""INSERT INTO orders_order (number, unit_id, {order_columns})
            SELECT 'B-2020-' || to_char(n, 'FM000000'), %s + n %% %s, {order_columns}
            FROM generate_series(1, %s) n
            JOIN orders_order t ON t.id = CASE WHEN n %% 40 = 0 THEN %s ELSE %s END""",
            [first, units, wanted, waiting, closed],
        )
        cursor.execute(
            f"""INSERT INTO orders_orderline (order_id, {line_columns})
            SELECT o.id, {", ".join(f"l.{name}" for name in line_columns.split(", "))}
            FROM orders_order o
            JOIN orders_orderline l ON l.order_id = CASE WHEN o.state = 'CHECKED' THEN %s ELSE %s END
            WHERE o.number LIKE 'B-2020-%%'""",
            [waiting, closed],
        )


def _columns(model: Any, *without: str) -> str:
    return ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields if one.column not in without)


def _doors(staff: list[User]) -> dict[str, Any]:
    """What the clients need: sessions, tokens, addresses."""
    heads = list(User.objects.filter(hsa_id__startswith="SE5560747551-P").order_by("pk")[20 : 20 + 180])
    units = {
        one.user_id: one.unit.hsa_id
        for one in Assignment.objects.filter(user__in=heads).select_related("unit")
    }
    own = [head for head in heads if head.pk in units]
    assets = Asset.objects.filter(part_of__isnull=True).order_by("asset_number")
    count = assets.count()
    return {
        "staff": [session_of(user) for user in staff],
        "heads": [session_of(user) for user in own[:SIGNED_IN]],
        "floor": [_floor_session(user) for user in staff],
        "staff_tokens": [AuthToken.objects.create(user=user)[1] for user in staff],
        "head_tokens": [[AuthToken.objects.create(user=user)[1], units[user.pk]] for user in own],
        "assets": [assets[place].asset_number for place in range(count // 200, count, count // 20)],
        "serials": [assets[place].serial_number[:6] for place in range(count // 100, count, count // 20)],
        "whole_serials": [assets[place].serial_number for place in range(count // 150, count, count // 20)],
        "orders": list(
            Order.objects.filter(state="CLOSED").order_by("pk").values_list("number", flat=True)[:8]
        ),
        "needs": NEEDS,
        "motivation": MOTIVATION,
    }


def session_of(user: User) -> dict[str, str]:
    """The cookie of a new session, signed in as the demo does it."""
    store = CachedStore()
    moment = clock.now().isoformat()
    store[AUTHENTICATION_KEY] = {"provider": "demo", "acr": "demo", "auth_time": moment}
    return {settings.SESSION_COOKIE_NAME: _kept(store, user, PORTAL_BACKEND)}


def _floor_session(user: User) -> dict[str, str]:
    return {"floor_session": _kept(PlainStore(), user, FLOOR_BACKEND)}


def _kept(store: Any, user: User, backend: str) -> str:
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


if __name__ == "__main__":
    json.dump(build(*map(int, sys.argv[1:4])), sys.stdout)
