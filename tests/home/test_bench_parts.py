"""The pure parts of the bench: percentiles, ratios, scaling, and reading forms. Nothing is timed here."""

import os

import pytest

from portal.home.bench import promises
from portal.home.bench.client import form_with
from portal.home.bench.processes import cpu_between, cpu_of, family, memory_of
from portal.home.bench.promises import LINES, Line, Row, Sample
from portal.home.bench.run import GROWING, floor_job, job_of, parse

LIST = LINES[0]
DOORS = {
    "staff": [{"a": "1"}],
    "heads": [{"a": "2"}],
    "floor": [{"b": "3"}],
    "staff_tokens": ["t"],
    "head_tokens": [["h", "SE5560747551-E1"]],
    "assets": ["KLM-000001"],
    "serials": ["ABC"],
    "whole_serials": ["ABC1234567"],
    "orders": ["B-2026-0001"],
    "needs": ["extra-screen"],
    "motivation": "x",
}


def sample(*milliseconds: float, cpu: float = 1.0, errors: tuple[str, ...] = ()) -> Sample:
    return Sample(tuple(one / 1000 for one in milliseconds), cpu / 1000, 10.0, errors)


def test_percentiles_by_nearest_rank() -> None:
    values = tuple(float(one) for one in range(1, 101))
    assert promises.percentile(values, 95) == 95
    assert promises.percentile(values, 100) == 100
    assert promises.percentile((3.0,), 95) == 3.0


@pytest.mark.parametrize(("cpu", "holds"), [(3.9, True), (4.0, True), (4.1, False)])
def test_a_line_holds_up_to_its_ratio(cpu: float, holds: bool) -> None:
    assert promises.ratio_row(LIST, sample(9, cpu=cpu), sample(2)).holds is holds


def test_a_line_with_errors_never_holds() -> None:
    assert promises.ratio_row(LIST, sample(1, errors=("500",)), sample(1)).holds is False


def test_promises_in_milliseconds_are_ratios_to_the_floor_there() -> None:
    by_key = {line.key: line for line in LINES}
    assert by_key["rest_list"].times == pytest.approx(20 / promises.FLOOR_THERE["rest_list"])
    assert by_key["rest_submit"].times == pytest.approx(19 / promises.FLOOR_THERE["rest_create"])
    assert {line.floor for line in LINES} <= set(promises.FLOOR_THERE)


def test_throughput_is_asked_for_in_proportion_to_the_floor() -> None:
    there = promises.FLOOR_THERE["list"]
    assert promises.throughput_row(Sample((0.1,), 0.1, 50.0), sample(there)).holds
    assert promises.throughput_row(Sample((0.1,), 0.1, 25.0), sample(there * 2)).holds
    assert not promises.throughput_row(Sample((0.1,), 0.1, 24.0), sample(there * 2)).holds


def test_rounds_are_merged_by_their_weight() -> None:
    merged = promises.merged([Sample((1.0, 1.0, 1.0), 0.1, 3.0), Sample((2.0,), 0.5, 1.0, ("x",))])
    assert merged.cpu == pytest.approx(0.2)
    assert merged.p50 == 1000
    assert merged.errors == ("x",)


def test_growth_spread_and_queries() -> None:
    assert promises.growth_row("x", sample(1, cpu=10), sample(1, cpu=13)).holds
    assert not promises.growth_row("x", sample(1, cpu=10), sample(1, cpu=13.1)).holds
    assert promises.spread_row(sample(10, 10, 20)).holds
    assert not promises.queries_row(Line("x", "X", "list", 1, 8), 9).holds


def test_an_import_is_held_by_its_time_and_by_its_queries() -> None:
    found = {
        "import": 1.2,
        "copy": 0.02,
        "import_queries": {"400": 40, "500": 40, "900": 52, "1000": 52},
        "contacts": 0.8,
        "contacts_again": 0.3,
        "contact_rows": 10_000,
        "contact_queries": [9, 9],
    }
    rows = promises.register_rows(found)
    assert [row.holds for row in rows] == [True, True, None, True]
    assert "COPY av lika många rader 0.020 s" in rows[0].measured
    assert "12 för 500 till" in rows[1].measured
    worse = {
        "import": 2.5,
        "import_queries": {**found["import_queries"], "500": 41},
        "contact_queries": [9, 10],
    }
    assert [row.holds for row in promises.register_rows(found | worse)] == [False, False, None, False]


def test_the_table_says_what_is_missed() -> None:
    text = promises.table([Row("A", "≤ 1", "2", False), Row("B", "", "3", None), Row("C", "≤ 9", "1", True)])
    assert [line.split()[-1] for line in text.splitlines()[2:]] == ["MISS", "–", "ok"]
    assert promises.as_json([Row("A", "≤ 1", "2", False)])[0]["verdict"] == "MISS"


def test_every_line_has_its_requests_and_its_floor() -> None:
    for line in LINES:
        assert job_of(line.key, DOORS)["requests"]
        assert floor_job(line.floor, DOORS)["requests"]
    assert set(GROWING) <= {line.key for line in LINES}
    assert parse(["--lines", "list", "--large"]).lines == ["list"]


def test_a_form_is_sent_as_it_stands() -> None:
    page = """<form action="/a"><input name="q"></form><form action="/b"><input type="hidden" name="rad" value="x-0">
    <input type="radio" name="v" value="1"><input type="radio" name="v" value="2" checked><button name="gor">A</button>
    <textarea name="m">Ett &amp; två</textarea><select name="s"><option value="1"><option value="2" selected></select>
    </form>"""
    action, fields = form_with(page, "rad")
    assert action == "/b"
    assert fields == [("rad", "x-0"), ("v", "2"), ("m", "Ett & två"), ("s", "2")]
    with pytest.raises(LookupError):
        form_with(page, "missing")


def test_processes_are_read_from_the_kernel() -> None:
    me = os.getpid()
    assert me in family(me)
    before = cpu_of({me})
    assert sum(range(200_000)) > 0
    assert cpu_between(before, cpu_of({me})) >= 0
    assert cpu_between({1: 1.0, 2: 5.0}, {1: 1.5, 3: 0.25}) == pytest.approx(0.75)
    assert memory_of(me) > 1
