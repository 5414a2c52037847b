"""The page where one signs in as anyone of the demo's cast, only in the demo."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.core import clock
from portal.core.people.adapter import AUTHENTICATION_KEY
from portal.core.people.models import User
from portal.core.web.kept_form import KEPT
from portal.home.demo.story import Story
from tests.fixtures.servers import ROOT, Servers
from tests.home.steps import demo_people


@pytest.fixture
def people(db: None) -> Story:
    return demo_people(clock.now())


def test_one_signs_in_as_anyone_of_the_cast(people: Story, client: Client) -> None:
    page = client.get(reverse("home:demo"), {"next": "/ordlista/"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Maria Lindqvist" in text
    assert "Anders Bergqvist" in text

    maria = people.people["maria"]
    signed_in = client.post(reverse("home:demo"), {"person": maria.hsa_id, "next": "/ordlista/"})
    assert (signed_in.status_code, signed_in.url) == (302, "/ordlista/")
    assert client.session["_auth_user_id"] == str(maria.pk)
    assert client.session[AUTHENTICATION_KEY]["provider"] == "demo"

    first = client.session.session_key
    eva = people.people["eva"]
    client.post(reverse("home:demo"), {"person": eva.hsa_id})
    assert client.session["_auth_user_id"] == str(eva.pk)
    assert client.session.session_key != first

    outside = client.post(reverse("home:demo"), {"person": eva.hsa_id, "next": "https://evil.example/"})
    assert outside.url == "/"
    other = User.objects.exclude(pk__in=[user.pk for user in people.people.values()]).first()
    assert client.post(reverse("home:demo"), {"person": other.hsa_id}).status_code == 422

    said = StringIO()
    call_command("demo_people", stdout=said)
    assert "Beställarchef" in said.getvalue()
    assert maria.hsa_id in said.getvalue()


def test_what_was_typed_comes_along_to_the_same_person_only(people: Story, client: Client) -> None:
    maria, eva = people.people["maria"], people.people["eva"]
    for person, is_offered in ((eva, False), (maria, True)):
        session = client.session
        session[KEPT] = {"person": maria.pk, "action": "/samverkan/ny/", "fields": [["text", "Fler skärmar"]]}
        session.save()
        answer = client.post(
            reverse("home:demo"), {"person": person.hsa_id, "next": "/fortsatt/"}, follow=True
        )
        assert ("Fler skärmar" in answer.content.decode()) == is_offered
        assert KEPT not in client.session


def test_the_page_says_so_when_there_is_no_region(db: None, client: Client) -> None:
    assert "inte inläst" in client.get(reverse("home:demo")).content.decode()


def test_outside_the_demo_there_is_nothing(db: None, settings, client: Client) -> None:
    settings.PORTAL_DEMO = False
    for command in ("load_demo", "demo_people"):
        with pytest.raises(CommandError):
            call_command(command)
    assert client.get(reverse("home:demo")).status_code == 404
    assert not User.objects.exists()


def test_outside_the_demo_the_address_does_not_exist(servers: Servers) -> None:
    ask = (
        "import django; django.setup()\n"
        "from django.urls import resolve, Resolver404\n"
        "try: resolve('/demo/')\n"
        "except Resolver404: print('absent')"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={**os.environ, "PORTAL_DEMO": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "absent"
