"""From a file to the register: what becomes new, what changes, and that a second time changes nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.state import set_state
from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import discard_import, upload_file
from inventory.imports.models import ColumnMapping, ImportRun
from inventory.imports.tasks import drop_uploads
from inventory.models import Asset, AssetEvent
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from tests.imports.files import (
    HEADER,
    OTHER,
    UNIT,
    asset,
    checked,
    csv_file,
    imported,
    laptop,
    row,
    uploaded,
    xlsx_file,
)
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new_count, run.changed_count, run.unchanged_count, run.fault_count


def test_a_file_becomes_assets_with_one_act_in_the_log(world: World) -> None:
    before = AuditEvent.objects.count()
    file = csv_file(
        laptop("bok 1", day="2026-11-02", room="2"),
        row(serial="skarm1", item="skärm", part_of="BOK1"),
        row(number="GAMMAL-7", serial="SW1", item="switch", unit=OTHER),
        row(serial="ETT2", item="Etikettskrivare", state="I regionens lager"),
    )
    run = imported(world, file)
    assert (run.state, counts(run)) == ("DONE", (4, 0, 0, 0))
    assert run.content is None
    whole, screen, switch, stored = map(asset, ("BOK1", "SKARM1", "SW1", "ETT2"))
    assert (whole.item_name, whole.kind, whole.unit, whole.room) == (
        "grundpaket",
        "BASE_PACKAGE",
        world.unit,
        "2",
    )
    assert (whole.acquired_on, whole.warranty_until, whole.replacement_due) == (
        date(2026, 11, 2), date(2029, 11, 2), date(2030, 11, 2),
    )  # fmt: skip
    assert (screen.part_of, screen.unit, screen.room, screen.model_name) == (
        whole,
        world.unit,
        "2",
        "Vidsyn 24 P",
    )
    assert (switch.asset_number, switch.kind, switch.unit) == ("GAMMAL-7", "NETWORK", world.other_unit)
    assert (stored.state, stored.unit, stored.store, stored.released_on) == (
        "IN_STOCK",
        None,
        world.region,
        TODAY,
    )
    numbers = [whole.asset_number, switch.asset_number, stored.asset_number, screen.asset_number]
    assert all(one.startswith("KLM-") for one in (whole.asset_number, stored.asset_number))
    (event,) = AuditEvent.objects.filter(sequence__gt=before)
    assert (event.kind, event.actor, event.subject) == ("assets.imported", world.delivery.hsa_id, str(run.pk))
    assert event.after == {"file": "fil.csv", "new": 4, "changed": 0, "assets": numbers}
    kinds = AssetEvent.objects.filter(source=f"Import {run.pk}").values_list("kind", "happened_by")
    assert list(kinds) == [("IMPORTED", world.delivery.pk)] * 4


def test_the_same_file_again_changes_nothing(world: World) -> None:
    file = csv_file(
        laptop(),
        row(serial="SK1", item="screen", part_of="BOK1"),
        row(serial="SW1", item="switch", unit=OTHER),
    )
    imported(world, file)
    stored = list(Asset.objects.order_by("pk").values())
    events = AssetEvent.objects.count()
    again = checked(world, file)
    assert counts(again) == (0, 0, 3, 0)
    with pytest.raises(Conflict, match="finns redan"):
        start_import(run=again, by=world.delivery, at=NOW)
    assert list(Asset.objects.order_by("pk").values()) == stored
    assert AssetEvent.objects.count() == events


def test_place_model_and_days_change_and_parts_follow(world: World) -> None:
    imported(world, csv_file(laptop(), row(serial="SK1", item="screen", part_of="BOK1"), laptop("BOK2")))
    run = checked(
        world,
        csv_file(
            laptop(unit=OTHER, function="Labb", model="Elmtorp Bok 15"), laptop("BOK2", warranty="2031-01-01")
        ),
    )
    assert counts(run) == (0, 3, 0, 0)
    moved, follows = run.changes[0], run.changes[-1]
    assert moved["row"] == 2
    assert "Enhet: Hälsocentralen Strandporten → Norrviks hälsocentral" in moved["what"]
    assert "Funktion: Reception 1 → Labb" in moved["what"]
    assert follows["row"] is None
    start_import(run=run, by=world.coordinator, at=NOW)
    whole, screen, other = asset("BOK1"), asset("SK1"), asset("BOK2")
    assert (whole.unit, whole.function, whole.model_name) == (world.other_unit, "Labb", "Elmtorp Bok 15")
    assert (screen.unit, screen.function) == (world.other_unit, "Labb")
    assert (other.unit, other.warranty_until) == (world.unit, date(2031, 1, 1))
    event = whole.events.latest("pk")
    assert (event.kind, event.happened_by) == ("CHANGED", world.coordinator)
    assert "Modell" in event.note


def test_an_empty_cell_says_nothing(world: World) -> None:
    imported(world, csv_file(laptop(room="3", warranty="2030-01-01")))
    assert counts(checked(world, csv_file(row(serial="BOK1")))) == (0, 0, 1, 0)


@pytest.mark.parametrize("make", [
    lambda *rows: csv_file(*rows),
    lambda *rows: csv_file(*rows, encoding="utf-8-sig"),
    lambda *rows: csv_file(*rows, encoding="cp1252"),
    lambda *rows: csv_file(*rows, separator=","),
    lambda *rows: csv_file(*rows, separator="\t"),
    xlsx_file,
])  # fmt: skip
def test_every_sort_of_file(world: World, make) -> None:
    run = imported(world, make(laptop(function="Mödravård", room=12, day=date(2026, 11, 2)), laptop("0012")))
    assert counts(run) == (2, 0, 0, 0)
    assert (asset("BOK1").function, asset("BOK1").room) == ("Mödravård", "12")
    assert asset("BOK1").acquired_on == date(2026, 11, 2)


def test_columns_are_chosen_and_remembered_by_person_and_headings(world: World) -> None:
    header = ("Maskin", *HEADER[2:], "Serie")
    file = csv_file([*laptop()[1:2], *laptop()[2:], "BOK9"], header=header)
    run = uploaded(world, file)
    assert "serial_number" not in run.mapping
    check_import(run=run, mapping=run.mapping | {"serial_number": 0}, by=world.delivery, at=NOW)
    assert uploaded(world, file).mapping["serial_number"] == 0
    assert "serial_number" not in uploaded(world, file, by="coordinator").mapping
    assert ColumnMapping.objects.get().owner == world.delivery
    with pytest.raises(Invalid, match="två gånger"):
        check_import(run=run, mapping={"item": 1, "model": 1}, by=world.delivery, at=NOW)
    with pytest.raises(Invalid, match="minst kolumnen"):
        check_import(run=run, mapping={"room": 1}, by=world.delivery, at=NOW)


def test_all_or_nothing_when_something_changes_after_the_check(world: World) -> None:
    run = checked(world, csv_file(laptop(), row(serial="ETT1", item="label-printer", unit=UNIT)))
    imported(world, csv_file(row(serial="ETT2", item="label-printer", unit=UNIT)))
    failed = start_import(run=run, by=world.delivery, at=NOW)
    assert (failed.state, failed.fault_count) == ("FAILED", 1)
    assert "Inget importerades" in failed.problem
    assert not Asset.objects.filter(serial_number__in=("BOK1", "ETT1")).exists()
    assert check_import(run=failed, mapping=failed.mapping, by=world.delivery, at=NOW).state == "CHECKED"


@pytest.mark.parametrize("role", ["delivery", "it_coordinator", "coordinator"])
def test_those_who_import(world: World, role: str) -> None:
    assert imported(world, csv_file(laptop()), by=role).started_by == world.people[role]


@pytest.mark.parametrize(
    "role",
    [
        "head",
        "contact",
        "superuser",
        "manager",
        "editor",
        "controller",
        "reviewer",
        "administrator",
        "nobody",
    ],
)
def test_nobody_else_imports(world: World, role: str) -> None:
    run = checked(world, csv_file(laptop()))
    by = world.people[role]
    with pytest.raises(NotAllowed):
        upload_file(region=world.region, file_name="f", content=csv_file(laptop()), by=by, at=NOW)
    for act in (check_import, start_import, discard_import):
        with pytest.raises(NotAllowed):
            act(run=run, by=by, at=NOW, **({"mapping": run.mapping} if act is check_import else {}))
    assert not Asset.objects.exists()


def test_what_was_imported_is_not_imported_again_nor_discarded(world: World) -> None:
    run = imported(world, csv_file(laptop()))
    for act in (start_import, discard_import):
        with pytest.raises(Conflict):
            act(run=run, by=world.delivery, at=NOW)
    discard_import(run=checked(world, csv_file(laptop("NY"))), by=world.delivery, at=NOW)
    assert list(ImportRun.objects.all()) == [run]


def test_what_has_left_the_unit_is_not_moved(world: World) -> None:
    imported(world, csv_file(laptop()))
    set_state(assets=[asset("BOK1")], state="RETURNED", source="R", note="", by=world.coordinator, at=NOW)
    run = checked(world, csv_file(laptop(unit=OTHER, state="I bruk")))
    assert {one["column"] for one in run.faults} == {"HSA-id", "Läge"}
    assert counts(checked(world, csv_file(laptop(model="Ny")))) == (0, 1, 0, 0)


def test_a_thousand_rows_ask_as_many_questions_for_500_as_for_5(world: World) -> None:
    """How long they take is measured by the bench."""

    def asked(first: int, rows: int) -> int:
        file = csv_file(*(laptop(f"M{n}", room=n % 50) for n in range(first, first + rows)))
        with CaptureQueriesContext(connection) as queries:
            assert imported(world, file).new_count == rows
        return len(queries)

    asked(0, 1)  # the columns are remembered, and the catalogue is read
    few = asked(10, 5)
    assert asked(1000, 500) == few
    assert asked(5000, 1000) <= few + 16


def test_files_that_nobody_imported_are_dropped_after_thirty_days(world: World) -> None:
    checked(world, csv_file(laptop("A1")))
    new = checked(world, csv_file(laptop("A2")))
    failed, done = checked(world, csv_file(laptop("A3"))), imported(world, csv_file(laptop("A4")))
    long_ago = clock.now() - timedelta(days=31)
    ImportRun.objects.exclude(pk=new.pk).update(uploaded_at=long_ago)
    ImportRun.objects.filter(pk=failed.pk).update(state="FAILED", problem="Filen gick inte att läsa.")
    drop_uploads()
    drop_uploads()
    assert set(ImportRun.objects.values_list("pk", flat=True)) == {new.pk, done.pk}
