"""Pictures: read by what they hold, written anew without place and camera, and seen by who sees the incident."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.picture import MOST_BYTES, add_picture
from inventory.incidents.models import Incident, Outcome
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from tests.incidents.reporting import reported
from tests.world import NOW, World

MAKER, GPS_LATITUDE, GPS, ORIENTATION = 0x010F, 2, 0x8825, 0x0112
SECRET = "KAMERAN HETER ANNA"


def drawn(kind: str, size: tuple[int, int] = (40, 20), **more) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind, **more)
    return written.getvalue()


def with_exif(kind: str, turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[MAKER] = SECRET
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS)[GPS_LATITUDE] = (56.0, 39.0, 41.0)
    return drawn(kind, exif=exif.tobytes())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(world: World, kind: str) -> None:
    content = with_exif(kind)
    assert SECRET.encode() in content
    picture = add_picture(incident=reported(world), content=content, by=world.head, at=NOW)
    kept = Image.open(BytesIO(bytes(picture.content)))
    assert SECRET.encode() not in bytes(picture.content)
    assert (kept.format, dict(kept.getexif()), dict(kept.getexif().get_ifd(GPS))) == (kind, {}, {})
    assert (picture.media_type, picture.width, picture.height) == (f"image/{kind.lower()}", 40, 20)
    assert AuditEvent.objects.get(kind="incident.picture_added").after["picture"] == 1


def test_a_picture_stands_as_the_camera_was_held_and_is_not_larger_than_needed(world: World) -> None:
    incident = reported(world)
    turned = add_picture(incident=incident, content=with_exif("JPEG", turned=6), by=world.head, at=NOW)
    assert (turned.width, turned.height) == (20, 40)
    large = add_picture(incident=incident, content=drawn("PNG", (4000, 1000)), by=world.head, at=NOW)
    assert (large.position, large.width, large.height) == (2, 2000, 500)


def test_the_first_of_several_in_a_file_is_the_picture(world: World) -> None:
    second = Image.new("RGB", (40, 20), (0, 0, 255))
    several = drawn("MPO", save_all=True, append_images=[second])
    picture = add_picture(incident=reported(world), content=several, by=world.head, at=NOW)
    kept = Image.open(BytesIO(bytes(picture.content)))
    assert (picture.media_type, kept.format, getattr(kept, "n_frames", 1)) == ("image/jpeg", "JPEG", 1)
    assert kept.getpixel((20, 10))[0] > 150


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        drawn("GIF"),
        drawn("JPEG")[:60],
        drawn("PNG", exif=b"MM\0*\0\0\0"),
    ],
    ids=["nothing", "svg", "pdf", "gif", "cut short", "what the camera says cut short"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(world: World, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        add_picture(incident=reported(world), content=content, by=world.head, at=NOW)
    assert (refused.value.code, refused.value.field) == ("not_a_picture", "picture")


def test_a_picture_has_bounds_in_bytes_and_points(world: World) -> None:
    incident = reported(world)
    with pytest.raises(Invalid) as refused:
        add_picture(incident=incident, content=b"\0" * (MOST_BYTES + 1), by=world.head, at=NOW)
    assert refused.value.code == "too_large"
    wide = drawn("PNG", (10_000, 5_001))
    with pytest.raises(Invalid) as refused:
        add_picture(incident=incident, content=wide, by=world.head, at=NOW)
    assert refused.value.code == "too_many_points"


def test_there_are_six_at_most_and_none_when_it_is_over(world: World) -> None:
    incident = reported(world)
    for _ in range(6):
        add_picture(incident=incident, content=drawn("PNG"), by=world.contact, at=NOW)
    with pytest.raises(Conflict) as refused:
        add_picture(incident=incident, content=drawn("PNG"), by=world.contact, at=NOW)
    assert refused.value.code == "too_many_pictures"
    decide_incident(
        incident=incident, outcome=Outcome.NO_ACTION, reason="Ingen.", by=world.coordinator, at=NOW
    )
    with pytest.raises(Conflict) as refused:
        add_picture(incident=incident, content=drawn("PNG"), by=world.contact, at=NOW)
    assert refused.value.code == "incident_over"
    with pytest.raises(NotAllowed):
        add_picture(incident=incident, content=drawn("PNG"), by=world.other_head, at=NOW)


def test_a_picture_is_served_as_a_picture_and_only_to_who_sees_the_incident(world: World) -> None:
    incident: Incident = reported(world)
    kept = add_picture(incident=incident, content=drawn("JPEG"), by=world.head, at=NOW)
    path = f"/incidenter/{incident.number}/bilder/1/"
    client = Client()
    client.force_login(world.superuser)
    response = client.get(path)
    assert response.content == bytes(kept.content)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    client.force_login(world.other_head)
    assert client.get(path).status_code == 404
