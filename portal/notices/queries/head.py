"""What every page shows of notices: the outages to know of now, and how many notices are unread. One query."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from portal.core.units.roles import RoleSet

UNREAD_FOR = timedelta(days=14)
"""How long a closed notice counts as unread: after that it is history."""

TOLD = 160
"""How many letters of the latest text are read."""

# Asked on every page, so it is one query, written by hand. Open notices are few; the rest is found by index. What the
# latest update says is read for the open ones alone.
_HEAD = """
SELECT n.number, n.kind, n.impact, n.state, n.title, n.window_start, n.window_end, n.updated_at,
       COALESCE(r.sequence, 0) < n.sequence AS unread, n.closed_at IS NULL AS open,
       CASE WHEN n.closed_at IS NULL THEN (
         SELECT left(t.text, %(told)s) FROM notices_noticeupdate t WHERE t.notice_id = n.id AND t.sequence = n.sequence
       ) ELSE '' END AS text
FROM notices_notice n
LEFT JOIN notices_noticereading r ON r.notice_id = n.id AND r.opened_by_id = %(user)s
WHERE n.published_at IS NOT NULL
  AND (n.closed_at IS NULL OR (n.closed_at > %(since)s AND COALESCE(r.sequence, 0) < n.sequence))
  AND (
    EXISTS (
      SELECT 1 FROM notices_noticerecipient p
      WHERE p.notice_id = n.id AND p.person_id = %(user)s AND p.unit_id IS NULL AND n.region_id = ANY(%(regions)s)
    )
    OR EXISTS (
      SELECT 1 FROM notices_noticeunit m JOIN units_careunit u ON u.id = m.unit_id
      WHERE m.notice_id = n.id AND (u.id = ANY(%(units)s) OR u.parent_id = ANY(%(units)s))
    )
  )
ORDER BY n.impact = 'CRITICAL' DESC, n.impact = 'MAJOR' DESC, n.id DESC
"""


@dataclass(frozen=True, slots=True)
class HeadNotice:
    """A notice as the head of a page and the start page know it."""

    number: str
    kind: str
    impact: str
    state: str
    title: str
    window_start: datetime | None
    window_end: datetime | None
    updated_at: datetime
    unread: bool
    open: bool
    beginning: str

    @property
    def text(self) -> str:
        """The first sentences of what was said last, as far as they fit in a line or two."""
        paragraph = self.beginning.split("\n")[0].strip()
        if len(self.beginning) < TOLD or "\n" in self.beginning:
            return paragraph
        whole, end, _ = paragraph.rpartition(". ")
        return f"{whole}." if end else f"{paragraph.rpartition(' ')[0]} …"


def head_of(roles: RoleSet, at: datetime) -> list[HeadNotice]:
    """The open notices to the person and his units, and the closed ones that he has not read; the worst first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _HEAD,
            {
                "user": roles.user_id,
                "units": sorted(roles.all_unit_ids),
                "regions": sorted(frozenset().union(*roles.regions.values())),
                "since": at - UNREAD_FOR,
                "told": TOLD,
            },
        )
        return [HeadNotice(*row) for row in cursor.fetchall()]
