"""Publish a notice to every unit of the region: ``python -m portal.home.soak.publish``. Prints its id."""

import sys

import django

if __name__ == "__main__":
    django.setup()

from portal.core import clock
from portal.core.units.models import Assignment, Role
from portal.notices.actions.draft import save_draft
from portal.notices.actions.publish import publish_notice
from portal.notices.content import NoticeContent
from portal.notices.models import Kind


def publish() -> int:
    author = Assignment.objects.filter(role=Role.COORDINATOR).select_related("user", "region").earliest("pk")
    content = NoticeContent(
        kind=Kind.INFORMATION, title="Telefonväxeln byts", text="Numren är desamma som förut."
    )
    notice = save_draft(region=author.region, content=content, by=author.user, at=clock.now())
    return publish_notice(notice=notice, by=author.user, at=clock.now()).pk


if __name__ == "__main__":
    sys.stdout.write(str(publish()))
