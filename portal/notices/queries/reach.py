"""How far a notice has come: what became of the mails, who has opened it, which units have acknowledged it.

A person's mail is the one about the latest update that was mailed; ``event`` is what the log of notifications calls it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from portal.core.notifications.models import Notification
from portal.core.search import containing
from portal.notices.models import Notice, NoticeReading, NoticeRecipient, NoticeUnit, NoticeUpdate

ORDER = ("unit__sort_key", "pk")
EVERY, UNOPENED, UNACKNOWLEDGED, FAILED = "", "ej-oppnat", "ej-kvitterat", "ej-framme"
UNTOLD = "UNTOLD"
"""How a mail stands that was never made: the person had left the audience when the update came."""

# Each person once for each unit, or once for the whole notice. How a mail stands is Notification.standing; a test holds
# the two to each other. By hand, so that 30 000 people are counted where they are.
_TOLD = """
SELECT r.unit_id,
       CASE WHEN n.id IS NULL THEN %(missing)s
            WHEN n.how = 'OFF' THEN 'OFF'
            WHEN n.settled_at IS NOT NULL THEN 'SETTLED'
            WHEN n.failed_at IS NOT NULL AND n.sent_at IS NOT NULL THEN 'BOUNCED'
            WHEN n.failed_at IS NOT NULL THEN 'FAILED'
            WHEN n.sent_at IS NOT NULL THEN 'SENT'
            WHEN n.how = 'DAILY' THEN 'GATHERED'
            ELSE 'QUEUED' END AS standing,
       count(*), count(o.id), count(*) FILTER (WHERE o.sequence >= %(sequence)s)
FROM (
  SELECT DISTINCT person_id, CASE WHEN %(whole)s THEN NULL ELSE unit_id END AS unit_id
  FROM notices_noticerecipient
  WHERE notice_id = %(notice)s AND (%(whole)s OR unit_id IS NULL OR unit_id = ANY(%(units)s::bigint[]))
) r
LEFT JOIN notifications_notification n ON n.person_id = r.person_id AND n.event = %(event)s
LEFT JOIN notices_noticereading o ON o.opened_by_id = r.person_id AND o.notice_id = %(notice)s
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to show: EVERY unit or those that lack something, and a part of the unit's name or HSA-id."""

    lacking: str = EVERY
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """People, how many of them have opened the notice and how many its latest update, and their mails by standing."""

    people: int = 0
    opened: int = 0
    current: int = 0
    mails: Mapping[str, int] = field(default_factory=dict)

    def count(self, *standings: str) -> int:
        return sum(self.mails.get(one, 0) for one in standings)

    @property
    def failed(self) -> int:
        return self.count("FAILED", "BOUNCED")


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole notice: its units, how many of them have opened and acknowledged it, and its people, each once."""

    units: int
    opened: int
    acknowledged: int
    told: Told

    @property
    def is_out(self) -> bool:
        """Whether the outbox has come to the latest mailed update."""
        return self.told.count(UNTOLD) < self.told.people


@dataclass(frozen=True, slots=True)
class Reached:
    """A unit, or the people of the region when ``row`` is None. ``failures`` are recipients with ``failure``."""

    row: NoticeUnit | None
    told: Told
    failures: tuple[NoticeRecipient, ...] = ()


def latest_mailed(notice: Notice) -> int:
    """The sequence of the latest update that was to be mailed; 0 when there is none. One query."""
    mailed = NoticeUpdate.objects.filter(notice=notice, by_mail=True)
    return mailed.values_list("sequence", flat=True).first() or 0


def summary_of(notice: Notice, event: str) -> Summary:
    """Two queries, however many units."""
    counts = NoticeUnit.objects.filter(notice=notice).aggregate(
        units=Count("pk"),
        acknowledged=Count("acknowledged_at"),
        opened=Count("pk", filter=Q(unit__in=_opened(notice))),
    )
    return Summary(**counts, told=_told(notice, event, None, UNTOLD).get(None, Told()))


def units_of(notice: Notice, event: str, wishes: Wishes) -> QuerySet[NoticeUnit]:
    """The units that the notice was sent to and that are wished for, with unit and who acknowledged."""
    rows = NoticeUnit.objects.filter(notice=notice).select_related("unit", "acknowledged_by")
    if wishes.lacking == UNOPENED:
        rows = rows.exclude(unit__in=_opened(notice))
    elif wishes.lacking == UNACKNOWLEDGED:
        rows = rows.filter(acknowledged_at__isnull=True)
    elif wishes.lacking == FAILED:
        failed = Notification.objects.filter(event=event, failed_at__isnull=False).values("person")
        rows = rows.filter(unit__in=_units(notice, failed))
    return rows.filter(containing(wishes.text, "unit__name", "unit__hsa_id")) if wishes.text else rows


def with_reach(
    notice: Notice, event: str, rows: Iterable[NoticeUnit], *, is_out: bool
) -> tuple[list[Reached], Reached | None]:
    """The units with what became of their people's mails, and the same of the region's people when there are any.

    Two queries. ``is_out`` as in the summary: until then what has no mail waits for one.
    """
    rows = list(rows)
    units = [row.unit_id for row in rows]
    told = _told(notice, event, units, UNTOLD if is_out else "QUEUED")
    failures = _failures(notice, event, units)
    reached = [
        Reached(row, told.get(row.unit_id, Told()), tuple(failures.get(row.unit_id, ()))) for row in rows
    ]
    of_region = Reached(None, told[None], tuple(failures.get(None, ()))) if None in told else None
    return reached, of_region


def _opened(notice: Notice) -> QuerySet:
    """The units of which someone has opened the notice."""
    return _units(notice, NoticeReading.objects.filter(notice=notice).values("opened_by"))


def _units(notice: Notice, people: QuerySet) -> QuerySet:
    """The units for which one of the people is a recipient."""
    recipients = NoticeRecipient.objects.filter(notice=notice, unit__isnull=False, person__in=people)
    return recipients.values("unit")


def _told(notice: Notice, event: str, units: Collection[int] | None, missing: str) -> dict[int | None, Told]:
    """By unit, the region's people under None; for ``units`` None all people, each once, under None."""
    names = {
        "notice": notice.pk,
        "event": event,
        "sequence": notice.sequence,
        "missing": missing,
        "units": list(units or ()),
        "whole": units is None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, names)
        found = cursor.fetchall()
    rows: dict[int | None, list[tuple[str, int, int, int]]] = {}
    for unit, *counts in found:
        rows.setdefault(unit, []).append(tuple(counts))
    return {unit: _sum(counts) for unit, counts in rows.items()}


def _sum(counts: list[tuple[str, int, int, int]]) -> Told:
    standings, people, opened, current = zip(*counts, strict=True)
    return Told(sum(people), sum(opened), sum(current), dict(zip(standings, people, strict=True)))


def _failures(notice: Notice, event: str, units: Collection[int]) -> dict[int | None, list[NoticeRecipient]]:
    """Whose mails did not arrive, by unit, with the reason as ``failure``."""
    mail = Notification.objects.filter(event=event, person=OuterRef("person"), failed_at__isnull=False)
    recipients = NoticeRecipient.objects.filter(Q(unit__in=units) | Q(unit__isnull=True), notice=notice)
    failed = recipients.annotate(failure=Subquery(mail.values("failure")[:1])).filter(failure__isnull=False)
    found: dict[int | None, list[NoticeRecipient]] = {}
    for one in failed.select_related("person").order_by("pk"):
        found.setdefault(one.unit_id, []).append(one)
    return found
