from collections.abc import Iterator

import pytest

from portal.core.people.models import User
from tests.core.notifying import known_kinds
from tests.world import make_person


@pytest.fixture
def kinds() -> Iterator[None]:
    """Three kinds of notification that no room has."""
    with known_kinds():
        yield


@pytest.fixture
def maria(db: None) -> User:
    return make_person("P001", "Maria", "Lindqvist")
