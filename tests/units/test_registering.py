"""A region comes into the portal by four commands, without programming."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.core.audit.models import AuditEvent
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Contract, Region
from tests.world import KALMAR

HEAD = (
    "hsa_id;name;provider;organisation_number;street;postal_code;city;municipality;parent;programme;contract;"
    "contract_from;contract_to"
)
UNIT = (
    "SE5560747551-E1;Norrviks hälsocentral;Norrvik AB;5560747551;Storgatan 1;387 31;Borgholm;0885;;halsoval;"
    "HV-1;2026-01-01;"
)
BRANCH = (
    "SE5560747551-E2;Filial Löttorp;Norrvik AB;5560747551;Byvägen 2;387 73;Löttorp;0885;SE5560747551-E1;;;;"
)


@pytest.fixture
def region(db: None) -> Region:
    call_command(
        "add_region", "kalmar", "Region Kalmar län", county="08", prefix="KLM", contact="Samordningen"
    )
    call_command("load_appendix", str(KALMAR))
    return Region.objects.get(code="kalmar")


def write(folder: Path, *rows: str) -> str:
    path = folder / "enheter.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8-sig")
    return str(path)


def test_units_and_branches_are_loaded_with_their_contracts(region: Region, tmp_path: Path) -> None:
    call_command("load_units", "kalmar", write(tmp_path, UNIT, BRANCH))
    main, branch = CareUnit.objects.order_by("hsa_id")
    assert (branch.parent, branch.main_unit_id) == (main, main.pk)
    assert Contract.objects.get().programme.code == "halsoval"
    assert AuditEvent.objects.filter(kind="unit.added").count() == 2


def test_the_same_file_again_adds_nothing(region: Region, tmp_path: Path) -> None:
    for _ in range(2):
        call_command("load_units", "kalmar", write(tmp_path, UNIT, BRANCH))
    assert (CareUnit.objects.count(), Contract.objects.count()) == (2, 1)


def test_one_faulty_row_saves_nothing_and_every_fault_is_told(region: Region, tmp_path: Path) -> None:
    bad = UNIT.replace("E1;", "E3;").replace("0885", "9999")
    worse = UNIT.replace("SE5560747551-E1", "nonsens").replace("HV-1", "HV-9")
    with pytest.raises(CommandError) as refused:
        call_command("load_units", "kalmar", write(tmp_path, UNIT, bad, worse))
    assert "Rad 3, municipality: Kommunkoden ”9999” finns inte." in str(refused.value)
    assert "Rad 4, hsa_id: Skriv ett HSA-id" in str(refused.value)
    assert not CareUnit.objects.exists()


@pytest.mark.parametrize("contents", [b"\xff\xfe\x00", b"fel;kolumner\n1;2"])
def test_a_file_of_the_wrong_kind(region: Region, tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "fel.csv"
    path.write_bytes(contents)
    with pytest.raises(CommandError):
        call_command("load_units", "kalmar", str(path))


def test_a_check_saves_nothing(region: Region, tmp_path: Path) -> None:
    call_command("load_units", "kalmar", write(tmp_path, UNIT), check=True)
    assert not CareUnit.objects.exists()


def test_a_region_gets_its_first_administrator_once(region: Region) -> None:
    call_command("add_administrator", "kalmar", "SE2321000073-A1", "Maj", "Alm", "maj@example.se")
    assert User.objects.get().assignments.get().role == "ADMINISTRATOR"
    with pytest.raises(CommandError, match="redan en systemadministratör"):
        call_command("add_administrator", "kalmar", "SE2321000073-A2", "Bo", "Ek", "bo@example.se")
    assert User.objects.count() == 1
