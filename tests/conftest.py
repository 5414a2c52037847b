"""Starts the database and the broker before Django's settings are read. The fixtures are in tests/fixtures/."""

import os

import django
import pytest

from tests.fixtures.servers import SERVERS, start_shared_servers

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.live"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Runs before pytest-django, which blocks the database for tests that did not ask for it."""
    config.stash[SERVERS] = start_shared_servers()
    django.setup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Each worker reads its settings after its own broker has started, as this process did."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
