"""The database as the last guard, with a human answer: a broken constraint becomes a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, transaction

from portal.core.errors import Conflict


def _message_of(name: str) -> str | None:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    return None


@contextmanager
def guarded() -> Iterator[None]:
    """Run in a savepoint; raise Conflict with the constraint's own Swedish sentence when the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        message = _message_of(name)
        if message is None:
            raise
        raise Conflict(name, message) from error
