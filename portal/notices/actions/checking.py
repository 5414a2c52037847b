"""What an author writes, tried before it is stored and again before it is published."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.text import is_line, text_faults
from portal.core.units.roles import Role
from portal.notices.audience import Audience, Dimension
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, Notice
from portal.notices.models.notice import NOTICE_AHEAD

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 4000, 300
LONGEST_CODE = 60
ANSWER_WITHIN = 10
"""Working days that a unit has to acknowledge, unless the author says another day."""
MOST_DAYS_TO_ANSWER = 366
_LONGEST = {"text": LONGEST_TEXT, "text_en": LONGEST_TEXT, "short_notice_reason": LONGEST_REASON}
# A title is the subject of mails, which a line break would keep from being sent.
_ONE_LINE = ("title", "title_en")
_MISSING = {"title": "Skriv en rubrik.", "text": "Skriv vad som har hänt eller ska hända."}


def content_of(notice: Notice, audience: Audience) -> NoticeContent:
    """The draft as its author wrote it."""
    return NoticeContent(
        kind=notice.kind,
        title=notice.title,
        text=notice.text,
        impact=notice.impact,
        title_en=notice.title_en,
        text_en=notice.text_en,
        affects=tuple(notice.affects),
        audience=audience,
        window_start=notice.window_start,
        window_end=notice.window_end,
        short_notice_reason=notice.short_notice_reason,
        needs_acknowledgement=notice.needs_acknowledgement,
        acknowledge_before=notice.acknowledge_before,
    )


def require_content(content: NoticeContent) -> None:
    """Raise Errors or Invalid for a content that cannot be stored."""
    if content.kind not in Kind.values:
        raise Invalid("unknown_kind", "Välj vad meddelandet gäller.", field="kind")
    if content.impact not in Impact.values:
        raise Invalid("unknown_impact", "Välj hur stor påverkan är.", field="impact")
    require_texts(
        title=content.title,
        text=content.text,
        title_en=content.title_en,
        text_en=content.text_en,
        short_notice_reason=content.short_notice_reason,
    )
    require_window(content, None)
    if not all(_is_code(value) for value in content.affects):
        raise Invalid("unknown_service", "Välj tjänster i listan.", field="affects")
    _require_audience(content.audience)


def content_faults(content: NoticeContent) -> list[Invalid]:
    """What hinders the content from being stored, as a list for a page that tells of it together with ``faults_in``."""
    try:
        require_content(content)
    except Invalid as refusal:
        return list(refusal.details) or [refusal]
    return []


def require_texts(**texts: str) -> None:
    """Raise Errors, one for each text that is missing, too long or not plain. Keys are field names; ``title`` and
    ``text`` must be there."""
    faults: list[Invalid] = []
    for field, text in texts.items():
        faults += text_faults(
            field,
            text.strip(),
            _LONGEST.get(field, LONGEST_TITLE),
            missing=_MISSING.get(field, ""),
            code="text_missing",
            one_line=field in _ONE_LINE,
        )
    if faults:
        raise Errors(faults)


def require_window(content: NoticeContent, at: datetime | None) -> None:
    """Raise Invalid unless planned maintenance has a window to come, told of seven days ahead or with a reason why
    not. ``at`` None: a draft, whose window may still be missing."""
    start, end = content.window_start, content.window_end
    if start is None and end is None:
        if content.kind == Kind.MAINTENANCE and at is not None:
            raise Invalid("window_missing", "Ange när underhållet börjar och slutar.", field="window_start")
        return
    if start is None or end is None:
        missing = "window_start" if start is None else "window_end"
        raise Invalid("window_half", "Ange både start och slut.", field=missing)
    if end <= start:
        raise Invalid("window_order", "Sluttiden ska vara efter starttiden.", field="window_end")
    if at is None or content.kind != Kind.MAINTENANCE:
        return
    if end <= at:
        raise Invalid(
            "window_past", "Underhållets tid har redan passerat. Ange en tid framåt.", field="window_end"
        )
    if is_short_notice(content, at) and not content.short_notice_reason.strip():
        raise Invalid(
            "short_notice",
            "Underhållet börjar om mindre än 7 dagar. Skriv varför det inte kan vänta.",
            field="short_notice_reason",
        )


def is_short_notice(content: NoticeContent, at: datetime) -> bool:
    """Whether it is maintenance that begins less than seven days on."""
    start = content.window_start
    return content.kind == Kind.MAINTENANCE and start is not None and start < at + NOTICE_AHEAD


def faults_in(content: NoticeContent, at: datetime) -> list[Invalid]:
    """What hinders the content from being published at the moment, in the order of the page."""
    return [*_window_faults(content, at), *_acknowledgement_faults(content, local_date(at))]


def require_seen(notice: Notice, content: NoticeContent, seen: str | None) -> None:
    """Raise Conflict when the draft is another than the one that the author had before him."""
    if seen is not None and seen != content.digest:
        raise Conflict(
            "stale",
            f"{notice.number} har ändrats sedan du öppnade sidan. Läs det som gäller nu och försök igen.",
        )


def _window_faults(content: NoticeContent, at: datetime) -> Iterator[Invalid]:
    try:
        require_window(content, at)
    except Invalid as fault:
        yield fault


def _acknowledgement_faults(content: NoticeContent, today: date) -> Iterator[Invalid]:
    last = content.acknowledge_before
    if not content.needs_acknowledgement:
        return
    if last is None:
        fault = "day_missing", "Ange senast när meddelandet ska vara kvitterat."
    elif last < today:
        fault = "day_past", "Dagen har redan passerat. Ange en dag framåt."
    elif last > today + timedelta(days=MOST_DAYS_TO_ANSWER):
        fault = "day_far", "Ange en dag inom ett år."
    else:
        return
    yield Invalid(*fault, field="acknowledge_before")


def _require_audience(audience: Audience) -> None:
    for dimension, value in audience.rows:
        known = value in Role.values if dimension == Dimension.ROLE else dimension in Dimension.values
        if not known or not _is_code(value):
            raise Invalid("unknown_audience", "Välj mottagare i listorna.", field=str(dimension).lower())


def _is_code(value: str) -> bool:
    return 0 < len(value) <= LONGEST_CODE and is_line(value)
