"""``manage.py bench``: starts its own servers, builds its data, measures, and prints what is promised and what is so."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from portal.home.bench import promises
from portal.home.bench.processes import cpu_between, cpu_of, family, memory_of
from portal.home.bench.promises import LINES, Row, Sample
from portal.home.bench.servers import FLOOR, ROOT, Servers, Web

SMALL = ("200", "10000", "5000")
LARGE = ("10000", "1000000", "20000")
REACHED = "10000"
GROWING = ("list", "sorted", "filtered", "serial", "asset", "rest_list", "unit")
FOOT = """
Golvet är en liten Django som startproject gör den, med session, inloggningskontroll, COUNT, JOIN och en enkel mall över
samma tabeller, mätt i samma körning, varannan gång. Löften i millisekunder gavs på en referensmaskin, där golven tog
{floors} ms. De gäller här i proportion: löftet här = löftet där × golvet här / golvet där. Jämförelsen görs i
processortid per anrop (webbserver, databas och Valkey), som en upptagen maskin inte tänjer; svarstiden står bredvid."""


class Bench:
    """One run: the servers, what the clients know, and the rows so far."""

    def __init__(self, servers: Servers, options: argparse.Namespace) -> None:
        self.servers, self.options = servers, options
        self.rows: list[Row] = []
        self.samples: dict[str, Sample] = {}
        self.starts: dict[str, int] = {}

    def prepare(self) -> None:
        say("Bygger data: 200 enheter, 10 000 inventarier, 5 000 beställningar")
        self.doors = self._build("portal", SMALL)
        self.floor = self.servers.serve("portal", FLOOR)
        self.web = self.servers.serve("portal")

    def _build(self, database: str, size: tuple[str, ...]) -> dict[str, Any]:
        self.servers.prepare(database)
        return json.loads(self.servers.python(database, "-m", "portal.home.bench.data", *size))

    # --- Measuring -----------------------------------------------------------------------------------------
    def load(
        self, web: Web, job: dict[str, Any], *, clients: int = 1, seconds: float, key: str = ""
    ) -> Sample:
        """One load from a process of its own, with the processor time that servers and database spent on it."""
        start = self.starts.get(key, 0)
        job = {**job, "port": web.port, "clients": clients, "seconds": seconds, "start": start}
        pids = self._pids(web)
        before = cpu_of(pids)
        done = subprocess.run(
            [sys.executable, "-m", "portal.home.bench.client"],
            cwd=ROOT,
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=True,
        )
        after = cpu_of(self._pids(web))
        found = json.loads(done.stdout)
        took = tuple(found["took"])
        self.starts[key] = start + len(took)
        spent = cpu_between(before, after)
        return Sample(took, spent / len(took), len(took) / seconds, tuple(found["errors"]))

    def _pids(self, web: Web) -> set[int]:
        return (
            web.workers | family(self.servers.postgres.process.pid) | family(self.servers.valkey.process.pid)
        )

    def compare(self, line: promises.Line) -> None:
        """The work and its floor in turn, some rounds each."""
        work, floor = job_of(line.key, self.doors), floor_job(line.floor, self.doors)
        self.load(self.web, work, clients=4, seconds=1.5, key=line.key)
        self.load(self.floor, floor, clients=4, seconds=0.5)
        seconds = self.options.seconds / self.options.rounds
        rounds = [
            (
                self.load(self.floor, floor, seconds=seconds),
                self.load(self.web, work, seconds=seconds, key=line.key),
            )
            for _ in range(self.options.rounds)
        ]
        base = promises.merged([one for one, _ in rounds])
        sample = promises.merged([one for _, one in rounds])
        self.samples[line.key] = sample
        self._complain(line.key, sample)
        self.rows.append(promises.ratio_row(line, sample, base))
        crowd = self.load(self.web, work, clients=8, seconds=seconds, key=line.key)
        if line.key == "list":
            self.rows += [promises.spread_row(sample), promises.throughput_row(crowd, base)]
        else:
            self.rows.append(
                Row(
                    f"{line.name}, 8 klienter",
                    "",
                    f"{crowd.per_second:.0f}/s, p95 {crowd.p95:.0f} ms, {crowd.cpu_ms:.1f} ms cpu",
                    None,
                )
            )

    def _complain(self, key: str, sample: Sample) -> None:
        for error in sorted(set(sample.errors))[:3]:
            say(f"FEL i {key}: {error}")

    # --- Counting ------------------------------------------------------------------------------------------
    def count(self) -> None:
        """Queries per page, weights, memory, cold start and the PDF."""
        asked = [
            {"name": key, **request_of(key, self.doors)}
            for key in [line.key for line in LINES if line.queries]
        ]
        answer = self.servers.python(
            "portal",
            "-m",
            "portal.home.bench.inside",
            stdin=json.dumps({"requests": asked, "pdf": self.doors["orders"][0]}),
        )
        found = json.loads(answer)
        counts = {one["name"]: one for one in found["counts"]}
        for line in LINES:
            if line.queries:
                self.rows.append(promises.queries_row(line, counts[line.key]["queries"]))
        page = counts["list"]
        self.rows += [
            promises.most_row("Listsidans HTML", page["html"] / 1000, promises.MOST_HTML / 1000, "kB", 1),
            promises.most_row("Listsidans HTML, packad", page["gz"] / 1000, promises.MOST_GZ / 1000, "kB", 1),
            promises.most_row(
                "CSS och JS, packade", page["assets"] / 1000, promises.MOST_ASSETS / 1000, "kB", 1
            ),
            promises.most_row("En beställning som PDF, i arbetaren", found["pdf"], promises.MOST_PDF, "s", 2),
        ]

    def reach(self) -> None:
        """A notice to 10 000 units with three people each (R9)."""
        say("Bygger 10 000 enheter med tre personer var och publicerar ett driftmeddelande")
        self.servers.prepare("portal_reach")
        found = json.loads(self.servers.python("portal_reach", "-m", "portal.home.bench.reach", REACHED))
        self.rows.append(promises.reach_row(found, int(REACHED)))

    def register(self) -> None:
        """An import and a call of network contacts, beside the assets that there are."""
        say("Importerar inventarier och tar emot nätverkskontakter")
        found = json.loads(self.servers.python("portal", "-m", "portal.home.bench.register"))
        self.rows += promises.register_rows(found)

    def processes(self) -> None:
        """After all the load: memory of the largest worker, and how long a cold start takes."""
        memory = max(memory_of(pid) for pid in self.web.workers)
        self.rows.append(promises.most_row("Minne per webbprocess", memory, promises.MOST_MEMORY, "MB"))
        here = self.floor.cold_start
        most = promises.MOST_COLD * here / promises.FLOOR_COLD_THERE
        self.rows.append(
            Row(
                "Kallstart",
                f"≤ {most:.1f} s (2 s där golvet är 0,65 s; här {here:.2f})",
                f"{self.web.cold_start:.1f} s",
                self.web.cold_start <= most,
            )
        )

    # --- Growing -------------------------------------------------------------------------------------------
    def grow(self) -> None:
        """The same pages with a hundred times as many assets and fifty times as many units."""
        say("Bygger 10 000 enheter och 1 000 000 inventarier")
        doors = self._build("portal_large", LARGE)
        web = self.servers.serve("portal_large")
        names = {line.key: line.name for line in LINES}
        for key in GROWING:
            small, large = job_of(key, self.doors), job_of(key, doors)
            self.load(web, large, clients=4, seconds=2)
            seconds = self.options.seconds / self.options.rounds
            rounds = [
                (self.load(self.web, small, seconds=seconds), self.load(web, large, seconds=seconds))
                for _ in range(self.options.rounds)
            ]
            before = promises.merged([one for one, _ in rounds])
            after = promises.merged([one for _, one in rounds])
            self._complain(f"{key} (stor)", after)
            self.rows.append(promises.growth_row(names[key], before, after))


def job_of(key: str, doors: dict[str, Any]) -> dict[str, Any]:
    """What the clients are to ask, for a line of the table."""
    paths = {
        "list": ["/utrustning/"],
        "sorted": [
            f"/utrustning/?ordning={name}" for name in ("utbyte", "-artikel", "placering", "-levererad")
        ],
        "filtered": [f"/utrustning/?q={text}&lage=IN_USE" for text in doors["serials"]],
        "serial": [f"/utrustning/?q={text}" for text in doors["whole_serials"]],
        "asset": [f"/utrustning/{one}/" for one in doors["assets"]],
        "order": [f"/bestallningar/{one}/" for one in doors["orders"]],
    }
    if key in paths:
        return {"requests": [{"path": path} for path in paths[key]], "cookies": doors["staff"]}
    if key == "rest_list":
        tokens = [{"Authorization": f"Token {token}"} for token in doors["staff_tokens"]]
        return {"requests": [{"path": "/api/v1/assets/?page_size=100", "headers": one} for one in tokens]}
    if key == "rest_submit":
        return {"requests": list(_submissions(doors))}
    requests = {"ordering": [{"flow": item} for item in doors["needs"]], "unit": [{"path": "/"}]}
    return {"requests": requests[key], "cookies": doors["heads"]}


def _submissions(doors: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each unit orders each item in turn, so that no cap is reached."""
    for item in doors["needs"]:
        for token, unit in doors["head_tokens"]:
            line = {"item": item, "quantity": 1, "motivation": doors["motivation"]}
            yield {
                "method": "POST",
                "path": "/api/v1/orders/",
                "kind": "application/json",
                "headers": {"Authorization": f"Token {token}"},
                "body": json.dumps({"unit": unit, "lines": [line]}),
                "status": 201,
            }


def floor_job(key: str, doors: dict[str, Any]) -> dict[str, Any]:
    match key:
        case "list":
            requests: list[dict[str, Any]] = [{"path": "/list/"}]
        case "filtered":
            requests = [{"path": f"/filtered/?q={text}"} for text in doors["serials"]]
        case "page":
            requests = [{"path": f"/page/{one}/"} for one in doors["assets"]]
        case "rest_list":
            requests = [{"path": "/api/list/"}]
        case "rest_create":
            body = next(_submissions(doors))["body"]
            requests = [{"method": "POST", "path": "/api/create/", "body": body, "status": 201}]
        case _:
            raise KeyError(key)
    return {"requests": requests, "cookies": doors["floor"]}


def request_of(key: str, doors: dict[str, Any]) -> dict[str, Any]:
    """The first request of a job, as the in-process counter wants it."""
    job = job_of(key, doors)
    return {**job["requests"][0], "cookies": next(cycle(job.get("cookies") or [{}]))}


def say(what: str) -> None:
    sys.stdout.write(f"· {what}\n")
    sys.stdout.flush()


def parse(arguments: list[str]) -> argparse.Namespace:
    keys = [line.key for line in LINES]
    parser = argparse.ArgumentParser(prog="bench", description="Mäter det som portalen lovar om fart.")
    parser.add_argument("--lines", nargs="+", choices=keys, default=keys, help="bara de här raderna")
    parser.add_argument("--seconds", type=float, default=3.0, help="mättid per rad och sida")
    parser.add_argument("--rounds", type=int, default=3, help="omgångar, golvet och portalen om vartannat")
    parser.add_argument(
        "--large", action="store_true", help="mät också tillväxten, med en miljon inventarier"
    )
    parser.add_argument("--json", type=Path, help="skriv resultatet hit")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Returns 1 when a promise is missed."""
    options = parse(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as folder,
        Servers(Path(folder)) as servers,
    ):
        bench = Bench(servers, options)
        bench.prepare()
        for line in LINES:
            if line.key in options.lines:
                say(line.name)
                bench.compare(line)
        say("Räknar frågor, vikt, minne")
        bench.count()
        bench.processes()
        bench.register()
        bench.reach()
        if options.large:
            bench.grow()
    floors = ", ".join(f"{value:g}".replace(".", ",") for value in promises.FLOOR_THERE.values())
    sys.stdout.write(f"\n{promises.table(bench.rows)}\n{FOOT.format(floors=floors)}\n")
    if options.json:
        load = os.getloadavg()
        result = {"rows": promises.as_json(bench.rows), "load": load, "cores": os.cpu_count()}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1))
    return int(any(row.holds is False for row in bench.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
