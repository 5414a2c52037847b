"""The same call twice is one order: a caller's key and what it was used for, kept with the order."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from orders.models import IdempotencyKey, Order
from portal.core.errors import Invalid
from portal.core.people.models import User

LONGEST_KEY = 100


def once(
    make: Callable[[], Order], *, key: str, body_hash: str, by: User, at: datetime
) -> tuple[Order, bool]:
    """Run ``make`` the first time a person uses the key; later calls get the same order. (order, whether new).

    Raises as ``once_named``.
    """
    number, is_new = once_named(make=lambda: make().number, key=key, body_hash=body_hash, by=by, at=at)
    return Order.objects.select_related("unit").get(number=number), is_new


def once_named(
    *, make: Callable[[], str], key: str, body_hash: str, by: User, at: datetime
) -> tuple[str, bool]:
    """The same for whatever has a number: what ``make`` gives the first time, and whether it was made now. The body's
    hash tells what was asked for, so that a key is of one kind of call.

    A call that comes while the first is still at work waits for it. Raises Invalid when the key was used with
    another body or is too long. A refused first call leaves no trace, so that it can be mended and sent again.
    """
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Invalid("idempotency_key_malformed", f"Idempotency-Key får ha högst {LONGEST_KEY} tecken.")
    with transaction.atomic():
        mine = IdempotencyKey(user=by, key=key, body_hash=body_hash, created_at=at)
        IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
        stored = IdempotencyKey.objects.select_for_update().get(user=by, key=key)
        if stored.body_hash != body_hash:
            raise Invalid("idempotency_key_reused", "Nyckeln är redan använd för ett annat anrop.")
        if stored.order_number:
            return stored.order_number, False
        stored.order_number = make()
        stored.save(update_fields=["order_number"])
    return stored.order_number, True
