"""Small parts that models on every floor share."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Q, Value


class DateRange(Func):
    """PostgreSQL's daterange of two date columns, both days included; an empty end is open."""

    function = "DATERANGE"
    output_field = models.Field()

    def __init__(self, first: str = "valid_from", last: str = "valid_to"):
        super().__init__(first, last, Value("[]"))


OVERLAPS = RangeOperators.OVERLAPS
EQUAL = RangeOperators.EQUAL


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows whose ``valid_from``–``valid_to`` holds the day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def person(label: str) -> models.ForeignKey:
    """Who did something, beside the moment that it was done; empty until then."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=label,
    )


def together(*fields: str, also: Q | None = None) -> Q:
    """All of the fields are set, or none is: a moment with the person behind it."""
    every = Q(**{f"{field}__isnull": False for field in fields})
    none = Q(**{f"{field}__isnull": True for field in fields})
    return (every & also if also is not None else every) | none


def period_in_order(first: str = "valid_from", last: str = "valid_to") -> Q:
    """The period does not end before it begins."""
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": models.F(first)})


class SwedishOrder(Func):
    """A key that sorts as Swedish does, å ä ö last, in a database without ICU: compared as plain characters."""

    template = "translate(lower(%(expressions)s), 'åäöéü', '{|}eu')"
    output_field = models.TextField(db_collation="C")

    def __init__(self, field: str):
        super().__init__(models.F(field))


def swedish_sort_key(field: str) -> models.GeneratedField:
    """A stored column that orders rows by another column's text, the Swedish way."""
    return models.GeneratedField(
        verbose_name="sorteringsnyckel",
        expression=SwedishOrder(field),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
