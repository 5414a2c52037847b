"""Starts the database and the broker before Django's settings are read. The fixtures are in tests/fixtures/."""

import os

import django
import pytest

from tests.fixtures.servers import Servers, start_shared_servers

# At import, so that test modules and the fixtures below may import models at the top as usual.
_SERVERS = start_shared_servers()
django.setup()

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.live",
    "tests.fixtures.sharing",
    "tests.fixtures.world",
]


@pytest.fixture(scope="session")
def servers() -> Servers:
    """The database server and the broker of this run."""
    return _SERVERS


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Each worker reads its settings after its own broker has started, as this process did."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
