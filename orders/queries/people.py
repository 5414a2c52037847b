"""The people of an order, read with the order: joined one by one they cost the planner more than the rest of the
page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from orders.models import Order
from portal.core.people.models import User

_ACTED = ("submitted_by", "checked_by", "attested_by", "attested_for", "refused_by", "returned_by")
_SHOWN = ("id", "hsa_id", "given_name", "family_name", "title", "protected_identity")


def those_who_acted() -> ArraySubquery:
    """For an annotation of orders: who sent, checked, attested, refused and returned each."""
    anyone = Q()
    for name in _ACTED:
        anyone |= Q(pk=OuterRef(f"{name}_id"))
    people = User.objects.order_by().filter(anyone)
    return ArraySubquery(people.values(person=JSONObject(**{name: name for name in _SHOWN})))


def put_people(order: Order, rows: list[dict[str, object]]) -> None:
    """Give the order the people that ``those_who_acted`` found. No query."""
    people = {row["id"]: User.from_db(None, _SHOWN, [row[name] for name in _SHOWN]) for row in rows}
    for name in _ACTED:
        setattr(order, name, people.get(getattr(order, f"{name}_id")))
