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
            raise Invalid("idempotency_key_reused", "Nyckeln är redan använd för en annan beställning.")
        if stored.order_number:
            return Order.objects.select_related("unit").get(number=stored.order_number), False
        order = make()
        stored.order_number = order.number
        stored.save(update_fields=["order_number"])
    return order, True
