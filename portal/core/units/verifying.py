"""Verifying the log's chain when the reviewer asks: in the worker, since every row is read. The result is a row of
the log itself, so that there is one log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.audit.chain import ChainHead, broken_links
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.outbox.actions import enqueue
from portal.core.outbox.models import Message
from portal.core.people.models import User
from portal.core.units.access import may_read_log
from portal.core.units.queries import roles_of

KIND = "log.verify"
MOST_FAULTS = 20


def ask_to_verify(*, by: User, at: datetime) -> None:
    """Have the chain verified by the worker. Asked once more within the same minute it is done once. Raises
    NotAllowed for anyone but a log reviewer."""
    require(may_read_log(roles_of(by, local_date(at))))
    key = f"{at:%Y-%m-%dT%H:%M}"
    with transaction.atomic():
        enqueue(KIND, payload={"user": by.pk, "asked": key}, dedupe_key=f"{KIND}:{key}", at=at)


def verify_log(payload: dict[str, Any], at: datetime) -> None:
    """Read the chain and write down what was found. Run twice it writes once."""
    asked = payload["asked"]
    if AuditEvent.objects.filter(kind="log.verified", subject=asked).exists():
        return
    rows = ChainHead.objects.filter(pk=AuditEvent.chain).values_list("sequence", flat=True).first() or 0
    faults = broken_links(AuditEvent)
    record(
        "log.verified",
        by=User.objects.filter(pk=payload["user"]).first(),
        at=at,
        subject=("log", asked),
        after={"rows": rows, "faults": faults[:MOST_FAULTS], "count": len(faults)},
    )


@dataclass(frozen=True, slots=True)
class ChainState:
    """When the chain was last verified and what was found; ``waiting``: it is being verified now."""

    verified: AuditEvent | None
    waiting: bool

    @property
    def rows(self) -> int:
        return self.verified.after["rows"] if self.verified else 0

    @property
    def faults(self) -> list[str]:
        return self.verified.after["faults"] if self.verified else []


def chain_state() -> ChainState:
    """Two queries."""
    verified = AuditEvent.objects.filter(kind="log.verified").order_by("-sequence").first()
    return ChainState(verified, Message.objects.filter(kind=KIND, sent_at__isnull=True).exists())
