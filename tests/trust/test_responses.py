"""S6: what every answer carries: a strict content policy, no caching of what someone signed in sees, guarded cookies."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.fixtures.servers import ROOT, Servers
from tests.trust.matrix import MATRIX
from tests.trust.scene import Scene, make_scene
from tests.world import World

READERS = ("head", "coordinator", "manager", "delivery", "administrator", "reviewer")
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)


@pytest.fixture(scope="module")
def scene(module_world: World) -> Scene:
    return make_scene(module_world)


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


@pytest.mark.parametrize("role", READERS)
def test_every_page_of_a_signed_in_person_is_guarded(scene: Scene, savepoint: None, role: str) -> None:
    client, seen = browser(scene.world.people[role]), 0
    for name, row in MATRIX.items():
        if (
            row.get is None
            or role not in row.get
            or name.startswith(("operations:", "account_logout", "mfa_"))
        ):
            continue
        side = scene.sides["A"]
        path = reverse(name, kwargs=row.thing(side) if row.thing else {})
        answer = client.get(path, row.query(side) if row.query else {})
        if answer.status_code != 200:
            continue
        seen += 1
        # The API's description is the same for everyone, and public; a feed is for the programs that have its key.
        kept = "private, max-age=60" if row.is_key else "no-store"
        assert kept in _caching(answer) or name == "api_schema", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert "camera=(self)" in answer["Permissions-Policy"], name
        assert "geolocation=()" in answer["Permissions-Policy"], name
        check_policy(answer["Content-Security-Policy"])
        if answer["Content-Type"].startswith("text/html"):
            assert not INLINE.search(answer.content.decode()), name
    assert seen > 8


def _caching(answer) -> str:
    return ", ".join(sorted(answer["Cache-Control"].split(", "), reverse=True))


def check_policy(policy: str) -> None:
    directives = {name: rest for name, _, rest in (one.strip().partition(" ") for one in policy.split(";"))}
    assert directives["default-src"] == "'none'"
    if "sandbox" in directives:
        # A picture: it asks for nothing at all.
        assert len(directives) == 2
        return
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http:" not in policy


@pytest.mark.django_db
def test_cookies_are_kept_from_scripts_and_other_sites(world: World) -> None:
    client = browser(world.head)
    client.get("/bestall/")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


def test_over_https_cookies_are_secure_and_bound_to_the_host(servers: Servers) -> None:
    """With the settings of production, in a process of its own."""
    script = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN)"
    )
    environment = (
        os.environ | servers.settings() | {"PORTAL_DEMO": "0", "PORTAL_HTTPS": "1", "LOG_LEVEL": "ERROR"}
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    assert said == ["__Host-portal_session", "__Host-portal_csrf", *["True"] * 4, "/", "None"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_swedish(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = client.post("/bestall/", {})
    assert answer.status_code == 403
    assert 'lang="sv"' in answer.content.decode()
    answer = client.post("/api/v1/orders/", {}, content_type="application/json")
    assert answer.status_code == 403


def test_errors_of_the_live_portal_tell_nothing(live_portal) -> None:
    import http.client

    for path in ("/finns-inte/", "/bestallningar/B-2026-0001/../../", "/%00", "/api/v1/finns-inte/"):
        connection = http.client.HTTPConnection("127.0.0.1", live_portal.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        connection.close()
        assert answer.status in (301, 302, 400, 404), path
        assert "Traceback" not in body
        assert "gunicorn" not in answer.headers.get("Server", "").lower() or answer.status >= 300
