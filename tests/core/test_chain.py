"""The audit log: what a row says, what its hash covers, and that the chain is one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from portal.core.audit.actions import record
from portal.core.audit.chain import GENESIS, ChainHead, broken_links, digest
from portal.core.audit.context import Circumstances, acting_under
from portal.core.audit.models import AuditEvent
from tests.world import NOW, make_person

AROUND = Circumstances("anrop-1", "oidc", "http://id.sambi.se/loa/loa3", "2026-11-18T08:00:00+00:00")


def write(kind: str = "test.done", **more: Any) -> AuditEvent:
    return record(kind, **{"by": None, "at": NOW, "subject": ("thing", "1"), **more})


@pytest.mark.django_db
def test_a_row_tells_who_when_what_and_how_signed_in() -> None:
    actor, principal = make_person("P1", "Karin", "Sjö"), make_person("P2", "Anders", "Bergqvist")
    with acting_under(AROUND):
        write(
            by=actor, on_behalf_of=principal, unit="SE1-E", before={"state": "A"}, after={"day": NOW.date()}
        )
    event = AuditEvent.objects.get()
    assert (event.actor, event.actor_name) == (actor.hsa_id, "Karin Sjö")
    assert (event.on_behalf_of, event.on_behalf_of_name) == (principal.hsa_id, "Anders Bergqvist")
    assert (event.at, event.subject_kind, event.subject, event.unit) == (NOW, "thing", "1", "SE1-E")
    assert (event.before, event.after) == ({"state": "A"}, {"day": "2026-11-18"})
    assert event.request_id == "anrop-1"
    assert event.authentication == {
        "provider": "oidc",
        "acr": "http://id.sambi.se/loa/loa3",
        "auth_time": "2026-11-18T08:00:00+00:00",
    }


@pytest.mark.django_db
def test_a_protected_name_is_masked_and_the_portal_itself_is_named() -> None:
    write(by=make_person("P1", "Hemlig", "Person", protected_identity=True))
    write()
    assert list(AuditEvent.objects.values_list("actor_name", flat=True).order_by("sequence")) == [
        "Skyddade uppgifter",
        "Portalen",
    ]


@pytest.mark.django_db
def test_each_row_hangs_on_the_one_before() -> None:
    first, second = write(), write(at=NOW + timedelta(seconds=1))
    assert (first.sequence, first.previous_hash) == (1, GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    head = ChainHead.objects.get(pk="audit")
    assert (head.sequence, head.hash) == (2, second.hash)
    assert broken_links(AuditEvent) == []


@pytest.mark.django_db
def test_the_hash_of_a_row_read_again_is_the_same() -> None:
    written = write(after={"tal": 1.5, "lista": [1, None, {"å": "ö"}], "tid": NOW})
    assert AuditEvent.objects.get(pk=written.pk).reckoned_hash() == written.hash


@pytest.mark.django_db
def test_an_undone_act_leaves_no_gap() -> None:
    write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert write().sequence == 2
    assert broken_links(AuditEvent) == []


@pytest.mark.django_db
def test_an_empty_chain_holds() -> None:
    assert broken_links(AuditEvent) == []


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "ö"}) == digest({"b": "ö", "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write_some(_: int) -> None:
        try:
            for _ in range(5):
                write()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_some, range(8)))
    assert AuditEvent.objects.count() == 40
    assert broken_links(AuditEvent) == []
