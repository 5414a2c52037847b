"""Pages by key: forward, back, and nothing lost or seen twice."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.core.people.models import User
from portal.core.web.paging import KeysetPage, page_of

ORDERS = [("family_name", "pk"), ("-family_name", "pk"), ("family_name", "-pk"), ("-pk",)]


@pytest.fixture
def people(db: None) -> None:
    User.objects.bulk_create(
        User(hsa_id=f"P{n:03d}", given_name="A", family_name=name, password="!")
        for n, name in enumerate(
            ["Berg", "Ek", "Ek", "Ek", "Öst", "Alm", "Åberg", "Ek", "Dal", "Berg", "Lund"]
        )
    )


def ask(order: tuple[str, ...], size: int = 3, **query: str) -> KeysetPage:
    return page_of(RequestFactory().get("/", query), User.objects.all(), order, size)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 11, 50])
def test_every_row_once_forward_and_the_same_pages_back(
    people: None, order: tuple[str, ...], size: int
) -> None:
    page, pages = ask(order, size), []
    while True:
        pages.append([row.pk for row in page.rows])
        if page.next is None:
            break
        page = ask(order, size, efter=page.next)
    assert [pk for one in pages for pk in one] == list(
        User.objects.order_by(*order).values_list("pk", flat=True)
    )
    for expected in reversed(pages[:-1]):
        page = ask(order, size, fore=page.previous or "")
        assert [row.pk for row in page.rows] == expected
        assert page.next is not None
    assert page.previous is None


def test_a_page_is_one_query(people: None, django_assert_num_queries) -> None:
    first = ask(ORDERS[0])
    with django_assert_num_queries(1):
        ask(ORDERS[0], efter=first.next)


def test_rows_that_come_meanwhile_do_not_move_the_next_page(people: None) -> None:
    first = ask(ORDERS[0])
    expected = [row.pk for row in ask(ORDERS[0], efter=first.next).rows]
    User.objects.create(hsa_id="P900", given_name="A", family_name="Aa")
    assert [row.pk for row in ask(ORDERS[0], efter=first.next).rows] == expected


@pytest.mark.parametrize(
    "key", ["x", "W10", "WzEsMiwzXQ", "bnVsbA", "e30", "W251bGwsMV0", "WyJhIiwiYiJd", "\x00", "W3t9LDFd"]
)
def test_a_key_that_cannot_be_read_gives_a_page_and_no_error(people: None, key: str) -> None:
    assert ask(("family_name", "pk"), efter=key) is not None
    assert ask(("family_name", "pk"), fore=key) is not None


@pytest.mark.django_db
@given(key=st.text(max_size=40))
def test_no_key_makes_it_fail(key: str) -> None:
    assert ask(("family_name", "pk"), efter=key).rows == []
