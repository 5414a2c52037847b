"""``manage.py soak``: starts its own servers, kills them in every way promised, and prints what held."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.home.bench import promises
from portal.home.bench.promises import Row
from portal.home.bench.run import say
from portal.home.bench.servers import Servers
from portal.home.soak.rig import DATABASE, Rig, running
from portal.home.soak.scenarios import browsing, killing, repeating, restarting, telling

SIZE = (60, 1200, 200)  # units, assets, orders
# With time enough the promises are tried in full.
MOST_KILLS, MOST_RESTARTS = 100, 10
KILLS_A_MINUTE, RESTARTS_A_MINUTE = 20, 2
SHORTEST = 10.0  # seconds of use
USERS_IN_CHAOS = 10
SWEEP = 30.0  # seconds, as the portal has it
SHORT_SWEEP = 2.0
# A short absence, and some in which the worker has given up its first attempts to come back.
AWAY = (0.0, 1.0, 5.0, 15.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything, for so many minutes; 0 is each scenario once, as short as it gets."""

    minutes: float
    users: int

    @property
    def seconds(self) -> float:
        return max(self.minutes * 60, SHORTEST)

    @property
    def kills(self) -> int:
        return self._times(KILLS_A_MINUTE, MOST_KILLS, least=2)

    @property
    def restarts(self) -> int:
        return self._times(RESTARTS_A_MINUTE, MOST_RESTARTS, least=1)

    @property
    def sweep(self) -> float:
        return SWEEP if self.minutes else SHORT_SWEEP

    def _times(self, a_minute: int, most: int, *, least: int) -> int:
        return max(least, min(most, round(a_minute * self.minutes)))


def carry_out(rig: Rig, plan: Plan) -> list[Row]:
    """Every scenario, and the rows of the table."""
    say(f"R8: {plan.users} användare i {plan.seconds:.0f} s")
    used = browsing.use(rig, users=plan.users, seconds=plan.seconds)
    rows = [used.row(seconds=plan.seconds)]
    _complain([f"{one.status} {one.path}" for one in used.broken])
    steps: list[tuple[str, Callable[[], list[Row]]]] = [
        (
            f"R2: dödar arbetaren {plan.kills} gånger",
            lambda: [killing.kill_worker(rig, kills=plan.kills).row()],
        ),
        ("R3: tömmer meddelandekön", lambda: [killing.empty_broker(rig).row()]),
        (
            f"R4: startar om meddelandekön {plan.restarts} gånger",
            lambda: [restarting.restart_broker(rig, restarts=plan.restarts, away=AWAY).row()],
        ),
        (
            f"R4: dödar databasen {plan.restarts} gånger",
            lambda: [restarting.kill_database(rig, kills=plan.restarts).row()],
        ),
        ("R9: publicerar ett meddelande", lambda: [telling.tell_everyone(rig).row()]),
        ("R5: gör allt en gång till", lambda: repeating.repeat(rig, times=50).rows()),
    ]
    with browsing.in_use(rig, users=USERS_IN_CHAOS) as crowd:
        for what, step in steps:
            say(what)
            rows += step()
    meanwhile = crowd.stop()
    _complain([f"{one.status} {one.path}" for one in meanwhile.broken])
    return [*rows, meanwhile.row_meanwhile()]


def _complain(errors: list[str]) -> None:
    for error in sorted(set(errors))[:5]:
        say(f"FEL: {error}")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak", description="Prövar det som portalen lovar om tålighet.")
    parser.add_argument("--minutes", type=float, default=5.0, help="0: varje prov en gång, så kort det går")
    parser.add_argument("--users", type=int, default=50, help="så många använder portalen på en gång")
    parser.add_argument("--json", type=Path, help="skriv resultatet hit")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Returns 1 when a promise is missed."""
    options = parse(arguments)
    plan = Plan(options.minutes, options.users)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="portal-soak-", ignore_cleanup_errors=True) as folder,
        Servers(Path(folder)) as servers,
    ):
        say("Startar allt, med egna servrar")
        servers.prepare(DATABASE)
        with running(servers, size=SIZE, sweep=plan.sweep) as rig:
            rows = carry_out(rig, plan)
    sys.stdout.write(f"\n{promises.table(rows)}\n\n{(time.monotonic() - began) / 60:.0f} minuter i allt.\n")
    if options.json:
        load = os.getloadavg()
        result = {"rows": promises.as_json(rows), "load": load, "cores": os.cpu_count()}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1))
    return int(any(row.holds is False for row in rows))
