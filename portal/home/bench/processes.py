"""What processes cost, read from /proc."""

import contextlib
from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> set[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, left = set(), [pid]
    while left:
        one = left.pop()
        found.add(one)
        left += parents.get(one, [])
    return found


def cpu_of(pids: set[int]) -> dict[int, float]:
    """Seconds on a processor so far, by process: from the scheduler, in nanoseconds, all threads."""
    return {pid: sum(_on_processor(task) for task in _tasks(pid)) for pid in pids}


def cpu_between(before: dict[int, float], after: dict[int, float]) -> float:
    """Seconds spent by those that still live; one that has come meanwhile counts whole."""
    return sum(spent - before.get(pid, 0.0) for pid, spent in after.items())


def memory_of(pid: int) -> float:
    """Resident memory in MB."""
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _tasks(pid: int) -> list[Path]:
    try:
        return list((PROC / str(pid) / "task").iterdir())
    except OSError:
        return []


def _on_processor(task: Path) -> float:
    try:
        return int((task / "schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
