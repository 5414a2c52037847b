"""R2 and R3: the worker is killed in the midst of its work, and the broker forgets what it was to do."""

import random
import time

from portal.home.soak import evidence
from portal.home.soak.calling import Api
from portal.home.soak.outcomes.killed import RESUMES_WITHIN, Emptied, Killed
from portal.home.soak.rig import Rig

SEED = 20261121
ORDERS_EACH = 2  # worked upon when the kill comes
LONGEST_PAUSE = 0.4  # seconds from the first message done to the kill
QUEUE = "celery"
PATIENCE = 2 * RESUMES_WITHIN  # seconds; beyond this it is not late but lost


def kill_worker(rig: Rig, *, kills: int) -> Killed:
    """Every other time the worker with its pool, as a power cut would; every other time the pool alone."""
    api, rng = Api(rig.web.port, rig.doors), random.Random(SEED)
    before, messages, last = rig.sink.times(), rig.done(), evidence.last_message(rig)
    numbers, in_work = [], 0
    for turn in range(kills):
        numbers += [api.whole_order() for _ in range(ORDERS_EACH)]
        in_work += _kill_in_work(rig, pause=rng.uniform(0, LONGEST_PAUSE), whole=turn % 2 == 0)
    state = evidence.state_of(rig)
    return Killed(
        kills=kills,
        in_work=in_work,
        messages=rig.done() - messages,
        received=rig.sink.times() - before,
        recorded=evidence.recorded_mails(rig) - set(before),
        per_order=[_per_order(rig, number) for number in numbers],
        traces=evidence.traces_since(rig, last),
        state=state,
    )


def _kill_in_work(rig: Rig, *, pause: float, whole: bool) -> bool:
    """Kill when a message has just been done and others wait. Returns whether some still waited then."""
    done = rig.done()
    rig.wait(lambda: rig.done() > done or not rig.waiting(), seconds=PATIENCE)
    time.sleep(pause)
    if whole:
        rig.worker.kill()
    else:
        rig.worker.kill_children()
    waiting = rig.waiting()
    if whole:
        rig.worker.start()
    return waiting > 0


def _per_order(rig: Rig, number: str) -> tuple[int, int]:
    """Different mails to the unit that the order is attested, and its documents: one of each is right."""
    return len(rig.sink.about(f"{number} är attesterad")), evidence.documents_of(rig, number)


def empty_broker(rig: Rig) -> Emptied:
    """Kill the worker, empty the broker while messages wait, and start the worker; then empty it once more while
    everything runs. The sessions are in the same broker's memory, and must be found elsewhere."""
    api = Api(rig.web.port, rig.doors)
    cookies = rig.doors["heads"][0]
    rig.worker.kill()
    killed_at = time.monotonic()
    for _ in range(ORDERS_EACH):
        api.whole_order()
    done = rig.done()
    rig.servers.valkey.flush()
    with rig.broker() as broker:
        left = broker.llen(QUEUE)
    rig.worker.start()
    began = time.monotonic() - killed_at
    took = rig.wait(lambda: rig.done() > done, seconds=PATIENCE)
    rig.settle()
    alive = _empty_alive(rig, api)
    return Emptied(
        resumed=None if took is None else began + took,
        alive=alive,
        left_in_broker=left,
        signed_in=api.page("/", cookies).status == 200,
        state=evidence.state_of(rig),
    )


def _empty_alive(rig: Rig, api: Api) -> float | None:
    """Seconds until everything is done that waited when the broker was emptied under a living worker."""
    for _ in range(ORDERS_EACH):
        api.whole_order()
    rig.servers.valkey.flush()
    return rig.settle(seconds=PATIENCE)
