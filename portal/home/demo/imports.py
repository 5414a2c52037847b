"""Files of equipment that the region has imported, and one that still has faults."""

from datetime import datetime, timedelta

from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import upload_file
from inventory.imports.models import ImportRun
from portal.core.people.models import User
from portal.home.demo.pieces import pieces_at
from portal.home.demo.places import PLACES
from portal.home.demo.story import Story

_KALMAR = "0880"


def plan_imports(story: Story) -> None:
    story.plan(story.moment(47, 10, 15), lambda at: _import_replacements(story, at))
    story.plan(story.moment(1, 11, 35), lambda at: _upload_with_faults(story, at))


def _import_replacements(story: Story, at: datetime) -> None:
    """The switches of Kalmar get another day for their planned replacement."""
    rows = ["Inventarienummer;Planerat utbyte"]
    replaced = story.today + timedelta(days=400)
    for place in (one for one in PLACES if one.municipality == _KALMAR):
        rows += [f"{one.asset_number};{replaced}" for one in pieces_at(story, place.key, "network-switch")]
    nils = story.people["nils"]
    run = _check(story, "Switchar i Kalmar.csv", rows, nils, at)
    start_import(run=run, by=nils, at=at)


def _upload_with_faults(story: Story, at: datetime) -> None:
    """Extra screens on their way in: one has a number that is taken, another a unit that is not there."""
    taken = pieces_at(story, "figeholm", "base-package").values_list("serial_number", flat=True)[:1]
    figeholm = story.units["figeholm"].hsa_id
    rows = [
        "Artikel;Serienummer;HSA-id;Funktion;Rum",
        f"extra-screen;SKM2-004417;{figeholm};Sköterska 1;Rum 104",
        f"extra-screen;SKM2-004418;{figeholm};Sköterska 2;Rum 105",
        f"extra-screen;{taken[0]};{figeholm};Läkare 1;Rum 110",
        "extra-screen;SKM2-004420;SE2321000073-E999;Läkare 2;Rum 111",
    ]
    _check(story, "Nya skärmar.csv", rows, story.people["ida"], at)


def _check(story: Story, name: str, rows: list[str], by: User, at: datetime) -> ImportRun:
    content = "\r\n".join(rows).encode("utf-8-sig")
    run = upload_file(region=story.region, file_name=name, content=content, by=by, at=at)
    return check_import(run=run, mapping=run.mapping, by=by, at=at)
