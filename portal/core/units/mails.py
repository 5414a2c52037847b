"""The mails about figures and substitutes: a line, a link and nothing more."""

from typing import Any

from django.urls import reverse

from portal.core.outbox.mail import MailKind, register_mail
from portal.core.people.models import User
from portal.core.units.models import Substitution, UnitFigures

FIGURES_REPORTED = "figures.reported"
FIGURES_VERIFIED = "figures.verified"
FIGURES_REJECTED = "figures.rejected"
SUBSTITUTE_APPOINTED = "substitute.appointed"
SUBSTITUTE_NAMED = "substitute.named"


def register_mails() -> None:
    for name, subject, template, context in (
        (FIGURES_REPORTED, "Uppgifter att kontrollera", "mail/figures_reported.txt", _reported),
        (FIGURES_VERIFIED, "Era uppgifter är kontrollerade", "mail/figures_verified.txt", _verified),
        (FIGURES_REJECTED, "Era uppgifter behöver rättas", "mail/figures_rejected.txt", _rejected),
        (SUBSTITUTE_APPOINTED, "Du är utsedd till ersättare", "mail/substitute_appointed.txt", _substitution),
        (SUBSTITUTE_NAMED, "Din ersättare är utsedd", "mail/substitute_named.txt", _substitution),
    ):
        register_mail(MailKind(name, subject, template, context))


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
