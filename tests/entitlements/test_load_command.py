"""manage.py load_appendix: all or nothing, every fault shown, and twice is as once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entitlements.loader.convert import to_rules
from entitlements.loader.load import load_appendix
from entitlements.models import AppendixVersion
from entitlements.queries import rules_of
from portal.core.units.models import Region
from tests.entitlements.givens import KALMAR_FILE, OTHER_FILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return Region.objects.create(code="kalmar", name="Region Kalmar län", county_code="08", asset_prefix="K")


def load(*arguments: object) -> str:
    out = StringIO()
    call_command("load_appendix", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_file_is_published_once(region):
    assert load(KALMAR_FILE) == "Kalmar IT 2026:1: publicerad, gäller från 2026-01-01.\n"
    assert load(KALMAR_FILE) == "Kalmar IT 2026:1: redan publicerad, oförändrad.\n"
    assert AppendixVersion.objects.count() == 1


def test_the_rules_see_the_same_from_the_database_as_from_the_file(region):
    load(KALMAR_FILE)
    assert rules_of(AppendixVersion.objects.get().pk) == to_rules(load_appendix(KALMAR_FILE))


def test_checking_publishes_nothing(region):
    assert load("--check", KALMAR_FILE, OTHER_FILE).splitlines() == [
        "Kalmar IT 2026:1: inga fel.",
        "Vindelmark it 1.0: inga fel.",
    ]
    assert not AppendixVersion.objects.exists()


def test_one_faulty_file_stops_all_and_every_fault_is_shown(region, tmp_path):
    faulty = tmp_path / "fel.yaml"
    faulty.write_text(
        OTHER_FILE.read_text().replace("kind: SHARED", "kind: X").replace("2026-07-01", "snart")
    )
    with pytest.raises(CommandError) as refusal:
        load(KALMAR_FILE, faulty)
    assert [row[:15] for row in str(refusal.value).splitlines()] == ["fel.yaml, rad 7", "fel.yaml, rad 4"]
    assert not AppendixVersion.objects.exists()


def test_a_region_that_is_not_registered_is_told():
    with pytest.raises(CommandError, match=r"Vindelmark it 1\.0: Regionen ”vindelmark” finns inte"):
        load(OTHER_FILE)


def test_an_unknown_publisher_is_told(region):
    with pytest.raises(CommandError, match="Ingen person med HSA-id"):
        load("--by", "SE2321000073-XXXX", KALMAR_FILE)
