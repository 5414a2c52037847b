"""What is called when a notice is told of."""

from collections.abc import Iterator

import pytest

from tests.notices.receiving import Receiver, receiving


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    with receiving() as found:
        yield found
