"""R2, R3, R4, R5, R8 and R9 in short: the soak's own scenarios, on servers of this file alone.

``PORTAL_R2_KILLS=100`` runs the promise of a hundred kills in full. ``manage.py soak`` is the long form.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.home.bench.servers import Servers as OwnServers
from portal.home.soak.rig import DATABASE, Rig, running
from portal.home.soak.scenarios import browsing, killing, repeating, restarting, telling
from tests.fixtures.servers import Servers

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("PORTAL_R2_KILLS", "2"))
SIZE = (32, 320, 12)  # units, assets, orders
SWEEP = 2.0  # seconds


@pytest.fixture(scope="module")
def rig(servers: Servers, migrated_template: str) -> Iterator[Rig]:
    """Everything that the portal stands on, real, and ours to kill. Each test leaves it running."""
    with tempfile.TemporaryDirectory(
        prefix=f"portal-tests-{os.getpid()}-chaos-", ignore_cleanup_errors=True
    ) as folder:
        own = OwnServers(Path(folder))
        own.static = servers.static
        own.postgres.copy_from(servers.postgres)
        with own:
            own.postgres.ensure_database(DATABASE, template=migrated_template)
            with running(own, size=SIZE, sweep=SWEEP) as rig:
                yield rig


def test_everything_done_twice_is_done_once(rig: Rig) -> None:
    """First, since every message so far is carried out once more."""
    repeated = repeating.repeat(rig, times=50)
    assert [row for row in repeated.rows() if not row.holds] == [], repeated


def test_a_killed_worker_loses_nothing_and_doubles_nothing(rig: Rig) -> None:
    killed = killing.kill_worker(rig, kills=KILLS)
    assert killed.row().holds, killed
    assert killed.messages > 4 * KILLS


def test_work_resumes_when_the_broker_has_forgotten_it(rig: Rig) -> None:
    emptied = killing.empty_broker(rig)
    assert emptied.row().holds, emptied


def test_the_worker_comes_back_to_a_broker_that_was_away(rig: Rig) -> None:
    restarted = restarting.restart_broker(rig, restarts=2, away=(0.0, 2.0))
    assert restarted.row().holds, restarted
    # Who reads a page needs no broker.
    assert set(restarted.answered) == {200}


def test_no_acknowledged_order_dies_with_the_database(rig: Rig) -> None:
    killed = restarting.kill_database(rig, kills=2)
    assert killed.row().holds, killed


def test_a_notice_reaches_every_unit_though_the_worker_was_dead(rig: Rig) -> None:
    told = telling.tell_everyone(rig)
    assert told.row().holds, told
    assert told.units == SIZE[0]


def test_people_use_it_and_nothing_fails(rig: Rig) -> None:
    """Not how fast: that is for a machine with nothing else to do."""
    used = browsing.use(rig, users=10, seconds=6)
    assert used.broken == []
    assert len(used.outside) >= 10
