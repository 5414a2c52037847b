"""Reading through the API: what is there, what one sees of it, and what it costs."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from orders.models import Order
from portal.core.audit.models import AuditEvent
from portal.core.units.models import Substitution
from tests.api.populated import attested, delivered, populate, submitted
from tests.world import NOW, line

API = "/api/v1/"


def numbers(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["number"] for row in response.json()["results"]]


def test_me_with_roles_periods_and_substitutions(world, call) -> None:
    me = call("head").get(f"{API}me/").json()
    assert (me["hsa_id"], me["name"]) == (world.head.hsa_id, "Maria Lindqvist")
    assert me["roles"] == [
        {
            "role": "HEAD_OF_UNIT",
            "name": "Verksamhetschef",
            "unit": {"hsa_id": world.unit.hsa_id, "name": world.unit.name},
            "region": None,
            "valid_from": "2026-01-01",
            "valid_to": None,
        }
    ]
    Substitution.objects.create(
        region=world.region,
        principal=world.manager,
        substitute=world.substitute,
        valid_from=NOW.date(),
        valid_to=NOW.date() + timedelta(days=3650),
        most_pieces=5,
        appointed_at=NOW,
        appointed_by=world.manager,
    )
    (one,) = call("substitute").get(f"{API}me/").json()["substitutions"]
    assert (one["principal"]["hsa_id"], one["most_pieces"]) == (world.manager.hsa_id, 5)


def test_units_that_one_sees(world, call) -> None:
    def names(person: str, query: str = "") -> list[str]:
        return [row["hsa_id"] for row in call(person).get(f"{API}units/{query}").json()["results"]]

    own, other = world.unit.hsa_id, world.other_unit.hsa_id
    assert names("head") == [own]
    assert names("coordinator") == [own, other]
    assert names("coordinator", "?municipality_code=0885") == [other]
    assert names("coordinator", "?programme=psykisk-halsa") == []
    assert names("coordinator", "?programme=halsoval&q=STRAND") == [own]
    assert names("coordinator", "?q=100%25") == []
    assert names("administrator") == names("nobody") == []
    unit = call("head").get(f"{API}units/{own.lower()}/").json()
    assert (unit["municipality"], unit["programme"], unit["parent"]) == ("Kalmar", "halsoval", None)
    assert call("head").get(f"{API}units/{other}/").status_code == 404


def test_entitlement_now_then_and_if(world, call) -> None:
    delivered(world, ["A1"], ordered=2)
    address = f"{API}units/{world.unit.hsa_id}/entitlement/"
    answer = call("head").get(address).json()
    assert (answer["appendix"], answer["version"], answer["hypothetical"]) == (
        "Kalmar IT 2026:1",
        "2026:1",
        False,
    )
    assert answer["figures"] == {"care_staff": 18, "listed_patients": 2043, "valid_from": "2026-01-01"}
    package = answer["items"][0]
    assert {name: package[name] for name in ("code", "cap", "in_use", "on_the_way", "left", "over")} == {
        "code": "base-package",
        "cap": 18,
        "in_use": 1,
        "on_the_way": 1,
        "left": 16,
        "over": 0,
    }
    limits = {one["name"]: one for one in package["limits"]}
    assert (limits["care_staff"]["value"], limits["listed_patients"]["value"]) == (18, 20)
    assert limits["care_staff"]["decisive"]
    assert limits["care_staff"]["sentence"].startswith("18 i vårdpersonalen ger 18")
    then = call("head").get(f"{address}?on={NOW.date() - timedelta(days=1)}").json()
    assert (then["items"][0]["in_use"], then["items"][0]["on_the_way"]) == (0, 0)
    what_if = call("head").get(f"{address}?staff=30&listed=2443").json()
    assert what_if["hypothetical"]
    assert what_if["items"][0]["cap"] == 24
    assert call("other_head").get(address).status_code == 404
    before = call("head").get(f"{address}?on=2025-12-31")
    assert (before.status_code, before.json()["code"]) == (404, "no_appendix")


def test_the_catalogue_in_force(world, call) -> None:
    catalogue = call("head").get(f"{API}catalogue/").json()
    items = {item["code"]: item for item in catalogue["items"]}
    assert catalogue["appendix"] == "Kalmar IT 2026:1"
    assert {one["code"] for one in items["base-package"]["variants"]} == {"desktop", "laptop"}
    assert items["base-package"]["orderable"]
    assert {item["kind"] for item in items.values() if not item["orderable"]} == {
        "NETWORK",
        "ACCESS",
        "SERVICE",
    }
    assert call("coordinator").get(f"{API}catalogue/?unit={world.other_unit.hsa_id}").json() == catalogue
    assert call("head").get(f"{API}catalogue/?unit={world.other_unit.hsa_id}").status_code == 404
    assert call("nobody").get(f"{API}catalogue/").json()["code"] == "no_region"


def test_orders_by_state_unit_and_time(world, call) -> None:
    orders = populate(world)
    own = [order.number for order in orders[:-1]][::-1]
    assert numbers(call("head").get(f"{API}orders/")) == sorted(own, reverse=True)
    draft, other = orders[0].number, orders[-1].number
    seen = numbers(call("coordinator").get(f"{API}orders/"))
    assert other in seen
    assert draft not in seen
    assert numbers(call("coordinator").get(f"{API}orders/?unit={world.other_unit.hsa_id}")) == [other]
    assert numbers(call("head").get(f"{API}orders/?unit={world.other_unit.hsa_id}")) == []
    assert numbers(call("head").get(f"{API}orders/?state=CLOSED")) == [orders[7].number]
    assert numbers(call("head").get(f"{API}orders/?submitted_since=2026-11-19")) == []
    assert len(numbers(call("head").get(f"{API}orders/?submitted_since=2026-11-18T09:31:00%2B01:00"))) == 9
    assert numbers(call("head").get(f"{API}orders/?created_since=2026-11-18T09:31:00+01:00")) != own
    assert call("head").get(f"{API}orders/{other}/").status_code == 404
    assert call("coordinator").get(f"{API}orders/{draft}/").status_code == 404
    for order in orders[:-1]:
        assert call("head").get(f"{API}orders/{order.number.lower()}/").json()["number"] == order.number


def test_pages_by_key_give_every_row_once(world, call) -> None:
    made = [submitted(world).number for _ in range(7)][::-1]
    seen, address = [], f"{API}orders/?page_size=3"
    while address:
        page = call("head").get(address)
        seen.append(numbers(page))
        address, back = page.json()["next"], page.json()["previous"]
    assert seen == [made[:3], made[3:6], made[6:]]
    assert numbers(call("head").get(back)) == made[3:6]
    first = call("head").get(call("head").get(back).json()["previous"]).json()
    assert [row["number"] for row in first["results"]] == made[:3]
    assert first["previous"] is None


def test_assets_by_unit_item_state_serial_and_text(world, call) -> None:
    delivered(world, ["5CG0O1IL8B", "XYZ"], ordered=2)

    def found(query: str, person: str = "head") -> list[str]:
        response = call(person).get(f"{API}assets/?{query}")
        return [row["serial_number"] for row in response.json()["results"] if row["serial_number"]]

    assert found("") == ["5CG0O1IL8B", "XYZ"]
    assert found("serial=5cg0o1il8b") == ["5CG0O1IL8B"]
    assert found("serial=5cg0o1") == []
    assert found("q=xy") == ["XYZ"]
    assert found("q=reception") == ["5CG0O1IL8B", "XYZ"]
    assert found("q=_") == []
    assert found("item=base-package&state=IN_USE") == ["5CG0O1IL8B", "XYZ"]
    assert found("state=RETURNED") == []
    assert found(f"unit={world.unit.hsa_id}", "delivery") == ["5CG0O1IL8B", "XYZ"]
    assert found("", "other_head") == []
    (number,) = [
        row["asset_number"] for row in call("head").get(f"{API}assets/?serial=XYZ").json()["results"]
    ]
    asset = call("head").get(f"{API}assets/{number.lower()}/").json()
    assert {part["item"] for part in asset["parts"]} == {"screen", "keyboard", "mouse"}
    assert [event["kind"] for event in asset["events"]] == ["DELIVERED"]
    assert call("other_head").get(f"{API}assets/{number}/").status_code == 404


def test_a_protected_name_is_masked(world, call) -> None:
    world.head.protected_identity = True
    world.head.save()
    order = submitted(world)
    seen = call("coordinator").get(f"{API}orders/{order.number}/").json()
    assert seen["submitted_by"] == {"hsa_id": world.head.hsa_id, "name": "Skyddade uppgifter"}
    assert call("head").get(f"{API}me/").json()["name"] == "Maria Lindqvist"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("orders/", 4),
        ("assets/", 4),
        ("units/", 4),
        ("me/", 4),
        ("orders/{order}/", 7),
        ("orders/{order}/deliveries/", 6),
    ],
)
def test_the_cost_does_not_grow_with_the_rows(
    path: str, most: int, world, call, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    order = delivered(world, ["A1"], ordered=9)
    address = f"{API}{path.format(order=order.number)}"
    client = call("coordinator")
    with django_assert_max_num_queries(most) as first:
        client.get(address)
    for serial in ("B1", "C1", "D1"):
        delivered(world, [serial], ordered=1)
    with django_assert_num_queries(len(first)):
        client.get(address)


def test_the_description_is_readable_by_anyone(db) -> None:
    client = Client()
    plain = client.get(f"{API}schema/")
    assert plain["Content-Type"].startswith("application/json")
    body = plain.json()
    assert body["openapi"].startswith("3.1")
    assert f"{API}orders/{{number}}/attest/" in body["paths"]
    yaml = client.get(f"{API}schema/", headers={"Accept": "application/yaml"})
    assert yaml.content.startswith(b"openapi: 3.1")
    assert client.get(f"{API}schema/", headers={"Authorization": "Token wrong"}).status_code == 200


def test_the_description_is_valid_and_without_warnings(tmp_path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "api.yaml"))


def test_every_operation_describes_its_errors(db) -> None:
    paths = Client().get(f"{API}schema/").json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            errors = {int(status) for status in operation["responses"]} - {200, 201}
            assert {400, 401, 406, 422} <= errors, (path, method)
            assert method == "get" or {403, 404, 409, 411, 413, 415} <= errors, (path, method)
            for status in errors:
                content = operation["responses"][str(status)]["content"]
                assert list(content) == ["application/problem+json"], (path, method)


def test_the_token_command(world, capsys) -> None:
    call_command("api_token", world.head.hsa_id.lower(), "--days", "3")
    token = capsys.readouterr().out.strip()
    response = Client().get(f"{API}me/", headers={"Authorization": f"Token {token}"})
    assert response.json()["hsa_id"] == world.head.hsa_id
    assert AuditEvent.objects.get(kind="token.issued").after == {"days": 3}
    for arguments in (["SE0"], [world.head.hsa_id, "--days", "0"]):
        with pytest.raises(CommandError):
            call_command("api_token", *arguments)
    world.head.is_active = False
    world.head.save()
    with pytest.raises(CommandError):
        call_command("api_token", world.head.hsa_id)


def test_lists_leave_the_frozen_facts_where_they_are(world, call, django_assert_max_num_queries) -> None:
    attested(world, line(quantity=3))
    client = call("head")
    with django_assert_max_num_queries(4) as queries:
        client.get(f"{API}orders/")
    assert not any(
        '"facts"' in query["sql"] or '"verdicts"' in query["sql"] for query in queries.captured_queries
    )
    assert Order.objects.count() == 1
