"""Names that were kept as text before a person's identity was protected."""

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from portal.core.people.models import PROTECTED_NAME, User


def names_now(events: QuerySet) -> QuerySet:
    """Rows of the log with ``name_now`` and ``for_now``: who acted, and for whom, as others may see them today."""
    return events.annotate(
        name_now=_masked("actor", "actor_name"), for_now=_masked("on_behalf_of", "on_behalf_of_name")
    )


def _masked(hsa_id: str, name: str) -> Case:
    protected = User.objects.filter(hsa_id=OuterRef(hsa_id), protected_identity=True)
    return Case(When(Exists(protected), then=Value(PROTECTED_NAME)), default=F(name))
