"""Append-only rows, chained: each row's hash covers its contents and the hash before it.

The head of each chain is one row that is locked while a row is added, so that the order is total and a missing
last row is found too. UPDATE, DELETE and TRUNCATE are refused by triggers, and the portal's database role has no
right to them in the first place (``manage.py grant_app_role``).
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Self

import pgtrigger
from django.db import models, transaction

from portal.core.rows import one_of

GENESIS = "0" * 64

APPEND_ONLY_TRIGGERS = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;",
    ),
]


class ChainHead(models.Model):
    """The last link of one chain. Locked by whoever adds the next."""

    name = models.CharField("kedja", max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField("löpnummer", default=0)
    hash = models.CharField("kontrollsumma", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = "kedjans slut"
        verbose_name_plural = "kedjornas slut"

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class ChainedRecord(models.Model):
    """A row that is written once. Subclasses name their fields in ``sealed`` and their chain in ``chain``.

    The primary key is the sequence number, so that it too is held by the hash.
    """

    chain: str
    sealed: tuple[str, ...]
    append_only = True

    sequence = models.PositiveBigIntegerField("löpnummer", unique=True)
    at = models.DateTimeField("tidpunkt", db_index=True)
    previous_hash = models.CharField("föregående kontrollsumma", max_length=64)
    hash = models.CharField("kontrollsumma", max_length=64)

    class Meta:
        abstract = True

    @classmethod
    def append(cls, *, at: datetime, **values: Any) -> Self:
        """Add the next link. Joins the transaction it is called in, and holds the chain until that ends."""
        with transaction.atomic(savepoint=False):
            head = _locked_head(cls.chain)
            record = cls(pk=head.sequence + 1, at=at, previous_hash=head.hash, **values)
            record.sequence = record.pk
            record.hash = record.reckoned_hash()
            record.save(force_insert=True)
            ChainHead.objects.filter(pk=head.pk).update(sequence=record.sequence, hash=record.hash)
        return record

    def reckoned_hash(self) -> str:
        """SHA-256 over the sealed fields as canonical JSON, with sequence, time and the hash before."""
        contents = {
            name: _plain(getattr(self, name)) for name in ("sequence", "at", "previous_hash", *self.sealed)
        }
        return digest(contents)


def digest(contents: Any) -> str:
    """SHA-256 of canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _locked_head(name: str) -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    head = one_of(heads.filter(pk=name))
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(name=name)], ignore_conflicts=True)
        head = heads.get(pk=name)
    return head


def broken_links(model: type[ChainedRecord]) -> list[str]:
    """What is wrong with a chain, one Swedish sentence each; empty when it holds. Reads every row once.

    Rows may be added meanwhile: what the head said before is to be found, and nothing beyond what it says after.
    """
    faults = []
    before = _head(model)
    found_end = before.sequence == 0 and before.hash == GENESIS
    sequence, previous = 0, GENESIS
    for record in model._default_manager.order_by("sequence", "pk").iterator(chunk_size=2000):
        sequence += 1
        if record.sequence != sequence:
            faults.append(f"{model.chain}: rad {sequence} saknas, nästa är {record.sequence}.")
            sequence = record.sequence
        elif record.previous_hash != previous:
            faults.append(f"{model.chain}: rad {sequence} hänger inte ihop med raden före.")
        if record.reckoned_hash() != record.hash or record.pk != record.sequence:
            faults.append(f"{model.chain}: rad {sequence} har ändrats efter att den skrevs.")
        previous = record.hash
        found_end = found_end or (before.sequence, before.hash) == (sequence, previous)
    after = _head(model)
    if not found_end or sequence > after.sequence:
        faults.append(f"{model.chain}: de sista raderna saknas, kedjan ska sluta på rad {after.sequence}.")
    return faults


def _head(model: type[ChainedRecord]) -> ChainHead:
    return ChainHead.objects.filter(pk=model.chain).first() or ChainHead(name=model.chain)
