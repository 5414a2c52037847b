"""Importing equipment: the files of a region, for those who import into it."""

from tests.trust.rows.row import REGISTRARS, Row
from tests.trust.scene import Side


def _run(side: Side) -> dict[str, int]:
    return {"pk": side.import_run.pk}


# A file may name units of the whole region, and only those of the region who import see it.
IMPORTS = {
    "imports:list": Row(REGISTRARS, REGISTRARS),
    "imports:blank_csv": Row(REGISTRARS),
    "imports:blank_xlsx": Row(REGISTRARS),
    "imports:run": Row(REGISTRARS, REGISTRARS, thing=_run, data=lambda side: {"gor": "kasta"}),
}
