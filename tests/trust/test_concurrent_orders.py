"""R1: no more is ever granted than the caps allow, however many order at once; counting without a lock grants more.

Half of the threads order by the pages and half by the API, against gunicorn. ``PORTAL_R1_ATTEMPTS=10000`` runs the
promise in full; without it six hundred are made, in the same number of rounds.
"""

import os
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count

import pytest
from django.db import connection, transaction

from orders.actions.submit import submit_order, withdraw_order
from orders.actions.writing import fill, new_order, store
from orders.assessing import assess_content, keep_answers, require_within_rules
from orders.models import Order, OrderLine
from orders.workflow import move
from portal.core import clock
from portal.core.clock import local_date
from portal.core.errors import Errors
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from tests.fixtures.browserless import Caller, session_caller, token_caller
from tests.world import NOW, World, content, line, make_unit, make_world

ATTEMPTS = int(os.environ.get("PORTAL_R1_ATTEMPTS", "600"))
THREADS = 16
ROUNDS = 5
CAP = 18  # of base packages, for 18 in the staff
NUMBER = re.compile(r"/bestall/(B-\d{4}-\d{4,})/granska/")
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


def on_the_way(world: World) -> Counter[str]:
    """How many of each item the unit and its branches have on the way: what the caps are about."""
    rows = OrderLine.objects.filter(order__state__in=Order.IN_PROGRESS).values_list("item_code", "quantity")
    total: Counter[str] = Counter()
    for item, quantity in rows:
        total[item] += quantity
    return total


# --- Against gunicorn ----------------------------------------------------------------------------------------


class ByPages:
    """Orders as a browser does, for one branch: writes a draft, then sends it again and again until it is taken."""

    def __init__(self, caller: Caller, branch: CareUnit):
        self.caller, self.branch = caller, branch
        self.number = self.seen = ""

    def attempt(self, item: str, quantity: int) -> int:
        if not self.number:
            self.write(item, quantity)
        answer = self.caller.post_form(f"/bestall/{self.number}/granska/", [("seen", self.seen)])
        if answer.status == 302:
            self.number = ""
        return 201 if answer.status == 302 else answer.status

    def write(self, item: str, quantity: int) -> None:
        """Keep a draft. The page says what it saw, and the answer may well be that there is no room left."""
        key = f"{item}-0"
        fields = [("rad", key), (f"{key}-quantity", str(quantity)), ("delivery_address", self.branch.address)]
        if item == "base-package":
            fields.append((f"{key}-variant", "laptop"))
        answer = self.caller.post_form("/bestall/", fields)
        assert answer.status in (200, 422), answer.text[:2000]
        draft = re.search(r"B-\d{4}-\d{4,}", answer.text)
        assert draft, answer.text[:2000]
        self.number = draft.group(0)
        review = self.caller.get(f"/bestall/{self.number}/granska/")
        seen = SEEN.search(review.text)
        assert seen, review.text[:2000]
        self.seen = seen.group(1)


class ByApi:
    def __init__(self, caller: Caller, branch: CareUnit):
        self.caller, self.branch = caller, branch

    def attempt(self, item: str, quantity: int) -> int:
        wanted = {"item": item, "quantity": quantity} | (
            {"variant": "laptop"} if item == "base-package" else {}
        )
        return self.caller.post_json(
            "/api/v1/orders/", {"unit": self.branch.hsa_id, "lines": [wanted]}
        ).status


def make_branches(world: World) -> list[CareUnit]:
    """Branches share the caps of their main unit, and each has a draft of its own."""
    provider = world.unit.provider
    return [
        make_unit(world.region, provider, f"F{n:03d}", f"Filial {n}", parent=world.unit)
        for n in range(THREADS)
    ]


@pytest.mark.slow
def test_no_over_allocation_by_pages_and_api_at_once(live_portal) -> None:
    world = make_world()
    doors: list[ByPages | ByApi] = []
    for place, branch in enumerate(make_branches(world)):
        if place % 2:
            doors.append(ByApi(token_caller(live_portal.port, world.head), branch))
        else:
            doors.append(ByPages(session_caller(live_portal.port, world.head, unit=branch.hsa_id), branch))
    per_round = ATTEMPTS // ROUNDS
    answers: Counter[int] = Counter()
    by_door: Counter[tuple[str, int]] = Counter()
    for _ in range(ROUNDS):
        turns, lock, start = count(), threading.Lock(), threading.Barrier(THREADS)

        def work(door: ByPages | ByApi, turns=turns, lock=lock, start=start) -> None:
            start.wait()
            while True:
                with lock:
                    turn = next(turns)
                if turn >= per_round:
                    return
                # Every fourth asks for the one printer, the others for one or two base packages.
                status = door.attempt(
                    *(("label-printer", 1) if turn % 4 == 0 else ("base-package", 1 + turn % 2))
                )
                with lock:
                    answers[status] += 1
                    by_door[type(door).__name__, status] += 1

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, doors))
        granted = on_the_way(world)
        assert granted["base-package"] <= CAP
        assert granted["label-printer"] <= 1
        # Nor is anyone refused while there is room: what is left is less than the smallest wish.
        assert granted["base-package"] >= CAP - 1
        assert granted["label-printer"] == 1
        for order in Order.objects.filter(state__in=Order.IN_PROGRESS):
            withdraw_order(order=order, by=world.head, at=clock.now())
        assert not on_the_way(world)
    assert answers.total() == per_round * ROUNDS
    assert set(answers) == {201, 422}, answers
    assert by_door["ByPages", 201], by_door
    assert by_door["ByApi", 201], by_door


# --- Threads on real connections, without the web -------------------------------------------------------------


def naive_submit(*, unit: CareUnit, wanted, by: User, at: datetime, pause: threading.Barrier) -> Order:
    """As ``submit_order``, but for the lock: it counts, and then it writes."""
    with transaction.atomic():
        assessed = assess_content(unit, wanted, local_date(at))
        require_within_rules(assessed.assessment)
        pause.wait()
        order = new_order(unit, assessed.version.pk, by=by, at=at)
        lines = fill(order, wanted, assessed.version.pk)
        keep_answers(order, lines, assessed)
        move(order, "submit", by=by, at=at)
        store(order, lines)
    return order


def in_threads(work) -> list[bool]:
    """Run ``work`` in every thread at once, each on a connection of its own; True where it was not refused."""

    def run(_: int) -> bool:
        try:
            work()
        except Errors:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_counting_without_a_lock_over_allocates() -> None:
    """The trap that the lock is there for. If this test fails the others prove nothing."""
    world = make_world()
    wanted, pause = content(line(quantity=2)), threading.Barrier(THREADS)
    taken = in_threads(
        lambda: naive_submit(unit=world.unit, wanted=wanted, by=world.head, at=NOW, pause=pause)
    )
    assert all(taken)
    assert on_the_way(world)["base-package"] == 2 * THREADS > CAP


@pytest.mark.django_db(transaction=True)
def test_the_same_with_the_lock_does_not() -> None:
    world = make_world()
    wanted, pause = content(line(quantity=2)), threading.Barrier(THREADS)

    def work() -> None:
        pause.wait()
        submit_order(unit=world.unit, content=wanted, by=world.head, at=NOW)

    assert sum(in_threads(work)) == CAP // 2
    assert on_the_way(world)["base-package"] == CAP
