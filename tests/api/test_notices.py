"""Notices for programs: what one sees of them, and the unit's acknowledgement."""

from datetime import date, timedelta

import pytest
from django.test import Client

from portal.core.audit.models import AuditEvent
from portal.core.units.models import Role
from portal.notices.actions.publish import update_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Kind, Notice, NoticeReading, NoticeUnit
from tests.api.conftest import token_client
from tests.api.test_problems import problem
from tests.notices.writing import drafted, reached
from tests.world import NOW, World, assign

NOTICES = "/api/v1/notices/"


def asked(world: World, *audience: tuple[str, str], **more) -> Notice:
    """A notice to the first unit, that it is asked to acknowledge."""
    to = audience or (("UNIT", world.unit.hsa_id),)
    before = date(2026, 12, 1)
    return reached(world, Kind.OUTAGE, *to, needs_acknowledgement=True, acknowledge_before=before, **more)


def address(notice: Notice, act: str = "") -> str:
    return f"{NOTICES}{notice.number}/{act}"


def numbers(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["number"] for row in response.json()["results"]]


def test_the_list_is_what_the_person_sees_the_latest_first(world: World, call) -> None:
    mine = asked(world).number
    theirs = reached(world, Kind.INFORMATION, ("UNIT", world.other_unit.hsa_id)).number
    drafted(world)
    assert numbers(call("head").get(NOTICES)) == [mine]
    assert numbers(call("other_head").get(NOTICES)) == [theirs]
    assert numbers(call("it_coordinator").get(NOTICES)) == [theirs, mine]
    assert numbers(call("nobody").get(NOTICES)) == []


def test_the_list_by_kind_and_by_whether_it_is_over(world: World, call) -> None:
    outage = reached(world)
    planned = reached(world, Kind.MAINTENANCE).number
    over = UpdateContent(state="RESOLVED", impact="NONE", text="Löst.")
    update_notice(notice=outage, content=over, seen=1, by=world.it_coordinator, at=NOW)
    head = call("head")
    assert numbers(head.get(f"{NOTICES}?kind=OUTAGE")) == [outage.number]
    assert numbers(head.get(f"{NOTICES}?open=true")) == [planned]
    assert numbers(head.get(f"{NOTICES}?open=false")) == [outage.number]
    assert numbers(head.get(f"{NOTICES}?open=true&kind=OUTAGE")) == []
    for query, field in (("open=ja", "open"), ("kind=DRAFT", "kind"), ("state=DRAFT", "state")):
        body = problem(head.get(f"{NOTICES}?{query}"), 400, "malformed")
        assert [fault["field"] for fault in body["errors"]] == [field]


def test_pages_lead_to_each_other(world: World, call) -> None:
    made = [reached(world, Kind.INFORMATION, title=f"Nummer {one}").number for one in range(3)]
    first = call("head").get(f"{NOTICES}?page_size=2")
    assert numbers(first) == [made[2], made[1]]
    assert first.json()["previous"] is None
    last = call("head").get(first.json()["next"])
    assert numbers(last) == [made[0]]
    assert numbers(call("head").get(last.json()["previous"])) == [made[2], made[1]]


def test_a_notice_with_all_that_was_said(world: World, call) -> None:
    notice = asked(
        world,
        title_en="Printing",
        text_en="Labels may be late.",
        affects=("support",),
    )
    said = UpdateContent(
        state="IDENTIFIED", impact="MINOR", text="Fel i en skrivarserver.", is_correction=True
    )
    later = NOW + timedelta(minutes=20)
    update_notice(notice=notice, content=said, seen=1, by=world.it_coordinator, at=later)
    answer = call("head").get(address(notice)).json()
    assert {name: answer[name] for name in ("kind", "state", "impact", "region", "affects", "closed_at")} == {
        "kind": "OUTAGE",
        "state": "IDENTIFIED",
        "impact": "MINOR",
        "region": "kalmar",
        "affects": ["support"],
        "closed_at": None,
    }
    assert (answer["needs_acknowledgement"], answer["acknowledge_before"]) == (True, "2026-12-01")
    assert answer["concerns"] == ["Utpekade enheter"]
    second, first = answer["updates"]
    assert (second["sequence"], second["text"], second["is_correction"]) == (
        2,
        "Fel i en skrivarserver.",
        True,
    )
    assert second["published_at"] == "2026-11-18T08:50:00Z"
    assert (first["sequence"], first["title_en"], first["text_en"]) == (1, "Printing", "Labels may be late.")
    assert (first["state"], first["is_correction"]) == ("INVESTIGATING", False)
    unit = {"hsa_id": world.unit.hsa_id, "name": world.unit.name}
    assert answer["units"] == [{"unit": unit, "acknowledged_at": None, "acknowledged_by": None}]


def test_an_author_is_told_nothing_of_whom_it_reached(world: World, call) -> None:
    notice = asked(world, ("PROGRAMME", "halsoval"))
    answer = call("it_coordinator").get(address(notice))
    assert answer.json()["units"] == []
    for unit in (world.unit, world.other_unit):
        assert unit.name not in answer.content.decode()
        assert unit.hsa_id not in answer.content.decode()
    assert [row["unit"]["hsa_id"] for row in call("head").get(address(notice)).json()["units"]] == [
        world.unit.hsa_id
    ]


def test_what_a_program_fetches_nobody_has_read(world: World, call, client: Client) -> None:
    notice = asked(world)
    assert call("head").get(address(notice)).json()["unread"] is True
    assert call("head").get(NOTICES).json()["results"][0]["unread"] is True
    assert not NoticeReading.objects.exists()
    client.force_login(world.head)
    client.get(f"/drift/{notice.number}/")
    assert call("head").get(address(notice)).json()["unread"] is False


def test_a_draft_is_not_there_not_even_for_its_author(world: World, call) -> None:
    draft = drafted(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id), needs_acknowledgement=True)
    for person in ("it_coordinator", "head"):
        problem(call(person).get(address(draft)), 404, "not_found")
        body = {"unit": world.unit.hsa_id}
        problem(call(person).post(address(draft, "acknowledgement/"), body), 404, "not_found")


def test_the_head_and_the_contact_acknowledge_once_for_all(world: World, call) -> None:
    notice = asked(world)
    body = {"unit": world.unit.hsa_id.lower()}
    path = address(notice, "acknowledgement/")
    first = call("contact").post(path, body)
    assert first.status_code == 200
    (row,) = first.json()["units"]
    assert row["acknowledged_by"] == {"hsa_id": world.contact.hsa_id, "name": "Jonas Ek"}
    for again in (call("contact").post(path, body), call("head").post(path.lower(), body)):
        assert again.status_code == 200
        assert again.json()["units"] == [row]
    assert AuditEvent.objects.filter(kind="notice.acknowledged", unit=world.unit.hsa_id).count() == 1


def test_the_same_call_sent_again_with_its_key_is_one_acknowledgement(world: World, call) -> None:
    path = address(asked(world), "acknowledgement/")
    key = {"Idempotency-Key": "a"}
    first, again = (call("head").post(path, {"unit": world.unit.hsa_id}, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert AuditEvent.objects.filter(kind="notice.acknowledged").count() == 1


def test_one_who_has_two_units_says_which(world: World, call) -> None:
    assign(world.head, Role.IT_CONTACT, unit=world.other_unit)
    notice = asked(world, ("PROGRAMME", "halsoval"))
    answer = call("head").post(address(notice, "acknowledgement/"), {"unit": world.other_unit.hsa_id}).json()
    acknowledged = {row["unit"]["hsa_id"]: row["acknowledged_at"] is not None for row in answer["units"]}
    assert acknowledged == {world.unit.hsa_id: False, world.other_unit.hsa_id: True}


@pytest.mark.parametrize(
    ("person", "unit", "status", "code"),
    [
        ("superuser", "unit", 403, "not_notice_receiver"),
        ("coordinator", "unit", 403, "not_notice_receiver"),
        ("it_coordinator", "other_unit", 404, "not_concerned"),
        ("other_head", "other_unit", 404, "not_found"),
        ("other_head", "unit", 404, "not_found"),
        ("head", "other_unit", 404, "unknown_unit"),
        ("nobody", "unit", 404, "not_found"),
    ],
)
def test_who_may_not_acknowledge(person: str, unit: str, status: int, code: str, world: World, call) -> None:
    body = {"unit": getattr(world, unit).hsa_id}
    problem(call(person).post(address(asked(world), "acknowledgement/"), body), status, code)
    assert not NoticeUnit.objects.filter(acknowledged_at__isnull=False).exists()
    assert not AuditEvent.objects.filter(kind="notice.acknowledged").exists()


def test_what_is_not_asked_for_is_not_acknowledged(world: World, call) -> None:
    notice = reached(world)
    answer = call("head").post(address(notice, "acknowledgement/"), {"unit": world.unit.hsa_id})
    problem(answer, 403, "not_asked")


@pytest.mark.parametrize("unit", ["x", "SE5560747551-E999", "SE5560747551-É001", " "])
def test_a_unit_that_does_not_exist(unit: str, world: World, call) -> None:
    answer = call("head").post(address(asked(world), "acknowledgement/"), {"unit": unit})
    assert answer.status_code in (400, 404)
    assert answer.json()["code"] in ("malformed", "unknown_unit")


@pytest.mark.parametrize(
    ("body", "field"), [({}, "unit"), ({"unit": 1}, "unit"), ({"unit": "x", "by": "y"}, "by")]
)
def test_a_body_that_does_not_fit(body: dict, field: str, world: World, call) -> None:
    answer = call("head").post(address(asked(world), "acknowledgement/"), body)
    assert [fault["field"] for fault in problem(answer, 400, "malformed")["errors"]] == [field]


def test_without_a_token_there_is_nothing(world: World) -> None:
    notice = asked(world)
    for answer in (
        Client().get(NOTICES),
        Client().get(address(notice)),
        Client().post(address(notice, "acknowledgement/"), {"unit": world.unit.hsa_id}),
    ):
        problem(answer, 401, "not_authenticated")


def test_a_protected_name_is_masked(world: World, call) -> None:
    notice = asked(world)
    world.contact.protected_identity = True
    world.contact.save()
    answer = token_client(world.contact).post(
        address(notice, "acknowledgement/"), {"unit": world.unit.hsa_id}
    )
    assert answer.status_code == 200
    seen = call("head").get(address(notice))
    assert seen.json()["units"][0]["acknowledged_by"]["name"] == "Skyddade uppgifter"
    assert "Ek" not in seen.content.decode()


@pytest.mark.parametrize("person", ["head", "coordinator"])
def test_the_cost_does_not_grow_with_the_rows(
    person: str, world: World, call, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    first = asked(world, ("PROGRAMME", "halsoval"))
    client = call(person)
    with django_assert_max_num_queries(4) as listed:
        client.get(NOTICES)
    with django_assert_max_num_queries(10) as read:
        client.get(address(first))
    for one in range(2):
        asked(world, title=f"Störning {one}")
    said = UpdateContent(state="IDENTIFIED", impact="MINOR", text="Fel i en skrivarserver.")
    update_notice(notice=first, content=said, seen=1, by=world.it_coordinator, at=NOW)
    assign(world.head, Role.IT_CONTACT, unit=world.other_unit)
    with django_assert_num_queries(len(listed)):
        client.get(NOTICES)
    with django_assert_num_queries(len(read)):
        client.get(address(first))


def test_a_list_leaves_the_texts_where_they_are(world: World, call, django_assert_max_num_queries) -> None:
    asked(world)
    with django_assert_max_num_queries(4) as queries:
        call("head").get(NOTICES)
    assert not any('"notices_notice"."text"' in query["sql"] for query in queries.captured_queries)
