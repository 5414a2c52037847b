"""Names that were kept as text before a person's identity was protected."""

from django.db.models import Case, Exists, F, OuterRef, Value, When

from portal.core.people.models import PROTECTED_NAME, User


def name_now(actor: str = "actor", name: str = "actor_name") -> Case:
    """The name in a row of the log as others may see it today. ``actor`` is the column of the HSA-id."""
    protected = User.objects.filter(hsa_id=OuterRef(actor), protected_identity=True)
    return Case(When(Exists(protected), then=Value(PROTECTED_NAME)), default=F(name))
