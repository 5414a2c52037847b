"""The pure parts of the soak: how an outcome is judged, how much is done in so many minutes, and the mail server.

Each outcome is held, and missed when any single thing in it is otherwise. The scenarios themselves are tried in
tests/operations/test_chaos.py.
"""

import smtplib
from collections import Counter
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from portal.home.soak.outcomes.killed import Emptied, Killed
from portal.home.soak.outcomes.repeated import Repeated
from portal.home.soak.outcomes.restarted import BrokerRestarted, DatabaseKilled
from portal.home.soak.outcomes.state import State, longest, seconds, statuses, within
from portal.home.soak.outcomes.used import Browsed, Request, Told
from portal.home.soak.run import MOST_KILLS, MOST_RESTARTS, SHORT_SWEEP, SWEEP, Plan, parse
from portal.home.soak.sink import MailSink, Received

SOUND = State(half_done={"beställningar utan rad i loggen": 0})
UNSOUND = {
    "a message that waits": State(waiting=1),
    "something half done": State(half_done={"beställningar utan rad i loggen": 1}),
    "a broken log": State(chain_whole=False),
}
KILLED = Killed(
    kills=2,
    in_work=1,
    messages=60,
    received=Counter({"<a>": 1, "<b>": 2}),
    recorded={"<a>", "<b>"},
    per_order=[(1, 1), (1, 1)],
    traces=0,
    state=SOUND,
)
EMPTIED = Emptied(resumed=20.0, alive=2.0, left_in_broker=0, signed_in=True, state=SOUND)
BROKER = BrokerRestarted(resumed=[1.0, 10.0], answered=[200, 200], state=SOUND)
DATABASE = DatabaseKilled(
    kills=1,
    acknowledged={"k1": {"B-1"}, "k2": {"B-2"}},
    stored={"k1": {"B-1"}, "k2": {"B-2"}},
    failures=Counter({0: 2, 500: 1, 503: 1}),
    back=[0.7],
    state=SOUND,
)
REPEATED = Repeated(
    answers=Counter({(201, "B-1"): 50}),
    orders=1,
    refused=(422, "idempotency_key_reused"),
    tasks=["orders.tasks.remind"],
    changed={},
    mails_again=0,
    state=SOUND,
)
TOLD = Told(units=60, reached=60, people=61, took=60.0)


def click(began: float, status: int = 200, took: float = 0.1, path: str = "/") -> Request:
    return Request(began, began + took, status, path)


def holds(outcome: Any) -> bool:
    """Of one row or several: whether all hold."""
    rows = outcome.rows() if hasattr(outcome, "rows") else [outcome.row()]
    return all(row.holds for row in rows)


@pytest.mark.parametrize("outcome", [KILLED, EMPTIED, BROKER, DATABASE, REPEATED, TOLD])
def test_what_was_promised_is_held(outcome: Any) -> None:
    assert holds(outcome)


@pytest.mark.parametrize("outcome", [KILLED, EMPTIED, BROKER, DATABASE, REPEATED])
@pytest.mark.parametrize("state", UNSOUND.values(), ids=UNSOUND)
def test_no_promise_is_held_when_the_database_is_not_in_order(outcome: Any, state: State) -> None:
    assert not holds(replace(outcome, state=state))


MISSED = {
    "a mail that is written down and never came": (KILLED, {"received": Counter({"<a>": 1})}),
    "a mail that nobody wrote down": (KILLED, {"recorded": {"<a>"}}),
    "an order whose mail never came": (KILLED, {"per_order": [(1, 1), (0, 1)]}),
    "an order without its document": (KILLED, {"per_order": [(1, 0)]}),
    "an order with two mails": (KILLED, {"per_order": [(2, 1)]}),
    "an order with two documents": (KILLED, {"per_order": [(1, 2)]}),
    "no order at all": (KILLED, {"per_order": []}),
    "more mails again than kills": (KILLED, {"received": Counter({"<a>": 2, "<b>": 3})}),
    "kills when there was nothing to do": (KILLED, {"in_work": 0}),
    "traces of what was cut off": (KILLED, {"traces": 1}),
    "work that resumed late": (EMPTIED, {"resumed": 60.1}),
    "work that never resumed": (EMPTIED, {"resumed": None}),
    "a living worker that forgot": (EMPTIED, {"alive": None}),
    "a broker that was not emptied": (EMPTIED, {"left_in_broker": 1}),
    "somebody thrown out": (EMPTIED, {"signed_in": False}),
    "one restart that took long": (BROKER, {"resumed": [1.0, 10.1]}),
    "one restart without return": (BROKER, {"resumed": [None, 1.0]}),
    "no restart": (BROKER, {"resumed": []}),
    "an acknowledged order that is gone": (DATABASE, {"stored": {"k1": {"B-1"}}}),
    "an acknowledged order under another number": (DATABASE, {"stored": {"k1": {"B-1"}, "k2": {"B-3"}}}),
    "two orders for one key": (DATABASE, {"stored": {"k1": {"B-1", "B-9"}, "k2": {"B-2"}}}),
    "a refusal that is no outage": (DATABASE, {"failures": Counter({409: 1})}),
    "a portal that did not come back": (DATABASE, {"back": [0.7, None]}),
    "nothing ordered under the kills": (DATABASE, {"acknowledged": {}, "stored": {}}),
    "two answers for one key": (REPEATED, {"answers": Counter({(201, "B-1"): 49, (201, "B-2"): 1})}),
    "an error for one of fifty": (REPEATED, {"answers": Counter({(201, "B-1"): 49, (500, ""): 1})}),
    "only errors": (REPEATED, {"answers": Counter({(409, ""): 50})}),
    "another body taken": (REPEATED, {"refused": (201, "")}),
    "no order for the key": (REPEATED, {"orders": 0}),
    "a task that changes something twice": (REPEATED, {"changed": {"a.task": ["orders_order"]}}),
    "no task found": (REPEATED, {"tasks": []}),
    "mails sent again": (REPEATED, {"mails_again": 1}),
    "a unit that was not told": (TOLD, {"reached": 59}),
    "units told late": (TOLD, {"took": 60.1}),
    "nobody to tell": (TOLD, {"units": 0, "reached": 0}),
}


@pytest.mark.parametrize(("outcome", "otherwise"), MISSED.values(), ids=MISSED)
def test_it_is_missed(outcome: Any, otherwise: dict[str, Any]) -> None:
    assert not holds(replace(outcome, **otherwise))


def test_what_was_lost_and_doubled_is_told() -> None:
    missed = replace(KILLED, received=Counter({"<a>": 1, "<c>": 1}), per_order=[(0, 1), (2, 1)])
    assert "2 förlorade, 2 dubbla" in missed.row().measured
    assert "1 borta" in replace(DATABASE, acknowledged={"k9": {"B-9"}}).row().measured
    assert (
        "a.task (orders_order)" in replace(REPEATED, changed={"a.task": ["orders_order"]}).rows()[1].measured
    )


# --- R8 ------------------------------------------------------------------------------------------------------
def test_an_outage_excuses_what_it_touches_and_nothing_else() -> None:
    requests = [click(0.0), click(9.95, 500), click(12.0, 502), click(21.0)]
    assert Browsed(2, requests, [(10.0, 20.0)]).broken == []
    assert len(Browsed(2, requests, [(10.0, 20.0)]).outside) == 2
    assert [one.status for one in Browsed(2, requests, [(10.0, 11.0)]).broken] == [502]
    assert [one.status for one in Browsed(2, requests).broken] == [500, 502]


@pytest.mark.parametrize("status", [0, 500, 503])
def test_use_is_missed_by_a_single_error(status: int) -> None:
    good = [click(float(one)) for one in range(50)]
    assert Browsed(50, good).row(seconds=60).holds
    assert not Browsed(50, [*good, click(50.0, status)]).row(seconds=60).holds
    assert not Browsed(50, [*good, click(50.0, status)]).row_meanwhile().holds
    # Somebody who is refused has been answered.
    assert Browsed(50, [*good, click(50.0, 404)]).row(seconds=60).holds


def test_use_is_missed_by_slowness_but_not_while_the_portal_is_tormented() -> None:
    slow = Browsed(50, [click(float(one), took=0.6) for one in range(50)])
    assert slow.p95 == pytest.approx(600)
    assert not slow.row(seconds=60).holds
    assert slow.row_meanwhile().holds


def test_nobody_who_came_proves_nothing() -> None:
    assert not Browsed(50, []).row(seconds=60).holds
    assert not Browsed(50, []).row_meanwhile().holds


def test_an_order_counts_when_its_review_page_led_on() -> None:
    sent = [
        click(0, 302, path="/bestallningar/B-1/granska/"),
        click(1, 200, path="/bestallningar/B-1/granska/"),
    ]
    assert Browsed(1, sent).ordered == 1


# --- Words and amounts ---------------------------------------------------------------------------------------
def test_times_are_judged_and_told() -> None:
    assert within([1.0, 2.0], 2.0)
    assert not within([1.0, None], 2.0)
    assert not within([], 2.0)
    assert (seconds(1.25), seconds(None)) == ("1,2 s", "ALDRIG")
    assert longest([1.0, 3.0, 2.0]) == "3,0 s"
    assert longest([1.0, None]) == "ALDRIG"
    assert statuses([200, 0, 200]) == "1 × inget svar, 2 × 200"
    assert statuses([]) == "inga fel"


def test_a_state_says_what_is_wrong() -> None:
    assert str(SOUND) == "0 meddelanden väntar; halva: inga; loggen hel"
    assert "LOGGEN BRUTEN" in str(State(chain_whole=False))
    assert "nycklar 2" in str(State(half_done={"nycklar": 2}))


@pytest.mark.parametrize(
    ("minutes", "kills", "restarts", "sweep"),
    [
        (0, 2, 1, SHORT_SWEEP),
        (1, 20, 2, SWEEP),
        (5, MOST_KILLS, MOST_RESTARTS, SWEEP),
        (60, MOST_KILLS, MOST_RESTARTS, SWEEP),
    ],
)
def test_with_five_minutes_the_promises_are_tried_in_full(
    minutes: float, kills: int, restarts: int, sweep: float
) -> None:
    plan = Plan(minutes, users=50)
    assert (plan.kills, plan.restarts, plan.sweep) == (kills, restarts, sweep)
    assert plan.seconds == max(10, minutes * 60)


def test_it_goes_for_five_minutes_by_itself() -> None:
    assert (parse([]).minutes, parse([]).users) == (5.0, 50)


# --- The mail server -----------------------------------------------------------------------------------------
def letter(message_id: str, text: str = "Hej") -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"], mail["To"], mail["From"] = message_id, "anna@example.se", "portal@example.se"
    mail["Subject"] = "B-2026-0001 är attesterad och på väg"
    mail.set_content(text)
    return mail


def test_the_mail_server_counts_what_came_whole() -> None:
    with MailSink() as sink:
        with smtplib.SMTP(*sink.server_address) as client:
            client.send_message(letter("<a@x>"))
            client.send_message(letter("<b@x>", ".\n..\nen punkt är inte slutet\n"))
            client.send_message(letter("<b@x>"))
        cut_off = smtplib.SMTP(*sink.server_address)
        cut_off.ehlo()
        cut_off.mail("portal@example.se")
        cut_off.rcpt("anna@example.se")
        cut_off.docmd("DATA")
        cut_off.send("Message-ID: <c@x>\r\n\r\nHej")
        cut_off.close()
        assert sink.times() == {"<a@x>": 1, "<b@x>": 2}
        assert sink.about("B-2026-0001 är attesterad") == {"<a@x>": 1, "<b@x>": 2}
        assert sink.about("B-2026-0002") == {}
        assert sink.received[0] == Received("<a@x>", "anna@example.se", letter("x")["Subject"])
