"""Notices in the demo's region in every standing that a page can show, for the walk of every page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.core.clock import local_date
from portal.core.notifications.models import Notification
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.notices.actions.draft import save_draft
from portal.notices.actions.publish import publish_notice
from portal.notices.actions.reach import reach_audience
from portal.notices.actions.templates import save_template
from portal.notices.audience import Audience
from portal.notices.content import NoticeContent
from portal.notices.models import Impact, Kind, Notice, WebhookDelivery, WebhookEndpoint


def give_notices(at: datetime) -> Mapping[str, tuple[str, ...]]:
    """An open outage, a maintenance, a notice to acknowledge, a draft, a template, a webhook, and an address that does
    not work. Returns the addresses that one person or another is to be shown, by given name."""
    author = User.objects.get(given_name="Ida", family_name="Berg")
    head = User.objects.get(given_name="Maria", family_name="Lindqvist")
    unit = CareUnit.objects.get(assignments__user=head)
    begins = at + timedelta(days=10)

    def content(kind: str, title: str, **more: Any) -> NoticeContent:
        audience = Audience.of([("UNIT", unit.hsa_id)])
        return NoticeContent(kind=kind, audience=audience, title=title, text="Text till enheten.", **more)

    def drafted(wanted: NoticeContent) -> Notice:
        return save_draft(region=unit.region, content=wanted, by=author, at=at)

    def published(wanted: NoticeContent) -> Notice:
        notice = publish_notice(notice=drafted(wanted), by=author, at=at)
        reach_audience(notice=notice, at=at)
        return notice

    window = {"window_start": begins, "window_end": begins + timedelta(hours=2)}
    outage = published(content(Kind.OUTAGE, "Journalsystemet nås inte", impact=Impact.MAJOR))
    maintenance = published(content(Kind.MAINTENANCE, "Nätet byggs om", impact=Impact.MINOR, **window))
    last_day = local_date(at) + timedelta(days=7)
    asked = published(
        content(
            Kind.INFORMATION, "Läs de nya reglerna", needs_acknowledgement=True, acknowledge_before=last_day
        )
    )
    draft = drafted(content(Kind.OUTAGE, "Skrivarna står stilla", impact=Impact.MINOR))
    save_template(
        region=unit.region, name="Avbrott", content=content(Kind.OUTAGE, "Avbrott"), by=author, at=at
    )
    _give_webhook(unit, author, at)
    _give_bounce(head, at)
    three = tuple(f"/drift/{one.number}/" for one in (outage, maintenance, asked))
    return {
        "Maria": three,
        "Jonas": three,
        "Ida": (
            *three,
            f"/drift/{draft.number}/andra/",
            f"/drift/{draft.number}/granska/",
            f"/drift/{outage.number}/uppdatera/",
            f"/drift/{maintenance.number}/uppdatera/",
            f"/drift/{asked.number}/mottagare/",
        ),
        "Eva": (*three, "/samordning/adresser/"),
    }


def _give_webhook(unit: CareUnit, by: User, at: datetime) -> None:
    # Of a kind that nobody publishes here, so that nothing is called.
    endpoint = WebhookEndpoint.objects.create(
        region=unit.region,
        name="Ärendesystemet",
        url="https://example.se/krok",
        secret="whsec_x",
        kinds=[Kind.INVENTORY],
        created_at=at,
        created_by=by,
    )
    WebhookDelivery.objects.create(
        endpoint=endpoint, webhook_id="x", event="webhook.test", body="{}", created_at=at
    )


def _give_bounce(person: User, at: datetime) -> None:
    Notification.objects.create(
        kind="order.returned",
        person=person,
        event="x",
        how="AT_ONCE",
        queued_at=at,
        due_at=at,
        failed_at=at,
        failure="Adressen finns inte.",
        address=person.email,
    )
