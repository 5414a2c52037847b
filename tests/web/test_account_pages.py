"""Signing in, the second factor and the password: allauth's flows in the portal's frame and in Swedish."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache

from portal.core.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "en ganska lång mening 7"
ENGLISH = re.compile(r"\b(?:Sign|Password|Authenticator|Recovery|Security key|Confirm|Please|Your|Code)\b")


@pytest.fixture(autouse=True)
def forget_failed_attempts():
    yield
    cache.clear()


@pytest.fixture
def person():
    user = User(
        hsa_id="SE2321000073-1A2B", given_name="Maria", family_name="Lindqvist", email="m@example.org"
    )
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(client, person):
    """Signed in, and asked once more, as before anything sensitive."""
    client.post("/konto/logga-in/", {"login": person.hsa_id, "password": PASSWORD})
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    return client


@pytest.fixture
def with_app(signed_in, person):
    """The same, with an app for codes and recovery codes."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return signed_in


def code_of(person: User) -> str:
    secret = (
        Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).wrap().instance.data["secret"]
    )
    counter = next(iter(yield_hotp_counters_from_time()))
    from allauth.mfa.adapter import get_adapter

    return format_hotp_value(hotp_value(get_adapter().decrypt(secret), counter))


def readable(response) -> str:
    """The page's own words: without tags, and with scripts' data taken away."""
    html = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


def assert_swedish(response, status: int = 200) -> None:
    assert response.status_code == status
    assert "Utrustningsportalen" in response.content.decode()
    assert not ENGLISH.search(readable(response)), ENGLISH.search(readable(response))


@pytest.mark.parametrize("path", ["/konto/logga-in/", "/konto/stangt/", "/konto/avstangd/"])
def test_open_pages(client, path):
    assert_swedish(client.get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/konto/logga-ut/",
        "/konto/losenord/",
        "/konto/bekrafta/",
        "/konto/tvafaktor/",
        "/konto/tvafaktor/totp/activate/",
        "/konto/tvafaktor/webauthn/",
        "/konto/tvafaktor/webauthn/add/",
    ],
)
def test_pages_of_a_signed_in_person(signed_in, path):
    assert_swedish(signed_in.get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/konto/tvafaktor/",
        "/konto/tvafaktor/reauthenticate/",
        "/konto/tvafaktor/totp/deactivate/",
        "/konto/tvafaktor/recovery-codes/",
        "/konto/tvafaktor/recovery-codes/generate/",
    ],
)
def test_pages_of_a_person_with_an_app(with_app, path):
    assert_swedish(with_app.get(path))


def test_wrong_password_is_told_at_the_top(client, person):
    response = client.post("/konto/logga-in/", {"login": person.hsa_id, "password": "fel"})
    assert_swedish(response)
    assert 'id="felruta"' in response.content.decode()


def test_too_many_wrong_passwords_lock_the_sign_in(client, person):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/konto/logga-in/", {"login": person.hsa_id, "password": "fel"})
    assert_swedish(response, 429)
    assert "spärrad" in response.content.decode()


def test_sign_in_with_the_app(client, person):
    TOTP.activate(person, generate_totp_secret())
    first = client.post(
        "/konto/logga-in/", {"login": person.hsa_id.lower(), "password": PASSWORD}, follow=True
    )
    assert_swedish(first)
    assert "Skriv koden från din app" in first.content.decode()
    response = client.post("/konto/tvafaktor/authenticate/", {"code": code_of(person)})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
