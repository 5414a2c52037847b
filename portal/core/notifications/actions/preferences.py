"""A person says what he wants to be told of, how and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from django.db import transaction

from portal.core.audit.actions import record
from portal.core.errors import Errors, Invalid
from portal.core.notifications.kinds import known_kinds
from portal.core.notifications.models import How, Notification, Preference, QuietHours
from portal.core.people.models import User

ALWAYS = "Den här sortens avisering går inte att stänga av eller samla."


def set_preferences(*, choices: Mapping[str, str], by: User, at: datetime) -> None:
    """Choose how to hear of each of the kinds named; the others stay as they are.

    Raises Errors for a kind that is unknown or cannot be chosen, with the kind's name as field.
    """
    with transaction.atomic():
        _lock(by)
        if faults := [fault for kind, how in choices.items() if (fault := _fault(kind, how))]:
            raise Errors(faults)
        before = dict(Preference.objects.filter(person=by).values_list("kind", "how"))
        changed = {kind: how for kind, how in choices.items() if before.get(kind, How.AT_ONCE) != how}
        if changed:
            _store(by, changed, at)
            old = {kind: before.get(kind, How.AT_ONCE) for kind in changed}
            record("preference.changed", by=by, at=at, subject=_subject(by), before=old, after=changed)


def unsubscribe(*, kinds: Iterable[str], by: User, at: datetime) -> None:
    """Turn kinds off; what is off already stays so. Raises Invalid for a kind that cannot be turned off."""
    with transaction.atomic():
        _lock(by)
        wanted = list(kinds)
        for kind in wanted:
            if fault := _fault(kind, How.OFF):
                raise fault
        off = set(Preference.objects.filter(person=by, how=How.OFF).values_list("kind", flat=True))
        changed = {kind: How.OFF for kind in wanted if kind not in off}
        if changed:
            _store(by, changed, at)
            record("preference.unsubscribed", by=by, at=at, subject=_subject(by), after=changed)


def set_quiet_hours(*, starts: time | None, ends: time | None, by: User, at: datetime) -> None:
    """Want no mail between two times of the day, local time; none at all when both are None.

    Raises Invalid when only one is given or both are the same.
    """
    with transaction.atomic():
        _lock(by)
        if (starts is None) != (ends is None):
            raise Invalid("half_quiet", "Ange både från och till, eller lämna båda tomma.", field="ends")
        if starts is not None and starts == ends:
            raise Invalid("no_quiet", "Välj olika tider för från och till.", field="ends")
        old = QuietHours.objects.filter(person=by).first()
        if (old and old.starts, old and old.ends) == (starts, ends):
            return
        if starts is None or ends is None:
            QuietHours.objects.filter(person=by).delete()
        else:
            QuietHours.objects.update_or_create(person=by, defaults={"starts": starts, "ends": ends})
        before = {"quiet": str(old) if old else ""}
        after = {"quiet": f"{starts:%H.%M}–{ends:%H.%M}" if starts and ends else ""}
        record("preference.quiet_hours", by=by, at=at, subject=_subject(by), before=before, after=after)


def _lock(person: User) -> None:
    """Two windows of the same person choose one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _fault(kind: str, how: str) -> Invalid | None:
    what = known_kinds().get(kind)
    if what is None or how not in How.values:
        return Invalid("no_such_choice", "Välj ett av alternativen.", field=kind)
    if what.mandatory and how != How.AT_ONCE:
        return Invalid("mandatory_kind", ALWAYS, field=kind)
    return None


def _store(person: User, changed: Mapping[str, str], at: datetime) -> None:
    """At once is what no row says. What waits of a kind that is turned off, for the digest or for the end of quiet
    hours, is not sent either."""
    off = [kind for kind, how in changed.items() if how == How.OFF]
    waiting = Notification.objects.filter(
        person=person, kind__in=off, sent_at=None, failed_at=None, settled_at=None
    )
    waiting.exclude(how=How.OFF).update(settled_at=at)
    at_once = [kind for kind, how in changed.items() if how == How.AT_ONCE]
    Preference.objects.filter(person=person, kind__in=at_once).delete()
    Preference.objects.bulk_create(
        [
            Preference(person=person, kind=kind, how=how)
            for kind, how in changed.items()
            if how != How.AT_ONCE
        ],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["how"],
    )


def _subject(person: User) -> tuple[str, str]:
    return ("person", person.hsa_id)
