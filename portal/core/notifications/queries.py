"""Reading what people want to be told, and what they have been told."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.core.notifications.models import How, Notification, Preference, QuietHours
from portal.core.notifications.timing import Quiet
from portal.core.people.models import User

MOST_SHOWN = 50


def preferences_of(kind: str, people: Collection[int]) -> dict[int, str]:
    """How those of the people who have chosen want to hear of the kind. One query."""
    rows = Preference.objects.filter(kind=kind, person_id__in=people)
    return dict(rows.values_list("person_id", "how"))


def quiet_hours_of(people: Collection[int]) -> dict[int, Quiet]:
    """The quiet hours of those of the people who have any. One query."""
    rows = QuietHours.objects.filter(person_id__in=people).values_list("person_id", "starts", "ends")
    return {person: Quiet(starts, ends) for person, starts, ends in rows}


def choices_of(person: User) -> dict[str, str]:
    """What the person has chosen, by kind. One query."""
    return dict(Preference.objects.filter(person=person).values_list("kind", "how"))


def recent_of(person: User) -> list[Notification]:
    """The latest 50 that the person was told of, or would have been. One query."""
    return list(Notification.objects.filter(person=person).order_by("-queued_at", "-pk")[:MOST_SHOWN])


def gathered_kinds_of(person: User) -> list[str]:
    """The kinds that the person has in the digest. One query."""
    rows = Preference.objects.filter(person=person, how=How.DAILY)
    return list(rows.order_by("kind").values_list("kind", flat=True))


def failing_addresses(people: QuerySet[User]) -> QuerySet[Notification]:
    """For each of the people whose latest mail to the address he has now failed: that notification.
    One query, over what has failed."""
    tried = Notification.objects.exclude(sent_at=None, failed_at=None)
    later = tried.filter(
        Q(queued_at__gt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__gt=OuterRef("pk")),
        person=OuterRef("person"),
        address=OuterRef("address"),
    )
    failed = Notification.objects.filter(
        person__in=people, person__is_active=True, failed_at__isnull=False, address=F("person__email")
    )
    return failed.filter(~Exists(later)).select_related("person").order_by("failed_at", "pk")


def failing_count(people: QuerySet[User]) -> int:
    """How many of the people have an address that does not take mail now. One query."""
    return failing_addresses(people).count()
