"""Numbers that people read out to each other: INV-2026-0001, I-2026-0001, R-2026-0001."""

from django.db import connection, models
from django.db.models.functions import Length


def next_number(model: type[models.Model], prefix: str, year: int) -> str:
    """The next number of a series, without gaps, after the highest in the model's column ``number``. Holds the series
    until the caller's transaction ends, so it is asked for as late as can be."""
    series = f"{prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('number_series'), hashtext(%s))", [series])
    numbers = model._default_manager.filter(number__startswith=series)
    highest = numbers.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    last = int(highest.removeprefix(series)) if highest else 0
    return f"{series}{last + 1:04d}"
