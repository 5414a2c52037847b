"""What the worker says to the broker about a task when the connection that it came by is gone."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from kombu import Connection
from kombu.message import Message

from portal.embedded.valkey import ValkeyServer
from portal.operations.worker import ack_log_error, reject_log_error

log = logging.getLogger(__name__)
ANSWERS = [ack_log_error, reject_log_error]


@pytest.fixture
def connection(broker: ValkeyServer) -> Iterator[Connection]:
    with Connection(broker.url) as connection:
        yield connection


def received(connection: Connection) -> Message:
    queue = connection.SimpleQueue("answers")
    queue.put("work")
    return queue.get(timeout=5)


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_broker_is_told_while_it_is_there(connection: Connection, answer: Callable[..., Any]) -> None:
    message = received(connection)
    answer(message, log, connection.connection_errors)
    assert message.acknowledged


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_lost_connection_is_not_asked(
    connection: Connection, broker: ValkeyServer, answer: Callable[..., Any]
) -> None:
    """As Celery leaves it when the broker went away with the task in hand."""
    message = received(connection)
    broker.stop()
    with suppress(*connection.connection_errors):
        message.channel.close()
    connection.collect()
    message.channel._disconnect_pools()
    broker.start()
    # The library's own way ends the worker. When it no longer raises, ours is needed no more.
    with pytest.raises(AttributeError):
        getattr(message, answer.__name__)(log, connection.connection_errors)
    answer(message, log, connection.connection_errors)
    assert not message.acknowledged
