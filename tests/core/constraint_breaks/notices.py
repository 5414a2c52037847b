"""A notice in each standing, and what hangs on them."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from portal.notices.actions.reach import reach_audience
from portal.notices.models import (
    FeedToken,
    Kind,
    NoticeReading,
    NoticeTemplate,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.core.constraint_breaks.breaking import Break, again, change, fresh
from tests.notices.writing import drafted, published
from tests.world import NOW, START, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything, to be broken one at a time."""
    noticed = published(world, Kind.MAINTENANCE)
    reach_audience(notice=noticed, at=NOW)
    by, token = world.it_coordinator, {"created_at": NOW, "created_by": world.head}
    endpoint = WebhookEndpoint.objects.create(
        region=world.region,
        name="w",
        url="https://example.se/",
        secret="whsec_x",
        created_at=NOW,
        created_by=by,
    )
    return {
        "notice": noticed,
        "draft_notice": drafted(world, Kind.MAINTENANCE, ("MUNICIPALITY", "0880")),
        "reading": NoticeReading.objects.create(
            notice=noticed, opened_by=world.head, opened_at=NOW, sequence=1
        ),
        "template": NoticeTemplate.objects.create(
            region=world.region, name="m", kind="OUTAGE", title="t", text="t", created_at=NOW, created_by=by
        ),
        "own_feed": FeedToken.objects.create(owner=world.head, token_hash="a", **token),
        "unit_feed": FeedToken.objects.create(unit=world.unit, token_hash="b", **token),
        "endpoint": endpoint,
        "hook": WebhookDelivery.objects.create(
            endpoint=endpoint, webhook_id="i", event="e", body="{}", created_at=NOW
        ),
    }


BREAKS: dict[str, Break] = {
    "notice_publisher_has_time": lambda s: change(s.draft_notice, published_by=s.world.nobody),
    "notice_closer_has_time": lambda s: change(s.draft_notice, closed_by=s.world.nobody),
    "notice_updater_has_time": lambda s: change(s.draft_notice, updated_by=s.world.nobody),
    "notice_state_agrees": lambda s: change(s.notice, closed_at=NOW),
    "notice_state_of_its_kind": lambda s: change(s.notice, state="MONITORING"),
    "notice_window_in_order": lambda s: change(s.notice, window_end=F("window_start")),
    "notice_maintenance_has_window": lambda s: change(
        s.notice, window_start=None, window_end=None, short_notice_reason="x"
    ),
    "notice_short_notice_explained": lambda s: change(s.notice, window_start=NOW + timedelta(days=6)),
    "notice_acknowledge_day_when_asked": lambda s: change(s.notice, acknowledge_before=START),
    "audience_value_once": lambda s: again(s.draft_notice.audience.get()),
    "update_once_in_order": lambda s: again(s.notice.updates.get()),
    "notice_once_per_unit": lambda s: again(s.notice.units.first()),
    "notice_acknowledged_together": lambda s: change(s.notice.units.first(), acknowledged_at=NOW),
    "recipient_once_per_unit": lambda s: again(s.notice.recipients.first()),
    "reading_once_per_person": lambda s: again(fresh(s.reading)),
    "reading_of_an_update": lambda s: change(s.reading, sequence=0),
    "template_name_once": lambda s: again(fresh(s.template)),
    "template_retired_together": lambda s: change(s.template, retired_at=NOW),
    "feed_of_person_or_unit": lambda s: change(s.own_feed, unit=s.world.other_unit),
    "feed_one_per_person": lambda s: again(fresh(s.own_feed), token_hash="c"),
    "feed_one_per_unit": lambda s: again(fresh(s.unit_feed), token_hash="c"),
    "feed_revoked_together": lambda s: change(s.own_feed, revoked_at=NOW),
    "webhook_address_once": lambda s: again(fresh(s.endpoint)),
    "webhook_disabled_together": lambda s: change(s.endpoint, disabled_at=NOW),
    "webhook_event_once": lambda s: again(fresh(s.hook), webhook_id="j"),
    "webhook_delivered_or_given_up": lambda s: change(s.hook, delivered_at=NOW, gave_up_at=NOW),
}
