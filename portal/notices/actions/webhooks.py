"""Looking after webhooks: adding one, turning it off, trying it, sending something again."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.outbox.actions import enqueue_many
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.models import Region
from portal.core.units.queries import roles_of
from portal.notices.access import may_administer_webhooks
from portal.notices.models import Kind, WebhookDelivery, WebhookEndpoint
from portal.notices.webhooks.addresses import BadAddress, find_target
from portal.notices.webhooks.sending import body_of, queue_body, try_of

LONGEST_NAME = 80
_KEY_BYTES = 32


def add_webhook(
    *, region: Region, name: str, url: str, kinds: Iterable[str] = (), by: User, at: datetime
) -> WebhookEndpoint:
    """A new webhook, with the key that signs its calls: show it to the person now, and never again.

    Raises Errors for a name or an address that will not do, Conflict when the address has one already. The log keeps
    the host alone, since the rest of an address may be a secret between the parties.
    """
    require(may_administer_webhooks(roles_of(by, local_date(at)), region.pk))
    chosen = sorted(set(kinds))
    # Asks the name service, and so comes before anything is locked.
    _require_content(name.strip(), url.strip(), chosen)
    with transaction.atomic():
        with guarded():
            endpoint = WebhookEndpoint.objects.create(
                region=region,
                name=name.strip(),
                url=url.strip(),
                secret=f"whsec_{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}",
                kinds=chosen,
                created_at=at,
                created_by=by,
            )
        after = {"host": urlsplit(endpoint.url).hostname, "kinds": chosen}
        record("webhook.added", by=by, at=at, subject=("webhook", endpoint.name), after=after)
    return endpoint


def disable_webhook(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> None:
    """Send nothing more there. Done once; what waits is given up when its turn comes."""
    with transaction.atomic():
        endpoint = _lock(endpoint, by, at)
        if endpoint.disabled_at is None:
            endpoint.disabled_at, endpoint.disabled_by = at, by
            endpoint.save(update_fields=["disabled_at", "disabled_by"])
            record("webhook.disabled", by=by, at=at, subject=("webhook", endpoint.name))


def send_test(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> None:
    """Send something that means nothing, to see that it arrives. Raises Conflict when the webhook is off."""
    with transaction.atomic():
        endpoint = _lock(endpoint, by, at)
        _require_on(endpoint)
        body = body_of("webhook.test", at, {"name": endpoint.name})
        queue_body([endpoint], f"test:{uuid4().hex}", body, at)
        record("webhook.tested", by=by, at=at, subject=("webhook", endpoint.name))


def replay_delivery(*, delivery: WebhookDelivery, by: User, at: datetime) -> None:
    """Send what was sent once more, now and under the same id. Raises Conflict when the webhook is off."""
    with transaction.atomic():
        endpoint = _lock(delivery.endpoint, by, at)
        _require_on(endpoint)
        delivery = WebhookDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
        delivery.delivered_at = delivery.gave_up_at = None
        delivery.save(update_fields=["delivered_at", "gave_up_at"])
        attempt = delivery.attempts + 1
        after = {"webhook_id": delivery.webhook_id, "attempt": attempt}
        record("webhook.replayed", by=by, at=at, subject=("webhook", endpoint.name), after=after)
        enqueue_many([try_of(delivery.pk, attempt, attempt, mark=f":{at.isoformat()}")], at=at)


def _lock(endpoint: WebhookEndpoint, by: User, at: datetime) -> WebhookEndpoint:
    rows = WebhookEndpoint.objects.select_for_update(no_key=True)
    endpoint = rows.get(pk=endpoint.pk)
    require(may_administer_webhooks(roles_of(by, local_date(at)), endpoint.region_id))
    return endpoint


def _require_on(endpoint: WebhookEndpoint) -> None:
    if endpoint.disabled_at is not None:
        raise Conflict("webhook_off", "Webhooken är avstängd. Lägg till den på nytt om den ska användas.")


def _require_content(name: str, url: str, kinds: list[str]) -> None:
    faults = text_faults("name", name, LONGEST_NAME, missing="Skriv ett namn på webhooken.", one_line=True)
    try:
        find_target(url)
    except BadAddress as refused:
        faults.append(Invalid("bad_address", str(refused), field="url"))
    if not set(kinds) <= set(Kind.values):
        faults.append(Invalid("unknown_kind", "Välj slag i listan.", field="kinds"))
    if faults:
        raise Errors(faults)
