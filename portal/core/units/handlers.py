"""What follows on reported figures and appointed substitutes: mails. Each bears being run twice."""

from datetime import datetime
from typing import Any

from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.units.mails import (
    FIGURES_REJECTED,
    FIGURES_REPORTED,
    FIGURES_VERIFIED,
    SUBSTITUTE_APPOINTED,
    SUBSTITUTE_NAMED,
    register_mails,
)
from portal.core.units.models import Role, Substitution, UnitFigures
from portal.core.units.recipients import at_unit, in_region


def subscribe_all() -> None:
    """Called once when the app is ready."""
    register_mails()
    subscribe("figures.reported", figures_reported)
    subscribe("figures.verified", figures_verified)
    subscribe("figures.rejected", figures_rejected)
    subscribe("substitute.appointed", substitute_appointed)


def figures_reported(payload: dict[str, Any], at: datetime) -> None:
    """The coordinators are to verify; whoever reported cannot."""
    figures = _figures(payload)
    people = in_region(Role.COORDINATOR, figures.unit.region_id, local_date(at))
    to = [one for one in people if one.pk != figures.reported_by_id]
    notify(FIGURES_REPORTED, to=to, payload=payload, event=f"figures.reported:{figures.pk}", at=at)


def figures_verified(payload: dict[str, Any], at: datetime) -> None:
    _tell_the_head(FIGURES_VERIFIED, payload, at)


def figures_rejected(payload: dict[str, Any], at: datetime) -> None:
    _tell_the_head(FIGURES_REJECTED, payload, at)


def substitute_appointed(payload: dict[str, Any], at: datetime) -> None:
    """The substitute learns of the task, the principal has it in writing."""
    row = Substitution.objects.select_related("substitute", "principal").get(pk=payload["substitution"])
    for kind, user in ((SUBSTITUTE_APPOINTED, row.substitute), (SUBSTITUTE_NAMED, row.principal)):
        notify(kind, to=[user], payload=payload, event=f"{kind}:{row.pk}", at=at)


def _tell_the_head(kind: str, payload: dict[str, Any], at: datetime) -> None:
    figures = _figures(payload)
    to = at_unit(Role.HEAD_OF_UNIT, figures.unit, local_date(at))
    notify(kind, to=to, payload=payload, event=f"{kind}:{figures.pk}", at=at)


def _figures(payload: dict[str, Any]) -> UnitFigures:
    return UnitFigures.objects.select_related("unit").get(pk=payload["figures"])
