"""The promised lines and how a measurement is judged. No clock, no process, no Django.

A promise in milliseconds was given for a reference machine. There the floor of the same work took ``floor_there``; here
it takes ``floor_here``. So the promise is a ratio to the floor, and holds on any machine: promise_there / floor_there.
"""

from dataclasses import asdict, dataclass
from math import ceil
from statistics import median
from typing import Any

from portal.core.web.formatting import number


@dataclass(frozen=True, slots=True)
class Line:
    """One promised piece of work. ``times`` is how many times the floor it may take, ``floor`` which floor it is held
    against, ``queries`` the most it may ask."""

    key: str
    name: str
    floor: str
    times: float
    queries: int | None = None


# Milliseconds that the floors took on the reference machine.
FLOOR_THERE = {"list": 5.5, "filtered": 4.2, "page": 3.1, "rest_list": 1.9, "rest_create": 1.4}
LINES = (
    Line("list", "Utrustningslistan, första 50", "list", 4.0, 8),
    Line("sorted", "Utrustningslistan, sorterad på en annan kolumn", "list", 4.0, 8),
    Line("filtered", "Filtrerad och sökt lista", "filtered", 5.0),
    Line("serial", "Sökning på ett helt serienummer", "filtered", 5.0),
    Line("asset", "En inventarie", "page", 4.0, 10),
    Line("order", "En beställning", "page", 4.0, 10),
    Line("rest_list", "REST, lista med 100", "rest_list", 20 / 1.9),
    Line("rest_submit", "REST, beställning med regler, logg och utkorg", "rest_create", 19 / 1.4),
    Line("ordering", "Beställa, från startsidan till kvittot (5 anrop)", "list", 150 / 5.5),
    Line("unit", "Enhetens startsida", "list", 6.0, 15),
)
MOST_SPREAD = 2.0  # p95 of the list against its p50
LEAST_PER_SECOND = 50.0  # of the list at 8 clients, where the floor's list takes what it took there
MOST_GROWTH = 1.3
MOST_HTML, MOST_GZ, MOST_ASSETS = 40_000, 6_000, 60_000  # bytes
MOST_MEMORY, MOST_COLD = 110.0, 2.0  # MB, seconds
MOST_PDF = 1.0  # seconds
MOST_REACH = 60.0  # seconds
MOST_IMPORT = 2.4  # seconds for 1 000 assets
FLOOR_COLD_THERE = 0.65


@dataclass(frozen=True, slots=True)
class Sample:
    """What a load gave: seconds per request, and processor seconds per request of server and database together."""

    took: tuple[float, ...]
    cpu: float
    per_second: float = 0.0
    errors: tuple[str, ...] = ()

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return median(self.took) * 1000

    @property
    def p95(self) -> float:
        return percentile(self.took, 95) * 1000

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. ``holds`` None: measured, not promised."""

    name: str
    promise: str
    measured: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        return {True: "ok", False: "MISS", None: "–"}[self.holds]


def percentile(values: tuple[float, ...], percent: float) -> float:
    """The value that so many per cent do not exceed, by nearest rank."""
    ordered = sorted(values)
    place = max(0, ceil(percent / 100 * len(ordered)) - 1)
    return ordered[place]


def merged(samples: list[Sample]) -> Sample:
    """Several rounds as one; processor time weighted by how many requests each round held."""
    took = tuple(value for sample in samples for value in sample.took)
    cpu = sum(sample.cpu * len(sample.took) for sample in samples) / len(took)
    per_second = sum(sample.per_second for sample in samples) / len(samples)
    return Sample(took, cpu, per_second, tuple(error for sample in samples for error in sample.errors))


def ratio_row(line: Line, work: Sample, floor: Sample) -> Row:
    """Held by processor time, which a busy machine does not stretch; the response times stand beside."""
    by_cpu, by_time = work.cpu_ms / floor.cpu_ms, work.p50 / floor.p50
    return Row(
        line.name,
        f"≤ {line.times:.1f} × golvet = {line.times * floor.cpu_ms:.1f} ms cpu",
        f"{by_cpu:.1f} × ({work.cpu_ms:.1f} ms cpu; p50 {work.p50:.1f} ms = {by_time:.1f} ×)",
        by_cpu <= line.times and not work.errors,
    )


def queries_row(line: Line, queries: int) -> Row:
    return Row(f"{line.name}: frågor", f"≤ {line.queries}", str(queries), queries <= (line.queries or 0))


def spread_row(work: Sample) -> Row:
    times = work.p95 / work.p50
    return Row("Utrustningslistan: p95 mot p50", f"≤ {MOST_SPREAD} ×", f"{times:.1f} ×", times <= MOST_SPREAD)


def throughput_row(work: Sample, floor: Sample) -> Row:
    """At 8 clients. Fifty a second were promised where the floor takes 5.5 ms; here in proportion."""
    wanted = LEAST_PER_SECOND * FLOOR_THERE["list"] / floor.p50
    return Row(
        "Utrustningslistan, 8 klienter",
        f"≥ {wanted:.0f}/s (50/s där golvet är 5,5 ms)",
        f"{work.per_second:.0f}/s",
        work.per_second >= wanted,
    )


def growth_row(name: str, small: Sample, large: Sample) -> Row:
    times = large.cpu_ms / small.cpu_ms
    return Row(
        f"Tillväxt: {name}",
        f"≤ {MOST_GROWTH} ×",
        f"{times:.2f} × ({small.cpu_ms:.1f} → {large.cpu_ms:.1f} ms cpu; p50 {small.p50:.1f} → {large.p50:.1f})",
        times <= MOST_GROWTH,
    )


def most_row(name: str, value: float, most: float, unit: str, digits: int = 0) -> Row:
    return Row(name, f"≤ {most:.{digits}f} {unit}", f"{value:.{digits}f} {unit}", value <= most)


def reach_row(found: dict[str, Any], units: int) -> Row:
    """A notice's publication until the last of its people is queued. Held only if every one is there."""
    seconds = found["publish"] + found["queue"]
    everyone = (found["units"], found["people"]) == (units, units * 3)
    told = f"{number(found['units'])} enheter, {number(found['people'])} personer"
    return Row(
        "Driftmeddelande till 10 000 enheter × 3 personer, köat (R9)",
        f"≤ {MOST_REACH:.0f} s",
        f"{seconds:.1f} s ({told}; publiceringen själv {found['publish']:.2f} s)",
        everyone and seconds <= MOST_REACH,
    )


def register_rows(found: dict[str, Any]) -> list[Row]:
    """The import of 1 000 assets, with PostgreSQL's own COPY of as many rows beside, and a call of network contacts.

    Queries are constant per 500 rows when 400 rows take as many as 500, and 900 as many as 1 000.
    """
    asked = {int(rows): queries for rows, queries in found["import_queries"].items()}
    further = asked[1000] - asked[500]
    small, large = found["contact_queries"]
    rows = f"{found['contact_rows']:,}".replace(",", " ")
    return [
        Row(
            "Import av 1 000 inventarier från CSV, kontrollerad och loggad",
            f"≤ {MOST_IMPORT:.1f} s",
            f"{found['import']:.2f} s (COPY av lika många rader {found['copy']:.3f} s)",
            found["import"] <= MOST_IMPORT,
        ),
        Row(
            "Import: frågor",
            "lika många för varje 500 rader",
            f"{asked[400]} och {asked[500]} för 400 och 500, {asked[900]} och {asked[1000]} för 900 och 1 000: "
            f"{further} för 500 till",
            asked[400] == asked[500] and asked[900] == asked[1000],
        ),
        Row(
            f"Nätverkskontakter, {rows} i ett anrop",
            "",
            f"{found['contacts']:.2f} s, samma anrop igen {found['contacts_again']:.2f} s",
            None,
        ),
        Row(
            "Nätverkskontakter: frågor",
            "lika många oavsett antal",
            f"{small} för 100, {large} för {rows}",
            small == large,
        ),
    ]


def table(rows: list[Row]) -> str:
    """The rows as aligned text."""
    head = Row("Arbete", "Löfte", "Mätt", None)
    cells = [(row.name, row.promise, row.measured, row.verdict) for row in (head, *rows)]
    cells[0] = (*cells[0][:3], "")
    widths = [max(len(row[place]) for row in cells) for place in range(4)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    return [{**asdict(row), "verdict": row.verdict} for row in rows]
