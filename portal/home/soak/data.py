"""A small region to torment: ``python -m portal.home.soak.data UNITS ASSETS ORDERS``, as the tables' owner.

The bench's data, where in addition everyone has an address and every head of unit is signed in. Prints JSON.
"""

import json
import sys
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db.models import F, Value
from django.db.models.functions import Concat, Lower

from portal.core.people.models import User
from portal.core.units.models import Assignment, Role
from portal.home.bench.data import build, session_of


def build_with_addresses(units: int, assets: int, orders: int) -> dict[str, Any]:
    doors = build(units, assets, orders)
    User.objects.update(email=Concat(Lower(F("hsa_id")), Value("@example.se")))
    # The first ones' units hold the orders that went the whole way; the bench gives no token for them either.
    heads = Assignment.objects.filter(role=Role.HEAD_OF_UNIT).order_by("pk")[20:]
    doors["heads"] = [session_of(one.user) for one in heads.select_related("user")]
    return doors


if __name__ == "__main__":
    json.dump(build_with_addresses(*map(int, sys.argv[1:4])), sys.stdout)
