"""The roof's pages read the clock themselves, so what happens in their tests happens around now."""

from datetime import timedelta

import pytest

from portal.core import clock


@pytest.fixture
def at():
    """The pages read the clock themselves, so what happens here happens around now."""
    return clock.now() - timedelta(hours=1)
