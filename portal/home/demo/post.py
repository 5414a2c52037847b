"""The mails that the demo has sent, read from the folder that Django's file backend writes them to."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

MOST_SHOWN = 100
# What stands between the mails that went over one connection.
_RULE = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. ``key`` is its file and place in it."""

    key: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def at(self) -> datetime | None:
        date = self.message["Date"]
        return date.datetime if date else None

    def part(self, subtype: str) -> str:
        """The text of the part text/plain or text/html; empty when there is none."""
        found = self.message.get_body(preferencelist=(subtype,))
        return found.get_content() if found else ""


def letters(recipient: str = "") -> list[Letter]:
    """The latest mails, newest first, at most 100; only those whose address holds ``recipient``, when it is given."""
    found: list[Letter] = []
    for path in _files():
        here = [one for one in _read(path) if recipient.lower() in one.to.lower()]
        found += reversed(here)
        if len(found) >= MOST_SHOWN:
            break
    return found[:MOST_SHOWN]


def letter_called(key: str) -> Letter | None:
    """The mail with the key, if there is one."""
    name = key.partition(":")[0]
    path = next((one for one in _files() if one.stem == name), None)
    return next((one for one in _read(path) if one.key == key), None) if path else None


def _files() -> list[Path]:
    """Newest first: their names begin with the time."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return sorted(Path(folder).glob("*.log"), reverse=True) if folder and Path(folder).is_dir() else []


def _read(path: Path) -> list[Letter]:
    mails = [one for one in path.read_bytes().split(_RULE) if one.strip()]
    return [
        Letter(f"{path.stem}:{place}", message_from_bytes(one, policy=policy.default))
        for place, one in enumerate(mails)
    ]
