"""Asking whether there is anything at all, of many things at once."""

from collections.abc import Sequence

from django.db.models import IntegerField, QuerySet, Value


def present(questions: Sequence[QuerySet]) -> list[bool]:
    """Which of the questions have at least one row. One query, however many questions."""
    asked = [
        rows.order_by().values_list(Value(place, output_field=IntegerField()))[:1]
        for place, rows in enumerate(questions)
    ]
    if not asked:
        return []
    first, *rest = asked
    there = {place for (place,) in (first.union(*rest, all=True) if rest else first)}
    return [place in there for place in range(len(asked))]
