"""Strandporten's computer with a cracked screen is being mended, and one of the store stands in its place."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from inventory.incidents.actions.lend import lend_asset
from inventory.incidents.actions.picture import add_picture
from inventory.incidents.models import Kind, Outcome
from inventory.models import Asset
from portal.home.demo.incident import Mishap, simple_report
from portal.home.demo.story import Story


def plan_loan(story: Story) -> None:
    mishap = Mishap(story, "strandporten", "base-package", "laptop")
    how = "Skärmen sprack när datorn föll från undersökningsbritsen. Den startar, men halva bilden är svart."

    def report(at: datetime) -> None:
        mishap.report(simple_report(Kind.DAMAGE, how, at, place="Rum 110"), at)
        add_picture(incident=mishap.incident, content=_cracked_screen(), by=mishap.contact, at=at)

    def lend(at: datetime) -> None:
        spare = Asset.objects.filter(store=story.region, state=Asset.State.IN_STOCK, part_of__isnull=True)
        lend_asset(
            asset=spare.filter(item_code="base-package").first(),
            for_asset=mishap.incident.asset,
            due_on=story.today + timedelta(days=12),
            by=story.people["nils"],
            at=at,
        )

    reason = "Skärmen byts. Enheten får låna en dator ur lagret så länge."
    story.plan(story.moment(5, 9, 15), report)
    story.plan(story.moment(5, 13, 20), lambda at: mishap.decide(Outcome.REPAIR, reason, at))
    story.plan(story.moment(4, 8, 40), lend)


def _cracked_screen() -> bytes:
    """A picture such as a phone takes of it: half of the screen is black, with cracks from a corner."""
    picture = Image.new("RGB", (960, 640), "#6b6f76")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((120, 80, 840, 520), fill="#17191c")
    draw.rectangle((144, 104, 480, 496), fill="#7fb2d6")
    for x, y in ((150, 300), (300, 110), (430, 250), (520, 400), (640, 130), (700, 480)):
        draw.line(((810, 470), ((x + 810) // 2 + 14, (y + 470) // 2 - 22), (x, y)), fill="#d9dde2", width=3)
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
