"""What surrounds an act and is the same for all that happens in one request, task or command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The request's id and how the person was authenticated: provider, level (acr) and time (ISO 8601, UTC)."""

    request_id: str = ""
    provider: str = "system"
    acr: str = ""
    auth_time: str = ""

    def authentication(self) -> dict[str, str]:
        values = asdict(self)
        del values["request_id"]
        return values


_NONE = Circumstances()
_current: ContextVar[Circumstances] = ContextVar("circumstances", default=_NONE)


def circumstances() -> Circumstances:
    return _current.get()


@contextmanager
def acting_under(value: Circumstances) -> Iterator[None]:
    token = _current.set(value)
    try:
        yield
    finally:
        _current.reset(token)
