"""S1: every address × method × role × own or other unit. Nobody gets through where the matrix does not let him, and
no answer tells of a unit to someone who does not see it."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.core.audit.models import AuditEvent
from tests.trust.matrix import ACCOUNT, MATRIX
from tests.trust.rows.row import PUBLIC, Row
from tests.trust.scene import EVERYONE, OWN_SIDE, REGION, UNIT, Scene, make_scene
from tests.world import World

pytestmark = pytest.mark.slow

ROLES = ("anonymous", "foreigner", *sorted(EVERYONE))
# The unit's people change places at the other unit; for all others it is as the first.
AT_THE_OTHER_UNIT = (*sorted(UNIT), "anonymous", "foreigner", "coordinator", "nobody")
LET_THROUGH_POST = {200, 201, 204, 302, 400, 409, 422}
REFUSED = {403, 404}
NOT_SERVED = {*REFUSED, 401, 405}
OTHER_METHODS = ("put", "delete")
# Who tries the methods that an address does not serve: one of each sort.
TRYING = ("anonymous", "head", "coordinator")


def names(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """Every name in the URLconf, with its namespace, and its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", str(entry.pattern)
        else:
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


FOUND = dict(names(get_resolver()))


def test_every_address_has_a_row() -> None:
    FOUND.pop("None", None)  # what catches addresses under /api/ that do not exist
    assert sorted(set(FOUND) - set(MATRIX)) == [], "Add a row to tests/trust/rows/"
    assert sorted(set(MATRIX) - set(FOUND)) == [], "The matrix has rows for addresses that are gone"


@pytest.fixture(scope="module")
def scene(module_world: World) -> Scene:
    return make_scene(module_world)


@pytest.fixture(scope="module")
def clients(scene: Scene) -> Iterator[dict[str, Client]]:
    """One browser per role. Sessions in the database alone, so that they are undone with everything else."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db"):
        found = {"anonymous": Client()}
        for role in (*EVERYONE, "foreigner"):
            found[role] = Client()
            found[role].force_login(scene.world.people[role], backend=settings.AUTHENTICATION_BACKENDS[1])
        yield found


def sees(role: str, side: str) -> bool:
    return role in REGION or OWN_SIDE.get(role) == side


def ask(client: Client, method: str, path: str, name: str, row: Row, side) -> tuple[int, str, str]:
    """Status, body and where it leads. What was written is undone."""
    data = row.data(side) if row.data and method == "post" else {}
    kind = {"content_type": "application/json"} if name.startswith("api_") and method == "post" else {}
    cookies = client.cookies.copy()
    with transaction.atomic():
        before = AuditEvent.objects.count()
        response = getattr(client, method)(path, data, **kind)
        body = b"".join(response) if response.streaming else response.content
        changed = AuditEvent.objects.count() > before
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code in {*REFUSED, 401, 405}:
        assert not changed, f"{method} {path} was refused and yet did something"
    return response.status_code, body.decode(errors="replace"), response.headers.get("Location", "")


def may(row: Row, who: frozenset[str] | None, role: str, side: str) -> bool:
    """Whether the matrix lets the role through, at a thing of that side."""
    if who is None or role not in who:
        return False
    # What asks for no sign-in asks for no unit either.
    anyones = "anonymous" in who or (row.thing is None and not (row.in_body and who is row.post))
    return anyones or role not in UNIT or OWN_SIDE[role] == side


def check_status(row: Row, name: str, method: str, role: str, side: str, status: int, goal: str) -> None:
    who = row.get if method == "get" else row.post
    told = f"{method} {name} ({side}) as {role}: {status} {goal}"
    if role == "foreigner":
        # He has the roles, in another region: pages of his own may open, things of this region do not exist.
        assert status < 500 or status in row.ok, told
        assert row.thing is None or "anonymous" in (who or ()) or status in NOT_SERVED, told
    elif may(row, who, role, side):
        assert status in (row.ok if method == "get" else LET_THROUGH_POST), told
        assert not goal.startswith(("/demo/?next", "/konto/logga-in/?")) or "anonymous" in who, told
    elif role == "anonymous":
        led_to_sign_in = status == 302 and goal.startswith(("/demo/", "/konto/"))
        assert led_to_sign_in or status in {401, 403, 404, 405}, told
    elif who is not None and role in who:
        assert status in set(row.no) - {403}, f"{told}: what belongs to another unit does not exist"
    else:
        assert status in (row.no if who is not None else NOT_SERVED), told


def check_marks(scene: Scene, row: Row, name: str, role: str, at: str, path: str, body: str) -> None:
    """No answer, refused or not, tells of a unit that the role does not see, but for what he asked with."""
    for side in scene.sides:
        if sees(role, side) or role in row.tells or row.tells == PUBLIC or (row.is_key and side == at):
            continue
        # One's own name is no secret to oneself.
        own = scene.world.people[role] if role != "anonymous" else None
        known = {own.full_name, own.hsa_id} if own else set()
        told = {mark for mark in scene.sides[side].marks - known if mark in body and mark not in path}
        assert not told, f"{name} told {role} of {side}: {sorted(told)}"


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_nobody_gets_through_where_he_may_not(
    scene: Scene, clients: dict[str, Client], savepoint: None, name: str
) -> None:
    row = MATRIX[name]
    sides = scene.sides if row.thing or row.data or row.query else {"A": scene.sides["A"]}
    for side_name, side in sides.items():
        path = reverse(name, kwargs=row.thing(side) if row.thing else {})
        if row.query:
            path += f"?{urlencode(row.query(side))}"
        for role in ROLES if side_name == "A" else AT_THE_OTHER_UNIT:
            for method in ("get", "post"):
                status, body, goal = ask(clients[role], method, path, name, row, side)
                if name not in ACCOUNT:
                    check_status(row, name, method, role, side_name, status, goal)
                assert status < 500 or status in row.ok
                check_marks(scene, row, name, role, side_name, path, body)
        for role in TRYING if name not in ACCOUNT and side_name == "A" else ():
            for method in OTHER_METHODS:
                status, body, goal = ask(clients[role], method, path, name, row, side)
                led = status == 302 and role == "anonymous"
                assert status in NOT_SERVED or led, f"{method} {path} as {role}: {status}"
                check_marks(scene, row, name, role, side_name, path, body)
