"""What an author writes: of a notice, and of an update to one. Pages parse into these, actions take them."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from portal.notices.audience import Audience


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """A notice as it is drafted. ``kind`` and ``impact`` are values of the models' choices; moments are aware."""

    kind: str
    title: str
    text: str
    impact: str = "NONE"
    title_en: str = ""
    text_en: str = ""
    affects: tuple[str, ...] = ()
    audience: Audience = field(default_factory=Audience)
    window_start: datetime | None = None
    window_end: datetime | None = None
    short_notice_reason: str = ""
    needs_acknowledgement: bool = False
    acknowledge_before: date | None = None

    @property
    def digest(self) -> str:
        """The content in short: the same as long as nothing of it is changed."""
        parts = [getattr(self, one.name) for one in fields(self) if one.name != "audience"]
        return hashlib.sha256(repr((parts, self.audience.rows)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class UpdateContent:
    """What is told anew. ``state`` and ``impact`` are what they become; an empty ``title`` keeps the one there is, as do
    windows that are None. ``by_mail``: whether the update is mailed too."""

    state: str
    impact: str
    text: str
    title: str = ""
    title_en: str = ""
    text_en: str = ""
    window_start: datetime | None = None
    window_end: datetime | None = None
    is_correction: bool = False
    by_mail: bool = True
