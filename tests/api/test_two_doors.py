"""Two doors, one house: what a page accepts the API accepts, what one refuses so does the other, for the same reason.

Each act is done through both doors from the same beginning. What it leaves in the database must be the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.db import transaction

from orders.actions.check import send_back
from orders.actions.confirm import confirm_delivery
from orders.models import Order
from portal.notices.actions.reach import reach_audience
from portal.notices.models import Kind, Notice
from tests.api.doors import Api, Pages
from tests.api.populated import SECOND_SCREEN, asked, attested, checked, delivered, submitted
from tests.api.traces import traces
from tests.notices.writing import published
from tests.world import NOW, World, line

Begin = Callable[[World], Order | Notice | None]


@dataclass(frozen=True)
class Act:
    """``code`` is the refusal that both doors give; empty: both accept. ``apart``: the page never lets it come so
    far, or says it in its own words."""

    name: str
    act: str
    person: str
    begin: Begin
    values: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    apart: bool = False


def nothing(world: World) -> None:
    return None


def two_lines(world: World) -> Order:
    return submitted(world, line(quantity=3), SECOND_SCREEN)


def returned(world: World) -> Order:
    return send_back(order=submitted(world), message="Vilket rum?", by=world.coordinator, at=NOW)


def attested_two(world: World) -> Order:
    delivered(world, ["USED"], ordered=1)
    return attested(world, line(quantity=2))


def delivered_two(world: World) -> Order:
    return delivered(world, ["A1", "A2"], ordered=2)


def closed(world: World) -> Order:
    order = delivered(world, ["A1"], ordered=1)
    confirm_delivery(delivery=order.deliveries.get(), by=world.head, at=NOW)
    return order


def not_asked(world: World) -> Notice:
    notice = published(world, Kind.INFORMATION)
    reach_audience(notice=notice, at=NOW)
    return notice


def ordered(item: str = "base-package", quantity: int = 1, **more: Any) -> dict[str, Any]:
    variant = {"variant": "laptop"} if item == "base-package" else {}
    return {"lines": [{"item": item, "quantity": quantity, **variant, **more}]}


def place(name: str, values: dict[str, Any], code: str = "", person: str = "head", **more: Any) -> Act:
    return Act(f"place {name}", "place", person, nothing, values, code, **more)


def act(
    what: str, name: str, person: str, begin: Begin, values: dict[str, Any], code: str = "", **more: Any
) -> Act:
    return Act(f"{what} {name}", what, person, begin, values, code, **more)


check, attest = partial(act, "check"), partial(act, "attest")
back, deliver, receive, withdraw, acknowledge = (
    partial(act, one) for one in ("send_back", "deliver", "receive", "withdraw", "acknowledge")
)
SCREEN_WHY = "Två bilder bredvid varandra."
HIDDEN = "Rum \u202e211\u202c"
OWN = {"unit": "unit"}
YES, NO = {"decision": "ATTESTED"}, {"decision": "REFUSED"}

ACTS = [
    place("a laptop", ordered(options=["docking-station"], function="Reception 1", room="112")),
    place("all that is left", ordered(quantity=18)),
    place("one too many", ordered(quantity=19), "OVER_CAP"),
    place("none", ordered(quantity=0), "QUANTITY_NOT_POSITIVE", apart=True),
    place("fewer than none", ordered(quantity=-1), "QUANTITY_NOT_POSITIVE", apart=True),
    place("very many", ordered(quantity=100_001), "QUANTITY_TOO_LARGE", apart=True),
    place("more than a line holds", ordered("label-printer", 501), "QUANTITY_TOO_LARGE", apart=True),
    place("nothing", {"lines": []}, "EMPTY_REQUEST"),
    place("an unknown item", ordered("quantum-computer"), "UNKNOWN_ITEM"),
    place("the network", ordered("wan-connection"), "NOT_ORDERABLE_NETWORK"),
    place("no variant", ordered(variant=""), "VARIANT_REQUIRED"),
    place("an unknown variant", ordered(variant="tower"), "UNKNOWN_VARIANT"),
    place("an unknown option", ordered(options=["chauffeur"]), "UNKNOWN_OPTION"),
    place("one shared", ordered("label-printer")),
    place("two shared", ordered("label-printer", 2), "OVER_SHARED"),
    place(
        "a needs-tested without base packages",
        ordered("extra-screen", motivation=SCREEN_WHY),
        "NO_BASE_PACKAGES",
    ),
    place(
        "a needs-tested with its package",
        {"lines": ordered()["lines"] + ordered("extra-screen", motivation=SCREEN_WHY)["lines"]},
    ),
    place(
        "no motivation",
        {"lines": ordered()["lines"] + ordered("extra-screen")["lines"]},
        "MOTIVATION_MISSING",
    ),
    place(
        "a motivation without end",
        {"lines": ordered()["lines"] + ordered("extra-screen", motivation="x" * 9_000)["lines"]},
        "MOTIVATION_TOO_LONG",
    ),
    place("a motivation of megabytes", ordered(motivation="x" * 900_000), "too_long", apart=True),
    place("a long function", ordered(function="x" * 101), "too_long"),
    place("a long room", ordered(room="x" * 61), "too_long"),
    place("a long recipient", {**ordered(), "recipient": "x" * 121}, "too_long"),
    place("a control character", ordered(function="a\x07b"), "bad_character", apart=True),
    place("a turned text", ordered(function="a\u202eb"), "bad_character", apart=True),
    place("a NUL", ordered(function="a\0b"), "bad_character", apart=True),
    place("51 lines", {"lines": ordered(quantity=1)["lines"] * 51}, "too_many_lines"),
    place("as the contact", ordered(), "not_head_of_unit", "contact", apart=True),
    place("as the coordinator", ordered(), "not_head_of_unit", "coordinator", apart=True),
    place("as nobody", ordered(), "unknown_unit", "nobody", apart=True),
    check("all", "coordinator", two_lines, {"granted": [(3, ""), (1, "")]}),
    check("some", "coordinator", two_lines, {"granted": [(2, "OVER_CAP"), (0, "NOT_MOTIVATED")]}),
    check("none", "coordinator", two_lines, {"granted": [(0, "HAS_ALREADY"), (0, "NOT_MOTIVATED")]}),
    check(
        "less without a reason", "coordinator", two_lines, {"granted": [(2, ""), (1, "")]}, "reason_missing"
    ),
    check(
        "more than asked", "coordinator", two_lines, {"granted": [(4, "OVER_CAP"), (1, "")]}, "granted_range"
    ),
    check("half the lines", "coordinator", two_lines, {"granted": [(3, "")]}, "line_undecided", apart=True),
    check(
        "what was changed",
        "coordinator",
        two_lines,
        {"granted": [(3, ""), (1, "")], "content_hash": "0" * 64},
        "changed_meanwhile",
    ),
    check("again", "coordinator", checked, {"granted": [(1, "")]}, "wrong_state"),
    check("as the head", "head", two_lines, {"granted": [(3, ""), (1, "")]}, "not_coordinator", apart=True),
    check(
        "as the manager", "manager", two_lines, {"granted": [(3, ""), (1, "")]}, "not_coordinator", apart=True
    ),
    check("of another unit", "other_head", two_lines, {"granted": [(3, "")]}, "not_found", apart=True),
    back("with a message", "coordinator", two_lines, {"message": "Vilket rum?"}),
    back("with hidden signs", "coordinator", two_lines, {"message": HIDDEN}, "bad_character"),
    back("without one", "coordinator", two_lines, {"message": "  "}, "message_missing"),
    back("with a novel", "coordinator", two_lines, {"message": "x" * 1001}, "too_long", apart=True),
    back("again", "coordinator", returned, {"message": "Vilket rum?"}, "wrong_state", apart=True),
    attest("yes", "manager", checked, YES),
    attest("yes, with a reason", "manager", checked, {**YES, "reason": "Enligt plan."}),
    attest("yes, with a novel", "manager", checked, {**YES, "reason": "x" * 1001}, "too_long", apart=True),
    attest("yes, with hidden signs", "manager", checked, {**YES, "reason": HIDDEN}, "bad_character"),
    attest("no, with hidden signs", "manager", checked, {**NO, "reason": HIDDEN}, "bad_character"),
    attest("no, with a reason", "manager", checked, {**NO, "reason": "Ryms inte i budgeten."}),
    attest("no, without one", "manager", checked, NO, "reason_missing"),
    attest("no, with a novel", "manager", checked, {**NO, "reason": "x" * 1001}, "too_long", apart=True),
    attest("what was changed", "manager", checked, {**YES, "content_hash": "0" * 64}, "changed_meanwhile"),
    attest("twice", "manager", attested, YES, "wrong_state"),
    attest("unchecked", "manager", two_lines, YES, "wrong_state"),
    attest("as the coordinator", "coordinator", checked, YES, "not_ordering_manager", apart=True),
    attest("as the head", "head", checked, YES, "not_ordering_manager", apart=True),
    attest("of another unit", "other_head", checked, YES, "not_found", apart=True),
    deliver("all", "delivery", attested_two, {"serials": [["b1", "B2"]]}),
    deliver("a part", "delivery", attested_two, {"serials": [["B1"]], "note": "Resten på fredag."}),
    deliver(
        "with hidden signs", "delivery", attested_two, {"serials": [["B1"]], "note": HIDDEN}, "bad_character"
    ),
    deliver("too many", "delivery", attested_two, {"serials": [["B1", "B2", "B3"]]}, "too_many_delivered"),
    deliver("what is used", "delivery", attested_two, {"serials": [["B1", "used"]]}, "serial_used"),
    deliver("the same twice", "delivery", attested_two, {"serials": [["B1", "b1"]]}, "serial_twice"),
    deliver("what cannot be", "delivery", attested_two, {"serials": [["B1", "Bé"]]}, "serial_malformed"),
    deliver("nothing", "delivery", attested_two, {"serials": [[]]}, "nothing_delivered"),
    deliver("unattested", "delivery", checked, {"serials": [["B1"]]}, "wrong_state", apart=True),
    deliver("as the head", "head", attested_two, {"serials": [["B1"]]}, "not_it_delivery", apart=True),
    receive("all", "contact", delivered_two, {}),
    receive("one damaged", "head", delivered_two, {"deviations": [(1, "DAMAGED", "Sprucken skärm")]}),
    receive("one missing", "head", delivered_two, {"deviations": [(0, "NOT_RECEIVED", "Inte i kartongen")]}),
    receive(
        "without a remark", "head", delivered_two, {"deviations": [(0, "DAMAGED", " ")]}, "remark_missing"
    ),
    receive("with a novel", "head", delivered_two, {"deviations": [(0, "DAMAGED", "x" * 301)]}, "too_long"),
    receive(
        "with hidden signs", "head", delivered_two, {"deviations": [(0, "DAMAGED", HIDDEN)]}, "bad_character"
    ),
    receive("again", "head", closed, {}, "nothing_to_confirm", apart=True),
    receive("as the superuser", "superuser", delivered_two, {}, "not_receiver", apart=True),
    receive("of another unit", "other_head", delivered_two, {}, "not_found", apart=True),
    withdraw("what is sent", "head", two_lines, {}),
    withdraw("what is attested", "head", attested_two, {}),
    withdraw("what is delivered", "head", delivered_two, {}, "wrong_state", apart=True),
    withdraw("as the contact", "contact", two_lines, {}, "not_head_of_unit", apart=True),
    withdraw("of another unit", "other_head", two_lines, {}, "not_found", apart=True),
    acknowledge("a notice", "head", asked, OWN),
    acknowledge("a notice", "contact", asked, OWN),
    acknowledge("what is not asked for", "head", not_asked, OWN, "not_asked"),
    acknowledge("as the superuser", "superuser", asked, OWN, "not_notice_receiver"),
    acknowledge("as the coordinator", "coordinator", asked, OWN, "not_notice_receiver"),
    acknowledge("for who was not told", "coordinator", asked, {"unit": "other_unit"}, "not_concerned"),
    acknowledge("for another unit", "head", asked, {"unit": "other_unit"}, "unknown_unit", apart=True),
    acknowledge("what one does not see", "other_head", asked, OWN, "not_found", apart=True),
]


@pytest.mark.parametrize("one", ACTS, ids=[one.name for one in ACTS])
def test_both_doors_answer_alike(one: Act, world: World) -> None:
    order = one.begin(world)
    before = traces()
    by_page, page = _through(Pages, one, world, order)
    by_call, answer = _through(Api, one, world, order)

    assert by_page == by_call
    if not one.code:
        assert answer.status_code in (200, 201), answer.content
        assert page.status_code == 302
        assert by_call != before
        return
    problem = answer.json()
    assert one.code in {problem["code"], *(fault["code"] for fault in problem.get("errors", ()))}, problem
    assert 400 <= answer.status_code < 500
    assert by_call == before
    if not one.apart:
        assert page.status_code == answer.status_code
        text = unescape(page.content.decode())
        assert any(fault["detail"] in text for fault in problem.get("errors", [problem])), problem


def _through(door: type, one: Act, world: World, order: Order | Notice | None) -> tuple[dict[str, Any], Any]:
    """What the act leaves behind when it is done through the door, undone again, and the answer."""
    with transaction.atomic():
        entered = door(world, getattr(world, one.person))
        doing = getattr(entered, one.act)
        answer = doing(**one.values) if order is None else doing(order, **one.values)
        left = traces()
        transaction.set_rollback(True)
    return left, answer
