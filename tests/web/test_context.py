"""The head of the page: who, where, and nothing asked that is not drawn."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines

from portal.core.web import context
from portal.core.web.context import Nav, NavItem, Person, UnitChoice, appearance_of, nav_of, page, person_of


@pytest.fixture
def registry(monkeypatch):
    """Empty registers, put back afterwards."""
    monkeypatch.setattr(context, "_nav_sources", [])
    monkeypatch.setattr(context, "_person_sources", [])
    monkeypatch.setattr(context, "_head_sources", [])


@pytest.fixture
def request_by(rf):
    def make(path="/", *, user=None, **cookies):
        request = rf.get(path)
        request.user = user or SimpleNamespace(
            is_authenticated=True, display_name="Eva Holm", title="Samordnare"
        )
        request.COOKIES.update(cookies)
        return request

    return make


def test_without_a_registered_source_the_person_is_named(registry, request_by):
    assert person_of(request_by()) == Person(name="Eva Holm", roles="Samordnare")


def test_nobody_signed_in_has_neither_name_nor_menu(registry, request_by):
    context.register_nav(lambda request: pytest.fail("asked without need"))
    request = request_by(user=AnonymousUser())
    assert person_of(request) is None
    assert nav_of(request) == Nav()


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "Start"),
        ("/bestallningar/", "Beställningar"),
        ("/bestallningar/B-2026-0412/", "Beställningar"),
        ("/bestall/", "Beställ"),
        ("/ordlista/", None),
    ],
)
def test_the_menu_marks_where_one_is(registry, request_by, path, current):
    items = [
        NavItem("Start", "/"),
        NavItem("Beställ", "/bestall/"),
        NavItem("Beställningar", "/bestallningar/", 2),
    ]
    context.register_nav(lambda request: items)
    items = nav_of(request_by(path)).items
    assert [item.label for item in items if item.current] == ([current] if current else [])


@pytest.mark.parametrize(
    ("path", "beside", "current"),
    [
        ("/utrustning/KLM-1/", ["Utrustning", "Inventering"], "Utrustning"),
        ("/inventering/", ["Utrustning", "Inventering"], "Inventering"),
        ("/flyttar/F-1/", ["Utrustning", "Inventering"], "Utrustning"),
        ("/", [], None),
        # Whoever lacks the entry that another stands under has that one in the main menu.
        ("/jobb/", [], None),
    ],
)
def test_entries_that_belong_together_stand_beside_each_other(registry, request_by, path, beside, current):
    items = [
        NavItem("Start", "/"),
        NavItem("Inventering", "/inventering/", within="Utrustning"),
        NavItem("Utrustning", "/utrustning/", also=("/flyttar/", "/inventering/")),
        NavItem("Jobb", "/jobb/", within="Administration"),
    ]
    context.register_nav(lambda request: items)
    nav = nav_of(request_by(path))
    assert [item.label for item in nav.items] == ["Start", "Utrustning", "Jobb"]
    assert [item.label for item in nav.beside] == beside
    assert next((item.label for item in nav.beside if item.current), None) == current
    assert nav.open == {"/": "Start", "/jobb/": "Jobb"}.get(path, "Utrustning")


def test_the_person_is_asked_for_once_per_request(registry, request_by):
    asked = []
    context.register_person(lambda request: asked.append(1) or Person(name="Eva"))
    request = request_by()
    values = page(request)
    assert asked == []
    assert values["page_person"].name == "Eva"
    assert person_of(request).name == "Eva"
    assert asked == [1]


@pytest.mark.parametrize(
    ("cookie", "wish"), [("dark", "dark"), ("light", "light"), ('"><script>', "auto"), ("", "auto")]
)
def test_appearance_comes_from_the_cookie(request_by, cookie, wish):
    assert appearance_of(request_by(**{context.APPEARANCE_COOKIE: cookie})) == wish


def test_the_head_of_the_page_offers_the_persons_units(registry, request_by):
    units = (UnitChoice("SE-A", "Strandporten", current=True), UnitChoice("SE-B", "Norrvik"))
    context.register_person(
        lambda request: Person("Maria Lindqvist", "Verksamhetschef", region="Region X", units=units)
    )
    html = engines["django"].get_template("base.html").render({}, request_by())
    assert "Region X" in html
    assert html.count('name="unit" value="SE-B"') == 1
    assert '<span class="initialer" aria-hidden="true">ML</span>' in html


def test_a_server_error_is_told_even_when_its_page_fails(rf, monkeypatch):
    from portal.core.web import errors

    assert b"startsidan" in errors.server_error(rf.get("/")).content
    monkeypatch.setattr(errors, "get_template", lambda name: 1 / 0)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Felet är loggat".encode() in response.content
