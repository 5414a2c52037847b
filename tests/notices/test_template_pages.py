"""Templates: from scratch, from a notice, used, changed and taken away, by those who may write their kind."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.notices.actions.templates import retire_template, save_template
from portal.notices.models import Kind, Notice, NoticeTemplate
from tests.notices.authoring import posted
from tests.notices.writing import author_of, content, drafted, published
from tests.pages import as_user, text_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LIST = "/drift/mallar/"
NEW = "/drift/mallar/ny/"


def saved(
    world: World, name: str = "Cosmic nere", kind: str = Kind.OUTAGE, *audience: tuple[str, str], **more: Any
):
    written = content(kind, *audience, **more)
    return save_template(region=world.region, name=name, content=written, by=author_of(world, kind), at=NOW)


def test_a_template_from_scratch_fills_in_a_notice(world: World) -> None:
    client = as_user(world.it_coordinator)
    page = text_of(client.get(NEW))
    assert "slag=OUTAGE&amp;" in page
    assert "slag=CHANGE&amp;" not in page
    assert client.get(f"{NEW}?slag=OUTAGE").status_code == 200
    fields = posted(
        world,
        name="Cosmic nere",
        affects=["record-system"],
        service="on",
        municipality=["0880"],
        title_en="Down",
    )
    response = client.post(NEW, fields, follow=True)
    assert "Mallen ”Cosmic nere” är sparad." in text_of(response)
    template = NoticeTemplate.objects.get()
    assert template.audience == {"MUNICIPALITY": ["0880"], "SERVICE": ["record-system"]}
    assert (template.created_by, template.title_en) == (world.it_coordinator, "Down")
    event = AuditEvent.objects.get(kind="template.saved")
    assert (event.subject, event.actor) == ("Cosmic nere", world.it_coordinator.hsa_id)

    assert f"/drift/nytt/?mall={template.pk}" in text_of(client.get("/drift/nytt/"))
    form = client.get(f"/drift/nytt/?mall={template.pk}").context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values["title"] == "Utskrifter från Cosmic"
    assert (values["affects"], values["service"], values["municipality"]) == (
        ["record-system"],
        True,
        ["0880"],
    )
    assert set(values["role"]) == {"HEAD_OF_UNIT", "IT_CONTACT", "SUPERUSER"}


@pytest.mark.parametrize("make", [drafted, published])
def test_a_notice_is_kept_as_a_template(world: World, make: Any) -> None:
    notice = make(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id), impact="MAJOR", affects=("record-system",))
    client = as_user(world.it_coordinator)
    form = client.get(f"{NEW}?fran={notice.number}").context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert (values["name"], values["impact"], values["unit"]) == (notice.title, "MAJOR", [world.unit.hsa_id])
    assert client.post(NEW, posted(world, **values)).status_code == 302
    assert NoticeTemplate.objects.get().audience == {"UNIT": [world.unit.hsa_id]}
    assert Notice.objects.get().title == notice.title
    assert client.get(f"{NEW}?fran=D-2026-9999").status_code == 404
    assert as_user(world.coordinator).get(f"{NEW}?fran={notice.number}").status_code == 403


def test_a_template_is_changed_and_taken_away(world: World) -> None:
    template = saved(world)
    client, path = as_user(world.it_coordinator), f"{LIST}{template.pk}/"
    assert 'value="Cosmic nere"' in text_of(client.get(path))
    assert client.post(path, posted(world, name="Cosmic trögt", text="Vänta.")).url == LIST
    template.refresh_from_db()
    assert (template.name, template.text) == ("Cosmic trögt", "Vänta.")
    response = client.post(path, {"gor": "ta-bort"}, follow=True)
    assert "Mallen ”Cosmic trögt” är borttagen." in text_of(response)
    template.refresh_from_db()
    assert template.retired_by == world.it_coordinator
    for gone in (path, f"/drift/nytt/?mall={template.pk}"):
        assert client.get(gone).status_code == 404
    assert client.post(path, {"gor": "ta-bort"}).status_code == 404
    assert AuditEvent.objects.filter(kind="template.retired").count() == 1
    # The name is free again.
    saved(world, "Cosmic trögt")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": " "}, "name", "Skriv ett namn på mallen."),
        ({"name": "x" * 81}, "name", "högst 80 tecken"),
        ({"name": "a\u202eb"}, "name", "inte går att visa"),
        ({"name": "Cosmic nere"}, "name", "Det finns redan en mall med det namnet."),
        ({"text": "x" * 10_000}, "text", "högst 4000 tecken"),
        ({"title": "a\x00"}, "title", "tecken"),
        ({"unit": ["SE1"]}, "unit", "finns i listan"),
    ],
)
def test_a_fault_is_told_at_its_field(world: World, wrong: dict[str, Any], field: str, sentence: str) -> None:
    saved(world)
    response = as_user(world.it_coordinator).post(NEW, posted(world, **{"name": "Ny mall", **wrong}))
    assert response.status_code == 422
    assert any(sentence in one for one in response.context["form"].errors[field])
    assert NoticeTemplate.objects.count() == 1


def test_each_author_has_the_templates_of_his_kinds(world: World) -> None:
    outage, change = saved(world), saved(world, "Ny bilaga", Kind.CHANGE)
    for who, sees in (("it_coordinator", outage), ("coordinator", change), ("editor", change)):
        client = as_user(world.people[who])
        page = text_of(client.get(LIST))
        for template in (outage, change):
            allowed = template == sees
            assert (template.name in page) is allowed
            assert client.get(f"{LIST}{template.pk}/").status_code == (200 if allowed else 404)
            assert client.get(f"/drift/nytt/?mall={template.pk}").status_code == (200 if allowed else 404)
    for who in ("head", "delivery", "administrator", "nobody"):
        client = as_user(world.people[who])
        assert [client.get(path).status_code for path in (LIST, NEW, f"{LIST}{outage.pk}/")] == [403] * 3
        assert client.post(f"{LIST}{outage.pk}/", {"gor": "ta-bort"}).status_code == 403


def test_the_actions_refuse_whom_the_pages_do(world: World) -> None:
    template = saved(world)
    more = {"region": world.region, "name": "Annan", "by": world.coordinator, "at": NOW}
    with pytest.raises(NotAllowed):
        save_template(content=content(Kind.OUTAGE), **more)
    # Nor is a template of another's kind made one's own by changing its kind.
    with pytest.raises(NotAllowed):
        save_template(content=content(Kind.CHANGE), template=template, **more)
    with pytest.raises(NotAllowed):
        retire_template(template=template, by=world.coordinator, at=NOW)
    with pytest.raises(Invalid):
        saved(world, "Annan", Kind.OUTAGE, ("ROLE", "KING"))
    retire_template(template=template, by=world.it_coordinator, at=NOW)
    with pytest.raises(Conflict, match="är borttagen"):
        retire_template(template=template, by=world.it_coordinator, at=NOW)


def test_the_list_costs_the_same_however_long(world: World) -> None:
    client = as_user(world.it_coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    assert "Inga mallar" in text_of(client.get(LIST))
    saved(world, "1")
    one = queries()
    for number in "23":
        saved(world, number)
    assert queries() == one
