"""Preferences and notifications in plain Swedish: what the log of acts says, and how a notification stands."""

from portal.core.notifications.kinds import known_kinds

KINDS = {
    "preference.changed": ("Aviseringar ändrade", "valde vilka aviseringar som ska komma, och hur."),
    "preference.unsubscribed": ("Avisering avstängd", "stängde av en sorts avisering."),
    "preference.quiet_hours": ("Tysta timmar ändrade", "ändrade sina tysta timmar."),
}

# (word, colour, icon) for each ``Notification.standing``.
STANDINGS = {
    "QUEUED": ("Väntar", "info", "clock"),
    "GATHERED": ("Samlas", "info", "layers"),
    "SENT": ("Skickad", "success", "check"),
    "FAILED": ("Kom inte fram", "danger", "circle-alert"),
    "BOUNCED": ("Kom tillbaka", "danger", "undo-2"),
    "SETTLED": ("Behövdes inte", "neutral", "minus"),
    "OFF": ("Avstängd", "neutral", "bell"),
}


def title_of(kind: str) -> str:
    """What one is told of; the name itself for a kind that the portal no longer has."""
    what = known_kinds().get(kind)
    return what.title if what else kind
