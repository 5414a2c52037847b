"""Adding pictures: read by what they hold, and written anew so that nothing but the picture is kept."""

import struct
from datetime import datetime
from io import BytesIO

from django.db import transaction

from inventory.incidents.access import may_report
from inventory.incidents.actions.writing import locked_incident
from inventory.incidents.models import Incident, IncidentPicture
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.queries import roles_of

MOST_PICTURES = 6
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
_FORMATS = ("JPEG", "PNG", "WEBP")
# A JPEG that holds several, as telephones make them: the first is the picture.
_SEVERAL = "MPO"
_FAULTS = (OSError, SyntaxError, ValueError, struct.error)
_UNREADABLE = Invalid(
    "not_a_picture", "Filen är inte en bild i JPEG, PNG eller WebP. Välj en annan fil.", field="picture"
)


def add_picture(*, incident: Incident, content: bytes, by: User, at: datetime) -> IncidentPicture:
    """Keep a picture of what happened, at most 2 000 pixels wide and high, without place, time and camera.

    Raises Invalid for anything but JPEG, PNG and WebP of at most 5 MB, Conflict beyond six pictures or when the
    incident is over.
    """
    clean, media_type, size = _written_anew(content)
    with transaction.atomic():
        incident = locked_incident(incident)
        require(may_report(roles_of(by, local_date(at)), incident.unit))
        if incident.state not in Incident.OPEN:
            raise Conflict("incident_over", "Anmälan är avslutad, så inga fler bilder kan läggas till.")
        place = incident.pictures.count() + 1
        if place > MOST_PICTURES:
            raise Conflict(
                "too_many_pictures", f"Anmälan har redan {MOST_PICTURES} bilder, och fler ryms inte."
            )
        picture = IncidentPicture(
            incident=incident,
            position=place,
            content=clean,
            media_type=media_type,
            width=size[0],
            height=size[1],
            added_at=at,
            added_by=by,
        )
        with guarded():
            picture.save(force_insert=True)
        record(
            "incident.picture_added",
            by=by,
            at=at,
            subject=("incident", incident.number),
            unit=incident.unit.hsa_id,
            after={"picture": place, "bytes": len(clean)},
        )
    return picture


def _written_anew(content: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """The picture alone: turned as the camera was held, copied to a new one that has nothing beside its points."""
    # Of the web's processes only the one that is sent a picture needs what reads it.
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise Invalid("too_large", "Bilden är större än 5 MB. Välj en mindre.", field="picture")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("too_many_points", "Bilden är för stor. Välj en mindre.", field="picture")
            kind = "JPEG" if opened.format == _SEVERAL else str(opened.format)
            turned = ImageOps.exif_transpose(opened).convert("RGB" if kind == "JPEG" else "RGBA")
    except (*_FAULTS, Image.DecompressionBombError) as error:
        raise _UNREADABLE from error
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(turned.mode, turned.size)
    clean.paste(turned)
    written = BytesIO()
    clean.save(written, kind, **({} if kind == "PNG" else {"quality": 85}))
    return written.getvalue(), Image.MIME[kind], clean.size
