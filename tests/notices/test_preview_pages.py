"""Before publishing: how many units and people the audience holds, and why a unit is or is not in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core import clock
from portal.notices.models import Kind, Notice
from portal.notices.queries.audience import reach_of
from portal.notices.views.author_desk import stored_content
from tests.notices.authoring import posted
from tests.notices.test_writing_pages import NEW, PREVIEW
from tests.notices.writing import drafted
from tests.pages import as_user, text_of
from tests.world import NOW, World, make_unit

pytestmark = pytest.mark.django_db


def test_the_preview_tells_how_many_and_why(world: World) -> None:
    client = as_user(world.it_coordinator)
    everyone = text_of(client.post(PREVIEW, posted(world)))
    assert "<b>2</b> enheter och <b>4</b> personer får meddelandet." in everyone
    some = posted(world, municipality=["0880"], equipment=["label-printer"], enhet=world.unit.hsa_id)
    answer = text_of(client.post(PREVIEW, some))
    assert "Ingen enhet ingår i målgruppen." in answer
    assert "Hälsocentralen Strandporten får inte meddelandet." in answer
    assert "Enheten ligger i Kalmar kommun." in answer
    assert "Enheten har inte etikettskrivare." in answer
    assert "Stämmer inte" in answer
    refused = text_of(client.post(PREVIEW, posted(world, unit=["SE1"])))
    assert "finns i listan" in refused
    assert "får meddelandet" not in refused
    assert not Notice.objects.exists()


def test_the_preview_knows_nothing_of_other_regions_units(world: World) -> None:
    answer = text_of(as_user(world.it_coordinator).post(PREVIEW, posted(world, enhet="SE2321000073-P001")))
    assert "får inte meddelandet" not in answer
    assert as_user(world.it_coordinator).post(PREVIEW, posted(world, enhet="\x00")).status_code == 200


def test_counting_without_script_keeps_what_was_typed(world: World) -> None:
    response = as_user(world.it_coordinator).post(
        NEW, posted(world, gor="rakna", municipality=["0885"], title="Hej")
    )
    page = text_of(response)
    assert response.status_code == 200
    assert "<b>1</b> enhet och <b>1</b> person får meddelandet." in page
    assert 'value="Hej"' in page
    assert not Notice.objects.exists()


def test_codes_that_are_gone_are_left_out_and_told_of(world: World) -> None:
    notice = drafted(world, Kind.OUTAGE, ("EQUIPMENT", "fax"), affects=("telegraph",))
    page = text_of(as_user(world.it_coordinator).get(f"/drift/{notice.number}/andra/"))
    assert "”fax”, ”telegraph” finns inte längre" in page


def test_a_region_of_many_units_names_them_instead(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.core.units.forms.choosing.MOST_LISTED", 1)
    client = as_user(world.it_coordinator)
    assert '<textarea name="unit"' in text_of(client.get(f"{NEW}?slag=OUTAGE"))
    named = f"{world.unit.hsa_id.lower()}\r\n {world.other_unit.hsa_id};"
    assert client.post(NEW, posted(world, unit=named)).status_code == 302
    stored = Notice.objects.get().audience.values_list("value", flat=True)
    assert set(stored) == {world.unit.hsa_id, world.other_unit.hsa_id}
    assert world.unit.hsa_id in text_of(client.get(f"/drift/{Notice.objects.get().number}/andra/"))
    refused = client.post(NEW, posted(world, unit="SE1-X"))
    assert refused.context["form"].errors["unit"] == ["Regionen har ingen enhet med HSA-id SE1-X."]


def test_the_form_asks_as_much_with_more_units(world: World) -> None:
    client = as_user(world.it_coordinator)
    client.get(f"{NEW}?slag=OUTAGE")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{NEW}?slag=OUTAGE&enhet={world.unit.hsa_id}").status_code == 200
        return len(asked)

    before = queries()
    for number in range(3):
        make_unit(world.region, world.unit.provider, f"X{number}", f"Enhet {number}", municipality="0881")
    assert queries() == before


def test_what_the_preview_told_is_what_is_stored(world: World) -> None:
    client = as_user(world.it_coordinator)
    fields = posted(world, municipality=["0880"], role=["HEAD_OF_UNIT"])
    told = client.post(PREVIEW, fields).context["answer"].reach
    client.post(NEW, fields)
    content = stored_content(Notice.objects.get())
    assert told == reach_of(world.region.pk, content.audience, clock.local_date(NOW))
    assert (told.units, told.people) == (1, 1)
