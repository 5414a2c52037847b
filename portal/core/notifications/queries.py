"""Reading what people want to be told, and what they have been told."""

from collections.abc import Collection

from portal.core.notifications.models import Notification, Preference, QuietHours
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
