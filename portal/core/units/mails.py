"""The mails about figures and substitutes: a line, a link and nothing more."""

from typing import Any

from django.urls import reverse

from portal.core.notifications.kinds import Kind, register_kinds
from portal.core.people.models import User
from portal.core.units.models import Role, Substitution, UnitFigures

FIGURES_REPORTED = "figures.reported"
FIGURES_VERIFIED = "figures.verified"
FIGURES_REJECTED = "figures.rejected"
SUBSTITUTE_APPOINTED = "substitute.appointed"
SUBSTITUTE_NAMED = "substitute.named"


FIGURES = "Personal och listade patienter"
SUBSTITUTES = "Ersättare"


def register_mails() -> None:
    """Called once when the app is ready. Who attests in whose place is told in writing, whatever one prefers."""
    head, coordinator = (Role.HEAD_OF_UNIT.value,), (Role.COORDINATOR.value,)
    manager = (Role.ORDERING_MANAGER.value,)
    register_kinds(
        Kind(FIGURES_REPORTED, "Uppgifter att kontrollera", FIGURES, "Uppgifter att kontrollera",
             "mail/figures_reported.txt", _reported, coordinator),
        Kind(FIGURES_VERIFIED, "Era uppgifter är kontrollerade", FIGURES, "Era uppgifter är kontrollerade",
             "mail/figures_verified.txt", _verified, head),
        Kind(FIGURES_REJECTED, "Era uppgifter behöver rättas", FIGURES, "Era uppgifter behöver rättas",
             "mail/figures_rejected.txt", _rejected, head),
        Kind(SUBSTITUTE_APPOINTED, "Du är utsedd till ersättare", SUBSTITUTES, "Du är utsedd till ersättare",
             "mail/substitute_appointed.txt", _substitution, mandatory=True),
        Kind(SUBSTITUTE_NAMED, "Din ersättare är utsedd", SUBSTITUTES, "Din ersättare är utsedd",
             "mail/substitute_named.txt", _substitution, manager, mandatory=True),
    )  # fmt: skip


def name_in_mail(user: User, instead: str) -> str:
    """A name for another's mail; never that of a person with protected identity."""
    return instead if user.protected_identity else user.full_name


def _reported(payload: dict[str, Any]) -> dict[str, Any] | None:
    figures = _figures(payload, UnitFigures.State.REPORTED)
    return figures and {"path": reverse("home:figures_queue")}


def _verified(payload: dict[str, Any]) -> dict[str, Any] | None:
    return _to_unit(_figures(payload, UnitFigures.State.VERIFIED))


def _rejected(payload: dict[str, Any]) -> dict[str, Any] | None:
    return _to_unit(_figures(payload, UnitFigures.State.REJECTED))


def _figures(payload: dict[str, Any], state: str) -> UnitFigures | None:
    return UnitFigures.objects.filter(pk=payload["figures"], state=state).select_related("unit").first()


def _to_unit(figures: UnitFigures | None) -> dict[str, Any] | None:
    return figures and {"path": reverse("home:figures", args=[figures.unit.hsa_id])}


def _substitution(payload: dict[str, Any]) -> dict[str, Any] | None:
    row = Substitution.objects.filter(pk=payload["substitution"], revoked_at__isnull=True)
    substitution = row.select_related("principal").first()
    if substitution is None:
        return None
    mine = payload["to"] == substitution.substitute_id
    return {
        "substitution": substitution,
        "principal": name_in_mail(substitution.principal, "Beställarchefen"),
        "path": "/" if mine else reverse("units:substitutes"),
    }
