"""R5: the same key many times at once, and every task and message twice."""

import json
import secrets
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from portal.home.soak import evidence
from portal.home.soak.calling import Answer, Api
from portal.home.soak.outcomes.repeated import Repeated
from portal.home.soak.rig import Rig


def repeat(rig: Rig, *, times: int) -> Repeated:
    """``times`` calls at once with one key; then, without worker and clock, all that they do, twice."""
    api = Api(rig.web.port, rig.doors)
    key, unit, start = f"same-{secrets.token_hex(4)}", next(api.units), threading.Barrier(times)

    def place(_: int) -> Answer:
        start.wait()
        return api.order(unit, key=key)

    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(place, range(times)))
    refused = api.order(unit, key=key, quantity=2)
    for number in {one.body["number"] for one in answers if one.status == 201}:
        api.withdraw(unit, number)
    rig.settle()
    tasks, changed, again = _twice(rig)
    return Repeated(
        answers=Counter((one.status, (one.body or {}).get("number", "")) for one in answers),
        orders=rig.number("SELECT count(*) FROM orders_idempotencykey WHERE key = %s", key),
        refused=(refused.status, (refused.body or {}).get("code", "")),
        tasks=tasks,
        changed=changed,
        mails_again=again,
        state=evidence.state_of(rig),
    )


def _twice(rig: Rig) -> tuple[list[str], dict[str, list[str]], int]:
    """(the tasks, what the second run of any changed, mails that came again)."""
    rig.beat.stop()
    rig.worker.stop()
    try:
        before = rig.sink.times()
        found = json.loads(rig.python("-m", "portal.home.soak.twice"))
        again = sum(rig.sink.times()[one] - times for one, times in before.items())
    finally:
        rig.worker.start()
        rig.beat.start()
    return found["tasks"], found["changed"], again
