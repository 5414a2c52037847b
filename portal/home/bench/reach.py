"""How long it takes from a notice's publication until every unit is queued (R9): ``python -m portal.home.bench.reach``.

The argument is the number of units; each has three people. Prints JSON.
"""

import json
import sys
import time
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection

from portal.core import clock
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from portal.core.people.models import User
from portal.core.units.models import Assignment, Provider, Region, Role
from portal.home.bench.data import UNITS, make_region
from portal.notices.actions.draft import save_draft
from portal.notices.actions.publish import publish_notice
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, Notice

COLLEAGUES = """
INSERT INTO people_user (password, hsa_id, given_name, family_name, title, email, protected_identity, is_active)
SELECT '!bench', 'SE5560747551-' || letter || u.id, 'Jonas', 'Ek ' || u.id, '', '', false, true
FROM units_careunit u CROSS JOIN unnest(ARRAY['K', 'S']) letter;

INSERT INTO units_assignment (user_id, role, unit_id, valid_from, decided_at)
SELECT p.id, CASE letter WHEN 'K' THEN 'IT_CONTACT' ELSE 'SUPERUSER' END, u.id, current_date - 400, now()
FROM units_careunit u CROSS JOIN unnest(ARRAY['K', 'S']) letter
JOIN people_user p ON p.hsa_id = 'SE5560747551-' || letter || u.id;
"""


def build(units: int) -> tuple[Region, User]:
    """A region of so many units with three people each, in an empty, migrated database; and an author."""
    region, staff = make_region()
    provider = Provider.objects.create(name="Strandporten Vård AB", organisation_number="5560747551")
    names = {"region": region.pk, "provider": provider.pk, "units": units, "coordinator": staff[0].pk}
    with connection.cursor() as cursor:
        cursor.execute(UNITS, names)
        cursor.execute(COLLEAGUES)
        cursor.execute("ANALYZE")
    Assignment.objects.create(
        user=staff[1],
        role=Role.IT_COORDINATOR,
        region=region,
        valid_from=clock.today(),
        decided_at=clock.now(),
    )
    return region, staff[1]


def queue_all(region: Region, author: User) -> dict[str, Any]:
    """Publish to every unit of the region and let the outbox carry it out, as the worker does."""
    content = NoticeContent(
        kind=Kind.OUTAGE,
        impact=Impact.CRITICAL,
        title="Journalsystemet svarar inte",
        text="Felsökning pågår.",
    )
    notice = save_draft(region=region, content=content, by=author, at=clock.now())
    began = time.perf_counter()
    publish_notice(notice=notice, by=author, at=clock.now())
    published = time.perf_counter()
    while not Notice.objects.filter(pk=notice.pk, queued_at__isnull=False).exists():
        dispatch_next(clock.now())
    return {
        "publish": published - began,
        "queue": time.perf_counter() - published,
        "units": notice.units.count(),
        "people": Notification.objects.filter(about=f"notice:{notice.pk}").count(),
    }


if __name__ == "__main__":
    json.dump(queue_all(*build(int(sys.argv[1]))), sys.stdout)
