"""The one way into the audit log."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder

from portal.core.audit.context import circumstances
from portal.core.audit.models import AuditEvent


class Person(Protocol):
    """Whoever acts. The name is masked here when the identity is protected."""

    hsa_id: str

    @property
    def display_name(self) -> str: ...


def record(
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    subject: tuple[str, str],
    unit: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf_of: Person | None = None,
) -> AuditEvent:
    """Write one act to the log, in the transaction of the act itself.

    ``subject`` is (kind, name), as ("order", "B-2026-0412"). ``by`` None is the portal itself. Call it after every
    other row is locked: the log's own lock is held until the transaction ends.
    """
    around = circumstances()
    return AuditEvent.append(
        at=at,
        kind=kind,
        actor=by.hsa_id if by else "",
        actor_name=by.display_name if by else "Portalen",
        on_behalf_of=on_behalf_of.hsa_id if on_behalf_of else "",
        on_behalf_of_name=on_behalf_of.display_name if on_behalf_of else "",
        subject_kind=subject[0],
        subject=subject[1],
        unit=unit,
        before=_as_stored(before),
        after=_as_stored(after),
        request_id=around.request_id,
        authentication=around.authentication(),
    )


def _as_stored(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """As the database gives it back, so that the hash can be reckoned again from the row."""
    return json.loads(json.dumps(values or {}, cls=DjangoJSONEncoder))
