"""The kinds of notification that notices make: a line that says what it is, and a link. Never contents."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.roles import Role
from portal.notices.models import Kind as NoticeKind
from portal.notices.models import Notice, NoticeUpdate
from portal.notices.models.notice import WRITERS
from portal.notices.queries.waiting import who_acknowledge

TOPIC = "Drift och ändringar"
ACKNOWLEDGE = "notice.acknowledge"
UNACKNOWLEDGED = "notice.unacknowledged"
UPDATE_DUE = "notice.update_due"
UPDATE_OVERDUE = "notice.update_overdue"
CRITICAL = "notice.critical"

_OF_KIND = {
    NoticeKind.OUTAGE: "notice.outage",
    NoticeKind.MAINTENANCE: "notice.maintenance",
    NoticeKind.CHANGE: "notice.change",
    NoticeKind.INFORMATION: "notice.information",
    NoticeKind.INVENTORY: "notice.inventory",
}


def kind_of_mail(notice: Notice) -> str:
    """The kind of notification that tells of the notice."""
    return CRITICAL if notice.is_urgent else _OF_KIND[NoticeKind(notice.kind)]


def register_tellings() -> None:
    """Called once when the app is ready."""
    for name, title, subject, more in (
        ("notice.outage", "En driftstörning berör er", "{what}: {title}", {}),
        (CRITICAL, "En kritisk driftstörning berör er", "{what}: {title}", {"urgent": True}),
        ("notice.maintenance", "Planerat underhåll berör er", "{what}: {title}", {}),
        ("notice.change", "Bilagan eller katalogen ändras", "{what}: {title}", {"mandatory": True}),
        ("notice.information", "Information från regionen", "{what}: {title}", {}),
        ("notice.inventory", "Regionen ber er inventera", "{what}: {title}", {"mandatory": True}),
    ):
        register_kinds(
            Kind(name, title, TOPIC, subject, "mail/notice.txt", _told, bulk=name != CRITICAL, **more)
        )
    register_kinds(
        Kind(ACKNOWLEDGE, "Ett meddelande ska kvitteras", TOPIC, "Kvittera: {title}", "mail/notice_acknowledge.txt",
             _still(_his_to_answer), roles=(Role.HEAD_OF_UNIT, Role.IT_CONTACT)),
        Kind(UNACKNOWLEDGED, "Enheter har inte kvitterat", TOPIC, "Inte kvitterat av alla: {title}",
             "mail/notice_unacknowledged.txt", _still(_unanswered, view="notices:reach"), roles=(Role.COORDINATOR,)),
        Kind(UPDATE_DUE, "Ett meddelande behöver uppdateras", TOPIC, "Uppdatera: {title}",
             "mail/notice_update_due.txt", _still(_due, view="notices:update"), roles=WRITERS, urgent=True),
        Kind(UPDATE_OVERDUE, "Ett meddelande har inte uppdaterats i tid", TOPIC, "Inte uppdaterat i tid: {title}",
             "mail/notice_update_overdue.txt", _still(_due, view="notices:update"), roles=WRITERS, urgent=True),
    )  # fmt: skip


def _told(payload: dict[str, Any]) -> Context:
    """The update, as long as there is no later one that was mailed too."""
    update = NoticeUpdate.objects.filter(notice=payload["notice"], sequence=payload["sequence"])
    found = update.select_related("notice").first()
    if found is None:
        return None
    later = NoticeUpdate.objects.filter(
        notice=payload["notice"], sequence__gt=payload["sequence"], by_mail=True
    )
    if later.exists():
        return None
    notice = found.notice
    what = notice.get_kind_display()
    if found.sequence > 1:
        what = f"{'Rättelse' if found.is_correction else 'Uppdatering'}, {what[0].lower()}{what[1:]}"
    return {
        "notice": notice,
        "update": found,
        "what": what,
        "title": found.title,
        "path": reverse("notices:detail", args=[notice.number]),
    }


def _unanswered(notice: Notice, payload: dict[str, Any]) -> bool:
    """Whether some unit has still to acknowledge."""
    return notice.is_open and notice.units.filter(acknowledged_at__isnull=True).exists()


def _his_to_answer(notice: Notice, payload: dict[str, Any]) -> bool:
    """Whether it is for him that some unit of his has still to acknowledge."""
    asked = who_acknowledge(notice, date.fromisoformat(payload["on"]))
    return notice.is_open and asked.filter(user=payload["to"]).exists()


def _due(notice: Notice, payload: dict[str, Any]) -> bool:
    """Whether the update that was waited for then is still waited for."""
    return notice.update_due_at is not None and notice.update_due_at.isoformat() == payload["due"]


def _still(
    waits: Callable[[Notice, dict[str, Any]], bool], *, view: str = "notices:detail"
) -> Callable[[dict[str, Any]], Context]:
    """About a notice for which the condition holds when the mail is sent."""

    def context(payload: dict[str, Any]) -> Context:
        notice = Notice.objects.filter(pk=payload["notice"]).first()
        if notice is None or not waits(notice, payload):
            return None
        return {"notice": notice, "title": notice.title, "path": reverse(view, args=[notice.number])}

    return context
