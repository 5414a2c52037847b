"""What the list of assets sorts by, written once for the indexes and for the list."""

from datetime import date

from django.db.models import DateField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate

from portal.core.fields import SwedishOrder

# What has no day sorts after every day; what was never seen on the network, before.
NEVER, BEFORE_ALL = date(9999, 12, 31), date(1, 1, 1)


def swedish(field: str) -> Collate:
    """A text in Swedish order."""
    return Collate(SwedishOrder(field), "C")


def or_day(field: str, day: date) -> Coalesce:
    """A day, or another where there is none."""
    return Coalesce(F(field), Value(day, DateField()), output_field=DateField())


BY_MODEL = swedish("model_name")
BY_FUNCTION = swedish("function")
BY_WARRANTY = or_day("warranty_until", NEVER)
BY_REPLACEMENT = or_day("replacement_due", NEVER)
BY_LAST_SEEN = or_day("last_seen_on", BEFORE_ALL)
ORDERS: dict[str, Combinable] = {
    "model": BY_MODEL,
    "function": BY_FUNCTION,
    "warranty": BY_WARRANTY,
    "replacement": BY_REPLACEMENT,
    "last_seen": BY_LAST_SEEN,
}
"""By what the index that begins with it is called."""
SINCE = Coalesce("last_seen_on", "acquired_on")
"""The day that a computer was last on the network, or came to its unit."""
