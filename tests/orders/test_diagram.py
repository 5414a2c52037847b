"""The page about an order's states is the one that the workflow gives."""

import pytest
from django.core.management import CommandError, call_command

from orders import diagram
from orders.models import Order
from orders.workflow import TRANSITIONS


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
