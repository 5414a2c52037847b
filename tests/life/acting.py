"""What every room's acts in the machine share: the moment, who and what is picked, and what an act may not do."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, ClassVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from portal.core.clock import local_date
from portal.core.errors import Refusal
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from tests.life import invariants
from tests.world import World

# A Wednesday morning after the day on which anyone runs this: what is on the way is reckoned as of today.
START = datetime(2041, 3, 6, 8, 30, tzinfo=UTC)
PLACE = st.integers(0, 7)
FEW = st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True)

# What there is to act on. What has nothing to be done to is not drawn.
_THERE = {
    "drafted_again": "SELECT 1 FROM orders_order WHERE state = 'RETURNED_FOR_COMPLETION'",
    "submitted": "SELECT 1 FROM orders_order WHERE state = 'SUBMITTED'",
    "checked": "SELECT 1 FROM orders_order WHERE state = 'CHECKED'",
    "sent": "SELECT 1 FROM orders_order WHERE state IN ('SUBMITTED', 'CHECKED', 'ATTESTED')",
    "attested": "SELECT 1 FROM orders_order WHERE state IN ('ATTESTED', 'IN_DELIVERY')",
    "delivered": "SELECT 1 FROM orders_delivery WHERE confirmed_at IS NULL",
    "figures": "SELECT 1 FROM units_unitfigures WHERE state = 'REPORTED'",
    "waiting": "SELECT 1 FROM outbox_message WHERE sent_at IS NULL",
    "asked": "SELECT 1 FROM rounds_roundunit WHERE state IN ('WAITING', 'ANSWERING')",
    "signed": "SELECT 1 FROM rounds_roundunit WHERE state = 'SIGNED'",
    "open_round": "SELECT 1 FROM rounds_inventoryround WHERE state = 'OPEN'",
    "reported": "SELECT 1 FROM incidents_incident WHERE state = 'REPORTED'",
    "in_repair": "SELECT 1 FROM incidents_incident WHERE state = 'IN_REPAIR'",
    "decided": "SELECT 1 FROM incidents_incident WHERE state = 'DECIDED'",
    "charged": "SELECT 1 FROM incidents_charge WHERE invoiced_at IS NULL AND waived_at IS NULL",
    "lent": "SELECT 1 FROM incidents_loan WHERE returned_at IS NULL",
    "returning": "SELECT 1 FROM returns_returncase WHERE state = 'OPEN'",
    "handover": """SELECT 1 FROM returns_handover h JOIN returns_returncase c ON c.id = h.case_id
                   WHERE c.state = 'OPEN' AND (given_at IS NULL OR received_at IS NULL)""",
    "to_erase": "SELECT 1 FROM returns_returnitem WHERE state = 'HANDED_OVER' AND erased_at IS NULL",
    "residual": "SELECT 1 FROM returns_returnitem WHERE state = 'RESIDUAL'",
    "moving": "SELECT 1 FROM inventory_assetmove WHERE state IN ('ASKED', 'AGREED')",
    "returned": "SELECT 1 FROM inventory_asset WHERE state = 'RETURNED' AND part_of_id IS NULL",
}
# Whoever does these may never let a unit come further over its caps.
WITHIN_CAPS = frozenset(
    ("submit", "resubmit", "check", "attest", "refuse", "send back", "withdraw", "deliver", "receive")
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done. ``needs`` is the name in ``_THERE`` of what it is done to; ``often`` how much likelier
    it is than others."""

    needs: str
    often: int
    values: st.SearchStrategy[dict[str, Any]]


def deed(needs: str = "", *, often: int = 1, **values: st.SearchStrategy[Any]) -> Callable[..., Any]:
    """Marks a method as something that can be done, with values that are drawn for it."""

    def marked(method: Callable[..., Any]) -> Callable[..., Any]:
        method.deed = Deed(needs, often, st.fixed_dictionaries(values))
        return method

    return marked


class Life(RuleBasedStateMachine):
    """One life in a transaction that is rolled back. Set ``world`` and ``done`` on a subclass before it is run;
    ``done`` counts what was carried out and what was refused, by name."""

    world: ClassVar[World]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.at = START
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()
        self._there: dict[str, bool] = {}
        self.frozen = invariants.frozen()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._savepoint.__exit__(None, None, None)

    @rule(data=st.data())
    def something_is_done(self, data: st.DataObject) -> None:
        """One of all that can be done now. The machine's own rules would leave most of them out of each life, so that
        few orders reached their end."""
        deeds = {name: one.deed for name, one in vars_of(type(self)).items() if hasattr(one, "deed")}
        able = [
            name
            for name, one in deeds.items()
            for _ in range(one.often)
            if not one.needs or self.there_is(one.needs)
        ]
        name = data.draw(st.sampled_from(able), label="deed")
        getattr(self, name)(**data.draw(deeds[name].values, label=name))

    @invariant()
    def holds(self) -> None:
        self._there = {}
        now = invariants.frozen()
        changed, self.frozen = invariants.changed(self.frozen, now), now
        assert not changed, f"over, and yet changed: {changed}"
        faults = invariants.faults()
        assert not faults, faults

    def there_is(self, what: str) -> bool:
        if not self._there:
            names = ", ".join(f"EXISTS ({sql})" for sql in _THERE.values())
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {names}")
                self._there = dict(zip(_THERE, cursor.fetchone(), strict=True))
        return self._there[what]

    def act(self, name: str, action: Callable[..., Any], /, *, ordinary: bool = True, **values: Any) -> Any:
        """Do it a minute later. None when it is refused, which is as good an answer as any.

        ``ordinary``: the act is held against the caps when it is one of ``WITHIN_CAPS``.
        """
        self.at += timedelta(minutes=1)
        self._there = {}
        guarded = ordinary and name in WITHIN_CAPS
        before = self.overage() if guarded else {}
        try:
            with transaction.atomic():
                result = action(at=self.at, **values)
        except Refusal as refusal:
            self.done[f"{name} refused: {refusal.code}"] += 1
            return None
        self.done[name] += 1
        if guarded:
            further = {key: over for key, over in self.overage().items() if over > before.get(key, 0)}
            assert not further, f"{name} takes units over their caps: {further}"
        return result

    def overage(self) -> dict[tuple[int, str], int]:
        return invariants.overage(self.world.region, local_date(self.at))

    @property
    def units(self) -> list[CareUnit]:
        return list(CareUnit.objects.order_by("pk"))

    def head_of(self, unit: CareUnit) -> User:
        return self.world.other_head if unit.pk == self.world.other_unit.pk else self.world.head

    def someone(self, place: int, *names: str) -> User:
        return self.world.people[names[place % len(names)]]


@cache
def vars_of(machine: type[Life]) -> dict[str, Any]:
    """What the machine has, its own and inherited, in one order."""
    return {name: getattr(machine, name) for name in sorted(dir(machine))}


def picked(rows: Iterable[Any], place: int) -> Any:
    """One of the rows, the same for the same rows; None of none."""
    found = list(rows)
    return found[place % len(found)] if found else None


def several(rows: Iterable[Any], places: list[int]) -> list[Any]:
    found = list(rows)
    return [found[place] for place in sorted({place % len(found) for place in places})] if found else []
