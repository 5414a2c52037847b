"""Every error is a problem (RFC 9457) in Swedish with a stable code, wherever in the portal it arose."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from orders.actions.deliver import LineDelivery, register_delivery
from orders.models import Order
from portal.core.clock import now
from portal.core.people.actions import set_active
from tests.api.conftest import make_token, token_client
from tests.api.populated import attested
from tests.world import NOW, line

ORDERS = "/api/v1/orders/"


def problem(response, status: int, code: str) -> dict:
    """The problem, when it is one and says what it should."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:utrustningsportalen:{code}"
    assert body["title"]
    assert body["detail"]
    return body


def test_without_a_token(client, db) -> None:
    response = client.get(ORDERS)
    problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token two words",
        "Token " + "f" * 64,
        "Token \xff\xfe",
        "Token a\0b",
        "Token ' OR 1=1",
        "Token å",
    ],
)
def test_with_a_token_that_is_none(header: str, client, db) -> None:
    response = client.get(ORDERS, headers={"Authorization": header})
    problem(response, 401, "authentication_failed")
    assert response["WWW-Authenticate"] == "Token"


def test_who_is_shut_out_is_out_at_the_next_call(world, call) -> None:
    head = call("head")
    assert head.get("/api/v1/me/").status_code == 200
    set_active(user=world.head, active=False, by=world.administrator, at=now())
    problem(head.get("/api/v1/me/"), 401, "authentication_failed")
    set_active(user=world.head, active=True, by=world.administrator, at=now())
    assert head.get("/api/v1/me/").status_code == 200


def test_an_expired_token(world) -> None:
    from knox.models import AuthToken

    client = token_client(world.head)
    AuthToken.objects.update(expiry=now())
    problem(client.get("/api/v1/me/"), 401, "authentication_failed")


def test_the_session_works_and_needs_its_token_to_change_anything(world) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/me/").json()["hsa_id"] == world.head.hsa_id
    problem(client.post(ORDERS, {}, content_type="application/json"), 403, "csrf_failed")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v2/orders/", "/api/v1/ordrar/", "/api/v1/orders/B/x/"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address(path: str, method: str, client, db) -> None:
    problem(getattr(client, method)(path), 404, "not_found")


def test_a_missing_last_slash_is_said_to_be_that(client, db) -> None:
    body = problem(client.post("/api/v1/orders", {}), 404, "not_found")
    assert "snedstreck" in body["detail"]


def test_a_number_that_is_none(call) -> None:
    for path in ("orders/B-2026-9999/", "orders/%00/", "assets/KLM-1/", "units/x/", "orders/%ED%A0%80/"):
        response = call("head").get(f"/api/v1/{path}")
        assert response["Content-Type"] == "application/problem+json"
        assert response.status_code in (404, 422), path


def test_a_method_that_is_none(call) -> None:
    response = call("head").delete(ORDERS)
    problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, POST"
    problem(call("head").options(ORDERS), 405, "method_not_allowed")


def test_a_format_that_is_none(call) -> None:
    problem(call("head").get(ORDERS, headers={"Accept": "text/csv"}), 406, "not_acceptable")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
def test_a_content_type_that_is_none(content_type: str, call) -> None:
    response = call("head").generic("POST", ORDERS, "--x--", content_type=content_type)
    problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"unit": NaN}',
        b'{"unit": "a", "unit": "b"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"quantity": ' + b"9" * 5_000 + b"}",
        b"{} {}",
        b'{"unit": "\x00"}',
    ],
    ids=["cut", "not UTF-8", "NaN", "twice", "deep list", "deep object", "endless number", "two", "raw NUL"],
)
def test_what_is_not_json(body: bytes, call) -> None:
    problem(
        call("head").generic("POST", ORDERS, body, content_type="application/json"), 400, "malformed_json"
    )


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff x"])
@pytest.mark.parametrize("body", ['{{"unit": "{}"}}', '{{"{}": 1}}', '[["{}"]]'])
def test_characters_that_cannot_be_stored(text: str, body: str, call) -> None:
    response = call("head").generic("POST", ORDERS, body.format(text), content_type="application/json")
    problem(response, 422, "bad_character")


@pytest.mark.parametrize("query", ["q=%00", "unit=a%00b"])
def test_characters_that_cannot_be_searched_for(query: str, call) -> None:
    problem(call("head").get(f"/api/v1/assets/?{query}"), 422, "bad_character")


@pytest.mark.parametrize("body", ["[]", "1", '"x"', "null", "true"])
def test_json_that_is_no_object(body: str, call) -> None:
    problem(call("head").generic("POST", ORDERS, body, content_type="application/json"), 400, "malformed")


def test_a_body_that_is_too_large(call) -> None:
    body = json.dumps({"lines": "x" * 1_000_001})
    response = call("head").generic("POST", ORDERS, body, content_type="application/json")
    problem(response, 413, "too_large")
    form = call("head").generic("POST", ORDERS, body, content_type="application/x-www-form-urlencoded")
    problem(form, 413, "too_large")


def test_a_body_without_length(call) -> None:
    response = call("head").generic(
        "POST", ORDERS, "{}", content_type="application/json", HTTP_TRANSFER_ENCODING="chunked"
    )
    problem(response, 411, "length_required")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("stat=DRAFT", "stat"),
        ("state=WAITING", "state"),
        ("state=DRAFT&state=CLOSED", "state"),
        ("page_size=0", "page_size"),
        ("page_size=501", "page_size"),
        ("page_size=%D9%A3", "page_size"),
        ("submitted_since=yesterday", "submitted_since"),
        ("created_since=2026-13-01", "created_since"),
        ("unit=", "unit"),
    ],
)
def test_parameters_that_do_not_fit(query: str, field: str, call) -> None:
    body = problem(call("head").get(f"{ORDERS}?{query}"), 400, "malformed")
    assert [fault["field"] for fault in body["errors"]] == [field]


@pytest.mark.parametrize(
    "cursor", ["x", "-", "WyJhIl0", "WzFd!", "W10", "WyJcdTAwMDAiXQ", "WzFlNDAwXQ", "WzldW", "å"]
)
def test_a_cursor_that_no_page_gave(cursor: str, call) -> None:
    response = call("head").get(f"{ORDERS}?cursor={cursor}")
    assert response.status_code in (200, 422), response.json()


def test_a_failure_of_ours_is_a_problem_too(world, settings) -> None:
    """A table that is gone: the call gets a problem, and the log the error."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_asset RENAME TO away")
    client = token_client(world.head)
    client.raise_request_exception = False
    problem(client.get("/api/v1/assets/"), 500, "server_error")


def test_a_wrong_host_is_a_problem_too(client, db) -> None:
    response = client.get("/api/v1/me/", headers={"Host": "elsewhere.example"})
    problem(response, 400, "bad_request")


def test_a_program_that_looks_like_a_browser_gets_the_same(client, db) -> None:
    response = client.get("/api/v1/orders/x", headers={"Accept": "text/html"})
    problem(response, 404, "not_found")


def test_answers_are_not_kept_by_anyone_between(call) -> None:
    assert call("head").get("/api/v1/me/")["Cache-Control"] == "no-store"


def test_a_session_without_its_second_factor_is_told_so(world, settings) -> None:
    settings.PORTAL_DEMO = False
    client = Client()
    client.force_login(world.head, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["portal_authentication"] = {"provider": "password", "acr": "password", "auth_time": ""}
    session.save()
    problem(client.get("/api/v1/me/"), 403, "second_factor_missing")


def test_a_token_of_another_scheme_is_no_token(world) -> None:
    response = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {make_token(world.head)}"})
    problem(response, 401, "not_authenticated")
    assert not Order.objects.exists()


def test_faults_of_a_delivery_are_told_by_line_and_number(world, call) -> None:
    order = attested(world, line(quantity=2), line("label-printer"))
    first, second = order.lines.order_by("position")
    sent = [
        {"line": second.pk, "serial_numbers": ["E1 é"]},
        {"line": first.pk, "serial_numbers": ["B1", "b 1"]},
    ]
    answer = call("delivery").post(f"{ORDERS}{order.number}/deliveries/", {"lines": sent})
    faults = problem(answer, 422, "invalid")["errors"]
    assert [(one["field"], one["code"]) for one in faults] == [
        ("lines[0].serial_numbers[0]", "serial_malformed"),
        ("lines[1].serial_numbers[1]", "serial_twice"),
    ]


def test_faults_of_a_receipt_are_told_by_the_calls_own_places(world, call) -> None:
    order = attested(world, line(quantity=2))
    (row,) = order.lines.all()
    for serial in ("B1", "B2"):
        done = [LineDelivery(row.pk, (serial,))]
        register_delivery(order=order, lines=done, by=world.delivery, at=NOW + timedelta(hours=3))
    deviations = [
        {"serial_number": "B2", "receipt": "DAMAGED", "remark": "Sprucken."},
        {"serial_number": "B1", "receipt": "DAMAGED", "remark": ""},
    ]
    path = f"{ORDERS}{order.number}/receipt/"
    body = problem(call("head").post(path, {"deviations": deviations}), 422, "remark_missing")
    assert body["field"] == "deviations[1]"
    unknown = [{"serial_number": "X", "receipt": "DAMAGED", "remark": "Sprucken."}]
    body = problem(call("head").post(path, {"deviations": unknown}), 422, "unknown_piece")
    assert body["field"] == "deviations[0]"
