"""The public status page: what every service does, and nothing that anyone wrote or anyone's name."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.http import urlencode

from portal.core import clock
from portal.core.cache import page_cache
from portal.core.units.models import CareUnit
from portal.notices.actions.publish import publish_notice, update_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, State
from portal.notices.queries.status import Level, status_of
from tests.notices.writing import author_of, drafted, published
from tests.pages import as_user, text_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
PAGE = "/status/kalmar/"
AFFECTS = ("record-system",)
RECORDS = "Journalsystemet Cosmic"


@pytest.fixture(autouse=True)
def _nothing_remembered(world: World) -> None:
    page_cache.clear()


def level_of(world: World, at: datetime = NOW, name: str = RECORDS) -> Level:
    return next(one.level for one in status_of(world.region, at).services if one.name == name)


def moved(notice: Notice, world: World, state: str, at: datetime, impact: str = Impact.MINOR) -> None:
    told = UpdateContent(state=state, impact=impact, text="Nytt.")
    update_notice(notice=notice, content=told, seen=notice.sequence, by=world.it_coordinator, at=at)
    notice.refresh_from_db()


def test_every_service_of_the_appendix_is_shown_and_works(world: World) -> None:
    page = text_of(Client().get(PAGE))
    for name in (RECORDS, "Support", "WAN-förbindelse", "Accesspunkt"):
        assert f"<b>{name}</b>" in page
    assert "Alla tjänster fungerar." in page
    assert "Multifunktionsskrivare" not in page


@pytest.mark.parametrize(
    ("impact", "state", "level"),
    [
        (Impact.NONE, State.INVESTIGATING, Level.DISTURBED),
        (Impact.MINOR, State.IDENTIFIED, Level.DISTURBED),
        (Impact.MAJOR, State.INVESTIGATING, Level.BROKEN),
        (Impact.CRITICAL, State.IDENTIFIED, Level.BROKEN),
        (Impact.CRITICAL, State.MONITORING, Level.DISTURBED),
    ],
)
def test_an_outage_disturbs_the_services_it_names(
    world: World, impact: str, state: str, level: Level
) -> None:
    notice = drafted(world, affects=AFFECTS, impact=impact)
    publish_notice(notice=notice, by=world.it_coordinator, at=NOW, state=state)
    assert level_of(world) == level
    assert level_of(world, name="Support") == Level.WORKS


def test_maintenance_is_planned_then_goes_on_then_is_over(world: World) -> None:
    notice = published(world, Kind.MAINTENANCE, affects=AFFECTS)
    assert level_of(world) == Level.PLANNED
    # Its hour has come, though nobody has said that it began.
    assert level_of(world, notice.window_start) == Level.MAINTENANCE
    moved(notice, world, State.IN_PROGRESS, NOW + timedelta(minutes=1))
    assert level_of(world, NOW + timedelta(minutes=2)) == Level.MAINTENANCE
    moved(notice, world, State.COMPLETED, NOW + timedelta(minutes=3))
    found = status_of(world.region, NOW + timedelta(minutes=4))
    assert level_of(world, NOW + timedelta(minutes=4)) == Level.WORKS
    assert found.past == ()  # only outages are remembered


def test_the_worst_counts_and_the_rest_is_told_beside(world: World) -> None:
    published(world, Kind.MAINTENANCE, affects=AFFECTS)
    published(world, affects=AFFECTS, impact=Impact.MAJOR)
    assert level_of(world) == Level.BROKEN
    page = text_of(Client().get(PAGE))
    assert "Stor störning" in page
    assert "Planerat underhåll:" in page
    assert "En tjänst har en störning." in page


def test_an_outage_at_some_of_the_units_is_not_told_as_everyones(world: World) -> None:
    here = ("UNIT", world.unit.hsa_id)
    one_unit = published(world, Kind.OUTAGE, here, affects=AFFECTS, impact=Impact.MAJOR)
    page = text_of(Client().get(PAGE))
    assert "En tjänst har en störning hos en del av enheterna." in page
    assert page.count(", en del av enheterna") == 1
    published(world, affects=AFFECTS, impact=Impact.MINOR)
    page_cache.clear()
    # The graver one is still theirs alone; the other is everyone's.
    page = text_of(Client().get(PAGE))
    assert page.count(", en del av enheterna") == 1
    moved(one_unit, world, State.RESOLVED, NOW + timedelta(hours=1))
    page_cache.clear()
    page = text_of(Client().get(PAGE))
    assert "En tjänst har en störning." in page
    assert page.count(", en del av enheterna") == 1  # among those that are over


def test_outages_that_are_over_are_remembered_for_thirty_days(world: World) -> None:
    notice = published(world, affects=AFFECTS)
    ended = NOW + timedelta(hours=2)
    moved(notice, world, State.RESOLVED, ended)
    [past] = status_of(world.region, ended).past
    assert (past.name, past.start, past.end) == (RECORDS, NOW, ended)
    assert status_of(world.region, ended + timedelta(days=30, minutes=-1)).past == (past,)
    assert status_of(world.region, ended + timedelta(days=30)).past == ()


def test_drafts_information_and_other_regions_change_nothing(world: World) -> None:
    drafted(world, affects=AFFECTS)
    published(world, Kind.INFORMATION, affects=AFFECTS)
    assert level_of(world) == Level.WORKS


SECRETS = ("Röntgenlab", "Doktor Hemlig", "väntrummet", "Secret lab")


def telling(world: World, kind: str) -> Notice:
    """A notice that names the unit everywhere that a notice can name anything."""
    unit: CareUnit = world.unit
    window = {"window_start": NOW + timedelta(days=8), "window_end": NOW + timedelta(days=9)}
    return drafted(
        world,
        kind,
        ("UNIT", unit.hsa_id),
        title=f"Röntgenlab hos {unit.name}"[:120],
        text=f"Doktor Hemlig på {unit.name} ({unit.hsa_id}) i väntrummet.",
        title_en=f"Secret lab at {unit.name}"[:120],
        text_en="Secret lab",
        affects=("record-system", "wan-connection", unit.hsa_id.lower()),
        **(window if kind == Kind.MAINTENANCE else {}),
    )


PATHS = [
    (Kind.OUTAGE, ()),
    (Kind.OUTAGE, (State.IDENTIFIED, State.MONITORING, State.RESOLVED)),
    (Kind.MAINTENANCE, (State.IN_PROGRESS, State.VERIFYING, State.COMPLETED)),
    (Kind.MAINTENANCE, (State.CANCELLED,)),
    (Kind.CHANGE, (State.CLOSED,)),
    (Kind.INFORMATION, (State.CLOSED,)),
    (Kind.INVENTORY, (State.CLOSED,)),
]


@pytest.mark.parametrize(("kind", "states"), PATHS)
def test_nothing_that_anyone_wrote_or_any_unit_shows_in_any_state(
    world: World, kind: str, states: tuple[str, ...]
) -> None:
    hidden = {
        *SECRETS,
        *(text for one in CareUnit.objects.all() for text in (one.name, one.hsa_id, one.street)),
    }
    hidden |= {person.full_name for person in world.people.values()}
    notice = telling(world, kind)
    by, at = author_of(world, kind), NOW
    assert_hidden(hidden | {notice.number})
    publish_notice(notice=notice, by=by, at=at)
    assert_hidden(hidden | {notice.number})
    for state in states:
        notice.refresh_from_db()
        at += timedelta(minutes=1)
        told = UpdateContent(
            state=state, impact=Impact.MAJOR, text="Doktor Hemlig", title="Röntgenlab stängt"
        )
        update_notice(notice=notice, content=told, seen=notice.sequence, by=by, at=at)
        assert_hidden(hidden | {notice.number})


def assert_hidden(words: set[str]) -> None:
    page_cache.clear()
    for headers in ({}, {"HX-Request": "true"}):
        shown = text_of(Client().get(PAGE, headers=headers)).lower()
        assert not {word for word in words if word.lower() in shown}


def test_it_needs_no_session_and_leaves_no_cookie(world: World) -> None:
    for path in ("/status/", PAGE):
        response = Client().get(path)
        assert response.status_code == 200
        assert not response.cookies
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=30"}
    named = as_user(world.head).get(PAGE)
    assert named["Cache-Control"] == "no-store"


def test_it_is_asked_for_anew_each_minute_and_answers_only_what_is_new(world: World) -> None:
    page = text_of(Client().get(PAGE))
    digest = page.split('hx-get="/status/kalmar/?har=')[1].split('"')[0]
    assert 'hx-trigger="every 60s"' in page
    again = f"{PAGE}?{urlencode({'har': digest})}"
    same = Client().get(again, headers={"HX-Request": "true"})
    assert (same.status_code, same.content) == (204, b"")
    notice = drafted(world, affects=AFFECTS)
    publish_notice(notice=notice, by=world.it_coordinator, at=clock.now())
    # Kept for half a minute, and then told.
    assert Client().get(again, headers={"HX-Request": "true"}).status_code == 204
    page_cache.clear()
    news = Client().get(again, headers={"HX-Request": "true"})
    assert "Störning" in text_of(news)
    assert "<html" not in text_of(news)


def test_while_it_is_kept_only_the_region_is_asked_for(world: World, django_assert_num_queries) -> None:
    Client().get(PAGE)
    with django_assert_num_queries(1):
        Client().get(PAGE)
    for count in (1, 3):
        for _ in range(count):
            published(world, affects=AFFECTS)
        with django_assert_num_queries(2):
            status_of(world.region, NOW)


def test_the_list_of_regions_is_linked_from_every_page(world: World) -> None:
    assert 'href="/status/"' in text_of(Client().get("/demo/"))
    assert f'<a href="{PAGE}">Region Kalmar län</a>' in text_of(Client().get("/status/"))


def test_a_region_that_is_not_there(world: World) -> None:
    assert Client().get("/status/finns-inte/").status_code == 404
