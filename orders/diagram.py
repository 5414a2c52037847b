"""The states of an order as a Mermaid diagram with its table, made from ``orders.workflow.TRANSITIONS``."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from orders.models import Order
from orders.workflow import TRANSITIONS, Transition

PAGE = Path(settings.BASE_DIR) / "portal" / "docs" / "workflow.md"

_HEAD = """\
# An order's way

Made by `manage.py workflow_diagram` from `TRANSITIONS` in `orders/workflow.py`. Do not edit: a test says when it is
not current. The states are those of `Order.State`; the words on the arrows are the steps and who may take them.
"""


def page() -> str:
    """The whole page: the diagram, the states in Swedish, and every step with what it logs."""
    return "\n".join([_HEAD, *_diagram(), "", *_states(), "", *_steps(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {Order.State.DRAFT.value}"
    for step in TRANSITIONS:
        for source in step.sources:
            yield f"    {source} --> {step.target}: {step.name} ({_roles(step)})"
    for state in Order.OVER:
        yield f"    {state} --> [*]"
    yield "```"


def _states() -> Iterator[str]:
    yield "| state | on the screen | |"
    yield "|---|---|---|"
    for state in Order.State:
        yield f"| {state.value} | {state.label} | {_note(state)} |"


def _note(state: str) -> str:
    if state in Order.IN_PROGRESS:
        return "counts against the caps"
    return "nothing more will happen" if state in Order.OVER else ""


def _steps() -> Iterator[str]:
    yield "| step | from | to | by | logged and told as |"
    yield "|---|---|---|---|---|"
    for step in TRANSITIONS:
        sources = ", ".join(str(source) for source in step.sources)
        yield f"| {step.name} | {sources} | {step.target} | {_roles(step)} | `{step.audit_kind}` |"


def _roles(step: Transition) -> str:
    return " eller ".join(str(role.label) for role in step.roles)
