"""Appointing someone to attest in the ordering manager's place (Kalmar IT §3a: Beställarchefen attests)."""

from datetime import date, datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.access import may_appoint_substitute
from portal.core.units.models import Region, Substitution
from portal.core.units.queries import lock_person, roles_of, stands_apart


def appoint_substitute(
    *,
    region: Region,
    substitute: User,
    valid_from: date,
    valid_to: date,
    most_pieces: int | None = None,
    by: User,
    at: datetime,
) -> Substitution:
    """Let another attest in one's place for a period, and for orders of at most ``most_pieces`` pieces if given.

    Raises NotAllowed for anyone but the ordering manager himself (a substitute cannot appoint), Invalid for a
    period that is turned or past or a person who is not active, not the region's or stands outside orders, Conflict
    when the period meets another appointment of the same manager.
    """
    today = local_date(at)
    with transaction.atomic():
        require(may_appoint_substitute(roles_of(by, today), region.pk))
        if substitute.pk == by.pk:
            raise Invalid("substitute_self", "Välj någon annan än dig själv.", field="substitute")
        if not substitute.is_active:
            raise Invalid(
                "substitute_inactive", "Personen har inte tillgång till portalen.", field="substitute"
            )
        lock_person(substitute.pk)
        if not roles_of(substitute, today).regions:
            raise Invalid("substitute_outside", "Välj någon som arbetar för regionen.", field="substitute")
        if stands_apart(substitute, min(today, valid_from), valid_to):
            raise Invalid(
                "substitute_apart",
                "Systemadministratörer och loggranskare kan inte attestera. Välj någon annan.",
                field="substitute",
            )
        if valid_to < valid_from:
            raise Invalid("period_turned", "Sista dagen kan inte ligga före första dagen.", field="valid_to")
        if valid_to < today:
            raise Invalid("period_past", "Perioden har redan passerat.", field="valid_to")
        if most_pieces is not None and most_pieces < 1:
            raise Invalid("limit_range", "Gränsen är minst 1 artikel, eller tom.", field="most_pieces")
        with guarded():
            substitution = Substitution.objects.create(
                region=region,
                principal=by,
                substitute=substitute,
                valid_from=valid_from,
                valid_to=valid_to,
                most_pieces=most_pieces,
                appointed_at=at,
                appointed_by=by,
            )
        record(
            "substitute.appointed", by=by, at=at, subject=_subject(substitution), after=_values(substitution)
        )
        enqueue(
            "substitute.appointed",
            payload={"substitution": substitution.pk},
            dedupe_key=f"substitute.appointed:{substitution.pk}",
            at=at,
        )
    return substitution


def revoke_substitute(*, substitution: Substitution, by: User, at: datetime) -> Substitution:
    """End an appointment at once. Only the one who appointed may."""
    with transaction.atomic():
        substitution = (
            Substitution.objects.select_for_update(of=("self",))
            .select_related("substitute")
            .get(pk=substitution.pk)
        )
        require(may_appoint_substitute(roles_of(by, local_date(at)), substitution.region_id))
        if substitution.principal_id != by.pk:
            raise NotAllowed("not_own_substitute", "Bara den som utsåg ersättaren kan återkalla uppdraget.")
        if substitution.revoked_at is not None:
            raise Conflict("substitute_revoked", "Uppdraget är redan återkallat.")
        substitution.revoked_at, substitution.revoked_by = at, by
        substitution.save(update_fields=["revoked_at", "revoked_by"])
        record(
            "substitute.revoked", by=by, at=at, subject=_subject(substitution), before=_values(substitution)
        )
    return substitution


def _subject(substitution: Substitution) -> tuple[str, str]:
    return ("substitution", str(substitution.pk))


def _values(substitution: Substitution) -> dict[str, object]:
    return {
        "principal": substitution.principal.hsa_id,
        "substitute": substitution.substitute.hsa_id,
        "valid_from": substitution.valid_from,
        "valid_to": substitution.valid_to,
        "most_pieces": substitution.most_pieces,
    }
