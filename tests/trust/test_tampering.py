"""S3: whatever is changed in the stored logs afterwards is found, and the logs refuse to be changed at all."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import F, JSONField

from orders.actions.attest import refuse_order
from orders.actions.submit import withdraw_order
from orders.models import AttestRecord
from portal.core.audit.chain import GENESIS, ChainedRecord, ChainHead, broken_links
from portal.core.audit.models import AuditEvent
from tests import steps
from tests.world import NOW, World, line

TAMPERINGS = 1000
SEED = 20261118
Model = type[ChainedRecord]


@pytest.fixture(scope="module")
def chains(module_world: World) -> World:
    """Some twenty-five events and half a dozen attests, from orders that took different ways."""
    for unit in (module_world.unit, module_world.other_unit):
        steps.closed(module_world, line(quantity=2, function="Reception"), unit=unit)
    refuse_order(order=steps.checked(module_world), reason="Inte nu.", by=module_world.manager, at=NOW)
    withdraw_order(order=steps.attested(module_world), by=module_world.head, at=NOW)
    assert broken_links(AuditEvent) == broken_links(AttestRecord) == []
    return module_world


@pytest.fixture
def guards_off(savepoint: None) -> Iterator[None]:
    """As the owner of the tables could do it: the triggers look away."""
    with pgtrigger.ignore("audit.AuditEvent:append_only", "orders.AttestRecord:append_only"):
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone after it, whether or not the database let it be done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- The ways to tamper. Each changes something, or says by False that there was nothing to change. ----------


def change_a_field(model: Model, rng: random.Random) -> bool:
    row = rng.choice(list(model._default_manager.all()))
    field = rng.choice(model._meta.concrete_fields)
    old = getattr(row, field.attname)
    new = another(old, rng, json=isinstance(field, JSONField))
    model._default_manager.filter(pk=row.pk).update(**{field.attname: new})
    return old != new


def another(old: Any, rng: random.Random, *, json: bool = False) -> Any:
    """A value of the same type that is not the old one."""
    if isinstance(old, datetime):
        return old + rng.choice([1, -1]) * timedelta(microseconds=rng.choice([1, 1_000_000, 86_400_000_000]))
    if isinstance(old, bool) or old is None:
        return not old
    if isinstance(old, int):
        return old + rng.choice([1_000, 2_000, 70_000])
    if isinstance(old, list):
        return rng.choice([[*old, "tillagt"], old[1:] if old else [0], [[], *old]])
    if isinstance(old, dict):
        return _another_object(old, rng)
    text = str(old)
    place = rng.randrange(len(text) + 1)
    ways = [
        text[:place] + rng.choice("abcåäö019") + text[place + 1 :],
        text[:place] + text[place + 1 :],
        text[::-1],
    ]
    new = rng.choice(ways)
    return new if new != text else f"{text[:-1]}§"


def _another_object(old: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    if not old or rng.random() < 0.2:
        return old | {"tillagt": rng.randrange(9)}
    key = rng.choice(sorted(old))
    if rng.random() < 0.3:
        return {name: value for name, value in old.items() if name != key}
    return old | {key: another(old[key], rng)}


def delete_a_row(model: Model, rng: random.Random) -> bool:
    row = rng.choice(list(model._default_manager.all()))
    return _raw_delete(model, pk=row.pk)


def delete_the_last_rows(model: Model, rng: random.Random) -> bool:
    last = model._default_manager.count()
    return _raw_delete(model, sequence__gt=last - rng.randint(1, 4))


def delete_the_first_row(model: Model, rng: random.Random) -> bool:
    return _raw_delete(model, sequence=1)


def delete_and_close_the_gap(model: Model, rng: random.Random) -> bool:
    """Take a row out and renumber those after it."""
    gone = rng.randint(1, model._default_manager.count() - 1)
    _raw_delete(model, sequence=gone)
    for row in model._default_manager.filter(sequence__gt=gone).order_by("sequence"):
        model._default_manager.filter(pk=row.pk).update(sequence=F("sequence") - 1, id=F("id") - 1)
    return True


def insert_at_the_end(model: Model, rng: random.Random) -> bool:
    """A forged row that hangs together with the last one and has a true hash of its own."""
    last = model._default_manager.order_by("sequence").last()
    row = rng.choice(list(model._default_manager.all()))
    row.pk = row.sequence = last.sequence + 1
    row.previous_hash = last.hash
    _free_of_uniqueness(row)
    row.hash = row.reckoned_hash()
    row.save(force_insert=True)
    return True


def insert_among_the_others(model: Model, rng: random.Random) -> bool:
    """A forged row in the middle, with those after it moved one step."""
    place = rng.randint(1, model._default_manager.count())
    for row in model._default_manager.filter(sequence__gte=place).order_by("-sequence"):
        model._default_manager.filter(pk=row.pk).update(sequence=F("sequence") + 1, id=F("id") + 1)
    row = model._default_manager.get(sequence=place + 1)
    row.pk = row.sequence = place
    _free_of_uniqueness(row)
    row.hash = row.reckoned_hash()
    row.save(force_insert=True)
    return True


def swap_two_rows(model: Model, rng: random.Random) -> bool:
    """Let two rows change places, contents and hashes and all."""
    one, other = rng.sample(list(model._default_manager.all()), 2)
    places = {one: other.sequence, other: one.sequence}
    model._default_manager.filter(pk=one.pk).update(sequence=10_000, id=10_000)
    model._default_manager.filter(pk=other.pk).update(sequence=places[other], id=places[other])
    model._default_manager.filter(pk=10_000).update(sequence=places[one], id=places[one])
    return True


def swap_two_contents(model: Model, rng: random.Random) -> bool:
    """Let two rows change contents, but keep their places and hashes."""
    one, other = rng.sample(list(model._default_manager.all()), 2)
    values = [{name: getattr(row, name) for name in ("at", *model.sealed)} for row in (one, other)]
    _free_of_uniqueness(model._default_manager.filter(pk=one.pk))
    model._default_manager.filter(pk=other.pk).update(**values[0])
    model._default_manager.filter(pk=one.pk).update(**values[1])
    return values[0] != values[1]


def change_and_seal_again(model: Model, rng: random.Random) -> bool:
    """Change a row and reckon its hash anew, as one does who knows how it is made."""
    row = rng.choice(list(model._default_manager.all()))
    row.actor_name += "x"
    model._default_manager.filter(pk=row.pk).update(actor_name=row.actor_name, hash=row.reckoned_hash())
    return True


def forge_the_rest_of_the_chain(model: Model, rng: random.Random) -> bool:
    """Change a row and seal it and every row after it again; only the head still tells."""
    first = rng.randint(1, model._default_manager.count())
    previous = None
    for row in model._default_manager.filter(sequence__gte=first).order_by("sequence"):
        row.actor_name += "x" if previous is None else ""
        row.previous_hash = previous or row.previous_hash
        previous = row.hash = row.reckoned_hash()
        model._default_manager.filter(pk=row.pk).update(
            actor_name=row.actor_name, previous_hash=row.previous_hash, hash=row.hash
        )
    return True


def change_the_head(model: Model, rng: random.Random) -> bool:
    head = ChainHead.objects.filter(pk=model.chain)
    ways: list[Callable[[], Any]] = [
        lambda: head.update(sequence=F("sequence") - 1),
        lambda: head.update(sequence=F("sequence") + 1),
        lambda: head.update(hash=rng.choice([GENESIS, "f" * 64])),
        lambda: head.delete(),
        lambda: head.update(name="annan"),
    ]
    rng.choice(ways)()
    return True


def _raw_delete(model: Model, **which: Any) -> bool:
    rows = model._default_manager.filter(**which)
    return bool(rows._raw_delete(rows.db))


def _free_of_uniqueness(row: Any) -> None:
    """An order is attested once: a copy of an attest must pass for a refusal to be let in at all."""
    if isinstance(row, AttestRecord):
        row.decision = AttestRecord.Decision.REFUSED
    elif not isinstance(row, ChainedRecord) and row.model is AttestRecord:
        row.update(decision=AttestRecord.Decision.REFUSED)


WAYS = {
    change_a_field: 60,
    delete_a_row: 6,
    delete_the_last_rows: 6,
    delete_the_first_row: 1,
    delete_and_close_the_gap: 4,
    insert_at_the_end: 5,
    insert_among_the_others: 4,
    swap_two_rows: 5,
    swap_two_contents: 4,
    change_and_seal_again: 4,
    forge_the_rest_of_the_chain: 3,
    change_the_head: 3,
}


@pytest.mark.parametrize("model", [AuditEvent, AttestRecord])
def test_a_thousand_random_tamperings_are_all_found(chains: World, guards_off: None, model: Model) -> None:
    rng = random.Random(SEED)
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    missed = []
    while done.total() < TAMPERINGS:
        way = rng.choices(list(WAYS), weights=list(WAYS.values()))[0]
        try:
            with taken_back():
                if way(model, rng):
                    found = broken_links(model)
                    done[way.__name__] += 1
                    missed += [] if found else [(done.total(), way.__name__)]
        except DatabaseError:
            refused[way.__name__] += 1
    assert missed == []
    assert set(done) == {way.__name__ for way in WAYS}
    assert refused.total() < TAMPERINGS / 10, refused
    assert broken_links(model) == []


def test_every_column_of_a_row_is_held(chains: World, guards_off: None) -> None:
    """Not only by chance: each column in turn, in the first, a middle and the last row."""
    rng = random.Random(SEED)
    for model in (AuditEvent, AttestRecord):
        rows = list(model._default_manager.order_by("sequence"))
        for row in (rows[0], rows[len(rows) // 2], rows[-1]):
            for field in model._meta.concrete_fields:
                new = another(getattr(row, field.attname), rng)
                with taken_back():
                    model._default_manager.filter(pk=row.pk).update(**{field.attname: new})
                    assert broken_links(model), f"{model._meta.label}.{field.attname}"


def test_the_command_tells_what_is_wrong(chains: World, guards_off: None) -> None:
    call_command("verify_audit", stdout=StringIO())
    AuditEvent.objects.filter(sequence=3).update(actor_name="Någon Annan")
    with pytest.raises(CommandError, match="rad 3 har ändrats"):
        call_command("verify_audit", stdout=StringIO())
