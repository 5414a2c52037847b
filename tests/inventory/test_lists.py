"""The list for those who live in it: order and columns in the address, and views saved by a name."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.views import delete_view, save_view
from inventory.columns import SORTS, sorted_by
from inventory.models import Asset, SavedView
from inventory.queries.lists import EVERY, Wishes, list_assets
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.units.queries import roles_of
from tests.inventory.listing import LIST, day, numbers_in, page_of, plain
from tests.pages import as_user
from tests.world import NOW, World, assign, make_person


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("-nummer", [4, 3, 2, 1]),
        ("placering", [4, 1, 2, 3]),
        ("-placering", [3, 2, 1, 4]),
        ("utbyte", [3, 1, 2, 4]),
        ("artikel", [2, 4, 1, 3]),
        ("natet", [1, 2, 3, 4]),
        ("nonsense", [1, 2, 3, 4]),
    ],
)
def test_order_in_the_address(world: World, order: str, found: list[int]) -> None:
    plain(world.unit, 1, function="Arkiv", model_name="Äpple", replacement_due=day(2))
    plain(world.unit, 2, function="Ängen", model_name="Apa", replacement_due=day(3), last_seen_on=day(1))
    plain(world.unit, 3, function="Örat", model_name="Öken", replacement_due=day(1), last_seen_on=day(2))
    plain(world.unit, 4, model_name="ziggurat", last_seen_on=day(3))
    page = page_of(as_user(world.head), ordning=order)
    assert numbers_in(page) == found
    name = order.removeprefix("-")
    way = "descending" if order.startswith("-") else "ascending"
    # What is sorted by a column that is not shown has no heading to tell it.
    assert page.count(f'aria-sort="{way}"') == (name != "natet")


def test_sorted_pages_by_key_hold_every_row_once(world: World) -> None:
    for number in range(120):
        due = day(1 + number % 3) if number % 4 else None
        plain(
            world.unit if number % 2 else world.other_unit,
            number,
            function=f"F{number % 7}",
            replacement_due=due,
        )
    client = as_user(world.coordinator)
    for order in ("utbyte", "-utbyte", "placering", "enhet", "-levererad"):
        seen: list[int] = []
        key = ""
        while True:
            response = client.get(LIST, {"ordning": order, "efter": key})
            seen += numbers_in(response.content.decode())
            key = response.context["page"].next
            if not key:
                break
        assert sorted(seen) == list(range(120)), order
        first = client.get(LIST, {"ordning": order, "fore": response.context["page"].previous})
        assert len(first.context["page"].rows) == 50


@pytest.mark.parametrize("name", sorted(SORTS - {"enhet"}))
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_has_its_index(world: World, name: str, sign: str) -> None:
    plain(world.unit, 1)
    assets, order = sorted_by(Asset.objects.all(), f"{sign}{name}")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_incremental_sort = off")
    plan = assets.order_by(*order)[:51].explain()
    assert "Sort" not in plan, plan
    assert "Index Scan" in plan, plan


@pytest.mark.parametrize("name", sorted(SORTS - {"enhet", "nummer"}))
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_of_wholes_passes_no_parts(world: World, name: str, sign: str) -> None:
    """Parts have no days, so that all of them would stand before the last day there is."""
    plain(world.unit, 1)
    wishes = Wishes(state=EVERY, order=f"{sign}{name}")
    roles = roles_of(world.coordinator, NOW.date())
    assets, order = sorted_by(list_assets(roles, wishes), wishes.order)
    with connection.cursor() as cursor:
        for other in ("seqscan", "sort", "incremental_sort", "bitmapscan", "hashjoin"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
    plan = assets.order_by(*order)[:51].explain()
    assert "whole_by_" in plan, plan
    assert "Sort" not in plan, plan


def test_columns_in_the_address(world: World) -> None:
    plain(world.unit, 1, warranty_until=day(5), room="101", function="Reception 1")
    client = as_user(world.head)
    page = page_of(client, kolumner=["garanti", "lamnade", "nonsense"])
    assert "Planerat" not in page
    page = page_of(client, kolumner=["garanti", "lamnade"])
    table = page[page.index("<table") :]
    assert "1 maj 2027" in table.replace("\xa0", " ")
    assert "Garanti till" in table
    assert "Reception 1" not in table
    assert "Vidsyn" not in table
    everything = page_of(client, kolumner=["artikel", "enhet", "placering", "lage", "utbyte", "levererad"])
    assert "Vidsyn 24 P" in everything
    assert world.unit.name in everything


def test_columns_are_chosen_without_script(world: World) -> None:
    plain(world.unit, 1)
    page = page_of(as_user(world.head), visa="kolumner", ordning="-utbyte", q="vidsyn")
    assert page.count('name="kolumner"') == 10
    assert '<input type="hidden" name="ordning" value="-utbyte">' in page
    assert '<input type="hidden" name="q" value="vidsyn">' in page
    assert "Spara som vy" in page


def test_a_view_is_saved_shown_and_taken_away(world: World) -> None:
    plain(world.unit, 1)
    client = as_user(world.head)
    response = client.post(
        f"{LIST}vyer/",
        {"name": "Skärmar", "urval": "q=vidsyn&ordning=utbyte&efter=xx&lage=nonsense&funktion="},
    )
    assert response.status_code == 302
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (world.head, "Skärmar", "q=vidsyn&ordning=utbyte")
    page = page_of(client, q="vidsyn", ordning="utbyte")
    assert f'href="{LIST}?q=vidsyn&amp;ordning=utbyte" aria-current="page">Skärmar</a>' in page
    assert "Skärmar" not in page_of(as_user(world.contact))
    again = client.post(f"{LIST}vyer/", {"name": "Skärmar", "urval": ""})
    assert again.status_code == 422
    assert "redan en vy med det namnet" in again.content.decode()
    assert client.post(f"{LIST}vyer/{view.pk}/", {"name": "Bildskärmar", "gor": "spara"}).status_code == 302
    assert "Bildskärmar" in page_of(client)
    assert "Bildskärmar" in page_of(client, f"{LIST}vyer/")
    assert client.post(f"{LIST}vyer/{view.pk}/", {"gor": "ta-bort"}).status_code == 302
    assert "Vyn ”Bildskärmar” är borttagen." in page_of(client)
    assert "Bildskärmar" not in page_of(client)
    kinds = list(AuditEvent.objects.filter(subject_kind="view").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["view.saved", "view.changed", "view.deleted"]


def test_a_view_is_shared_with_those_who_have_the_role(world: World) -> None:
    other = make_person("R050", "Britt", "Berg")
    assign(other, "COORDINATOR", region=world.region)
    client = as_user(world.coordinator)
    share = f"COORDINATOR:{world.region.pk}"
    assert client.post(f"{LIST}vyer/", {"name": "Gamla", "urval": "", "delas": share}).status_code == 302
    assert "Gamla (delad)</a>" in page_of(as_user(other))
    assert "Gamla" not in page_of(as_user(world.delivery))
    view = SavedView.objects.get()
    assert as_user(other).post(f"{LIST}vyer/{view.pk}/", {"gor": "ta-bort"}).status_code == 403
    assert as_user(world.delivery).post(f"{LIST}vyer/{view.pk}/", {"gor": "ta-bort"}).status_code == 404
    with pytest.raises(NotAllowed):
        save_view(name="x", query="", role="IT_DELIVERY", region=world.region, by=world.coordinator, at=NOW)
    with pytest.raises(NotAllowed):
        delete_view(view=view, by=world.delivery, at=NOW)


@pytest.mark.parametrize("name", [" ", "x" * 61, "a\u202eb"])
def test_a_view_needs_a_name(world: World, name: str) -> None:
    with pytest.raises(Invalid):
        save_view(name=name, query="", by=world.head, at=NOW)


def test_filters_that_are_too_long_are_not_saved(world: World) -> None:
    client = as_user(world.head)
    data = {"name": "Allt", "delas": "", "urval": urlencode({"q": "å" * 100, "funktion": "å" * 100})}
    answer = client.post(f"{LIST}vyer/", data)
    assert answer.status_code == 422
    assert "Filtren är för långa att spara" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_fifty_views_are_enough(world: World) -> None:
    SavedView.objects.bulk_create(SavedView(owner=world.head, name=f"Vy {n}") for n in range(50))
    with pytest.raises(Conflict):
        save_view(name="En till", query="", by=world.head, at=NOW)


def test_a_chosen_list_costs_the_same_whatever_it_holds(world: World) -> None:
    client = as_user(world.coordinator)
    wishes = {"kolumner": ["artikel", "enhet", "natet"], "ordning": "enhet", "visa": "kolumner"}

    def count() -> int:
        page_of(client, **wishes)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, **wishes)
        return len(queries)

    save_view(name="Ny", query="", by=world.coordinator, at=NOW)
    plain(world.unit, 1)
    once = count()
    for number in (2, 3):
        plain(world.other_unit, number)
        save_view(name=f"Ny {number}", query="", by=world.coordinator, at=NOW)
    assert count() == once
    assert once <= 8


def test_a_whole_number_gives_its_piece_alone_and_a_part_of_one_all_that_hold_it(world: World) -> None:
    whole = plain(world.unit, 1, serial_number="ABC1234")
    plain(world.unit, 2, serial_number="ABC12345")
    plain(world.unit, 3, serial_number="DOCKA99", part_of=whole)
    plain(world.other_unit, 4, serial_number="ABC123456")
    client = as_user(world.head)
    assert numbers_in(page_of(client, q="abc 1234")) == [1]
    assert numbers_in(page_of(client, q="KLM-900002")) == [2]
    assert numbers_in(page_of(client, q="docka99")) == [1]
    assert numbers_in(page_of(client, q="BC123")) == [1, 2]
    # Another unit's number is as unknown here as one that nobody has.
    assert numbers_in(page_of(client, q="ABC123456")) == []
    # What the other filters leave out does not hide the rest.
    Asset.objects.filter(serial_number="ABC1234").update(state="MISSING", released_on=day(1))
    assert numbers_in(page_of(client, q="ABC1234")) == [2]


def test_a_search_costs_as_much_for_one_as_for_many(world: World) -> None:
    for number in range(1, 4):
        plain(world.unit, number, serial_number=f"ABC1234{number}")
    client = as_user(world.head)
    page_of(client, q="ABC1234")
    counts = set()
    for text in ("ABC12341", "ABC1234", "nothing 99"):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, q=text)
        counts.add(len(asked))
    assert max(counts) <= 8
