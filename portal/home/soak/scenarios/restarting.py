"""R4: the broker goes and comes back; the database dies under load and comes back."""

import signal
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count

from portal.embedded import processes
from portal.home.soak import evidence
from portal.home.soak.calling import Answer, Api, Unit
from portal.home.soak.outcomes.restarted import BROKER_BACK_WITHIN, BrokerRestarted, DatabaseKilled
from portal.home.soak.rig import Rig

CLIENTS = 4
PATIENCE = 3 * BROKER_BACK_WITHIN  # seconds
BACK_WITHIN = 30.0  # seconds from the database's return to the next acknowledged order
BETWEEN = 0.5  # seconds that the load goes on between two kills
SUBMITTED = "SELECT count(*) FROM outbox_message WHERE kind = 'order.submitted' AND sent_at IS NOT NULL"


# --- The broker ----------------------------------------------------------------------------------------------
def restart_broker(rig: Rig, *, restarts: int, away: tuple[float, ...] = (0.0,)) -> BrokerRestarted:
    """Stop or kill it in turn, keep it away for so many seconds in turn, and start it on its port."""
    api = Api(rig.web.port, rig.doors)
    resumed, answered = [], []
    for turn in range(restarts):
        if turn % 2:
            rig.servers.valkey.kill()
        else:
            rig.servers.valkey.stop()
        answered.append(api.page("/", rig.doors["heads"][turn % len(rig.doors["heads"])]).status)
        time.sleep(away[turn % len(away)])
        rig.servers.valkey.start()
        resumed.append(_time_message(rig, api))
    return BrokerRestarted(resumed, answered, evidence.state_of(rig))


def _time_message(rig: Rig, api: Api) -> float | None:
    """Seconds until a message that is written now has been carried out. The order is withdrawn: what a unit may have
    is not what is tried here."""
    began, unit = time.monotonic(), next(api.units)
    number = api.order(unit).body["number"]
    sql = f"{SUBMITTED} AND (payload ->> 'order')::bigint = (SELECT id FROM orders_order WHERE number = %s)"
    took = (
        None
        if rig.wait(lambda: rig.number(sql, number), seconds=PATIENCE) is None
        else time.monotonic() - began
    )
    api.withdraw(unit, number)
    return took


# --- The database --------------------------------------------------------------------------------------------
@dataclass
class Load:
    """Clients who order until told to stop. Each call has a key, and is repeated with it until it is acknowledged."""

    api: Api
    acknowledged: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    failures: Counter[int] = field(default_factory=Counter)
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        units = [next(self.api.units) for _ in range(CLIENTS)]
        self.threads = [
            threading.Thread(target=self._work, args=(unit, place)) for place, unit in enumerate(units)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let each finish the call that it has begun."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def total(self) -> int:
        with self.lock:
            return len(self.acknowledged)

    def _work(self, unit: Unit, place: int) -> None:
        for turn in count():
            if self.stopped.is_set():
                return
            self._until_acknowledged(unit, f"load-{id(self)}-{place}-{turn}")

    def _until_acknowledged(self, unit: Unit, key: str) -> None:
        limit = time.monotonic() + 4 * BACK_WITHIN
        while time.monotonic() < limit:
            answer = self.api.order(unit, key=key)
            self._note(key, answer)
            if answer.status == 201:
                self._withdraw(unit, answer.body["number"])
                return
            time.sleep(0.1)
            if 400 <= answer.status < 500:
                # Refused, not lost: the same call would be refused again.
                return

    def _withdraw(self, unit: Unit, number: str) -> None:
        """So that the unit may order again. The answer may be lost with the act done, and then it cannot be repeated."""
        while (status := self.api.withdraw(unit, number).status) == 0 or status >= 500:
            time.sleep(0.1)

    def _note(self, key: str, answer: Answer) -> None:
        with self.lock:
            if answer.status == 201:
                self.acknowledged[key].add(answer.body["number"])
            else:
                self.failures[answer.status] += 1


def kill_database(rig: Rig, *, kills: int) -> DatabaseKilled:
    """Every other time its immediate shutdown, every other time kill -9 to its supervisor."""
    load = Load(Api(rig.web.port, rig.doors))
    load.start()
    back = []
    try:
        for turn in range(kills):
            time.sleep(BETWEEN)
            with rig.outage():
                _end_database(rig, hard=turn % 2 == 1)
                rig.servers.postgres.start()
            before = load.total()
            back.append(rig.wait(lambda before=before: load.total() > before, seconds=BACK_WITHIN))
    finally:
        load.stop()
    state = evidence.state_of(rig)
    keys = rig.rows(
        "SELECT key, order_number FROM orders_idempotencykey WHERE key = ANY(%s)", list(load.acknowledged)
    )
    stored: dict[str, set[str]] = defaultdict(set)
    for key, number in keys:
        if rig.number("SELECT count(*) FROM orders_order WHERE number = %s", number) == 1:
            stored[key].add(number)
    return DatabaseKilled(kills, load.acknowledged, stored, load.failures, back, state)


def _end_database(rig: Rig, *, hard: bool) -> None:
    if hard:
        rig.servers.postgres.kill()
    else:
        processes.stop(rig.servers.postgres.process, by=signal.SIGQUIT, seconds=20)
