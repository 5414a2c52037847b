"""The appendix' page: open to all, every clause with a place, open questions marked."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from entitlements.actions import publish_appendix
from entitlements.models import AppendixVersion
from entitlements.presentation import TERM_NAMES, Paragraph, anchor_of, paragraphs_of
from entitlements.rules.types import Terms
from tests.world import NOW, World, kalmar_file

PAGE = reverse("entitlements:appendix")


@pytest.mark.parametrize(
    ("clause", "anchor"),
    [
        ("§3a.grundpaket", "p3a-grundpaket"),
        ("§1", "p1"),
        ("§1.andringar", "p1-andringar"),
        ("§4.å-ö", "p4-a-o"),
    ],
)
def test_a_clause_has_a_place_that_fits_in_an_address(clause, anchor) -> None:
    assert anchor_of(clause) == anchor


def test_paragraphs_and_points_below_points() -> None:
    body = "Inledning\n- ett\n  - a\n  - b\n- två\n\nSlut"
    assert paragraphs_of(body) == [
        Paragraph("Inledning"),
        Paragraph(points=[("ett", ["a", "b"]), ("två", [])]),
        Paragraph("Slut"),
    ]


def test_every_term_has_a_name() -> None:
    assert set(TERM_NAMES) == set(Terms.__dataclass_fields__)


def test_it_is_read_without_sign_in(client, world: World) -> None:
    page = client.get(PAGE).content.decode()
    version = world.appendix
    anchors = [anchor_of(one) for one in version.clauses.values_list("clause_id", flat=True)]
    assert len(set(anchors)) == len(anchors)
    for anchor in anchors:
        assert f'id="{anchor}"' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
    assert page.count("Öppen fråga i texten") == sum(term["open"] for term in version.terms.values())
    for item in version.items.all():
        assert item.name[1:] in page
    assert "2 043 listade ger 20" in page


def test_versions_are_told_and_an_older_one_can_be_read(client, world: World) -> None:
    later = replace(kalmar_file(), version="2027:1", valid_from=date(2027, 1, 1), sha256="1" * 64)
    publish_appendix(later, by=None, at=NOW)
    page = client.get(PAGE).content.decode()
    assert "Kalmar IT 2026:1" in page
    assert "?region=kalmar&amp;version=2027%3A1" in page
    assert (
        "inte börjat gälla än" in client.get(PAGE, {"region": "kalmar", "version": "2027:1"}).content.decode()
    )


def test_what_does_not_exist_is_not_found(client, world: World) -> None:
    assert client.get(PAGE, {"version": "<b>"}).status_code == 404
    assert client.get(PAGE, {"region": "okänd"}).status_code == 404
    assert client.post(PAGE).status_code == 405


def test_without_an_appendix_the_page_says_so(client, db) -> None:
    assert not AppendixVersion.objects.exists()
    assert "Ingen bilaga är publicerad" in client.get(PAGE).content.decode()
