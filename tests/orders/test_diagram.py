"""The page about an order's states is the one that the workflow gives, and names those who may take each step."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from orders import diagram
from orders.access import (
    may_attest,
    may_check,
    may_deliver,
    may_order,
    may_receive,
    may_send_back,
    may_withdraw,
)
from orders.models import Delivery, Order
from orders.workflow import TRANSITIONS, Transition
from portal.core.access import Decision
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import REGION_ROLES, RoleSet
from tests.world import START

RULES: dict[str, Callable[[RoleSet, Order], Decision]] = {
    "submit": lambda roles, order: may_order(roles, order.unit),
    "send_back": may_send_back,
    "check": may_check,
    "refuse_at_check": may_check,
    "attest": may_attest,
    "refuse": may_attest,
    "withdraw": may_withdraw,
    "deliver_part": may_deliver,
    "deliver_rest": may_deliver,
    "redeliver": lambda roles, order: may_receive(roles, Delivery(order=order)),
    "close": lambda roles, order: may_receive(roles, Delivery(order=order)),
}


def test_the_page_is_current() -> None:
    call_command("workflow_diagram", check=True)


def test_every_state_and_step_is_on_the_page() -> None:
    page = diagram.page()
    for step in TRANSITIONS:
        for source in step.sources:
            assert f"{source} --> {step.target}: {step.name} (" in page
    assert all(f"| {state.value} | {state.label} |" in page for state in Order.State)


def test_an_old_page_is_told_of(tmp_path, monkeypatch) -> None:
    old = tmp_path / "workflow.md"
    old.write_text("något annat", encoding="utf-8")
    monkeypatch.setattr("orders.management.commands.workflow_diagram.PAGE", old)
    with pytest.raises(CommandError):
        call_command("workflow_diagram", check=True)
    call_command("workflow_diagram")
    assert old.read_text(encoding="utf-8") == diagram.page()


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.name)
def test_the_roles_of_a_step_are_those_that_the_access_rules_let_through(step: Transition) -> None:
    unit = CareUnit(pk=1, region_id=1)
    orders = [Order(unit=unit, state=source, submitted_by_id=90, checked_by_id=91) for source in step.sources]
    let_through = {role for role in Role for order in orders if RULES[step.name](_one_with(role), order)}
    assert set(step.roles) == let_through


def _one_with(role: Role) -> RoleSet:
    here = {role: frozenset({1})}
    return RoleSet(user_id=1, on=START, **({"regions": here} if role in REGION_ROLES else {"units": here}))
