"""The token in a mail's unsubscribe link: who no longer wants what, signed by the portal and good without sign-in."""

from dataclasses import dataclass

from django.core import signing

SALT = "portal.notifications.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """The person's key and the kind's name, as a token says them."""

    person_id: int
    kind: str


def unsubscribe_token(person_id: int, kind: str) -> str:
    """A token that never grows old: mails are kept for years, and it can only turn one kind off for one person."""
    return signing.dumps([person_id, kind], salt=SALT)


def read_token(token: str) -> Unsubscription | None:
    """What the token says; None for one that the portal has not signed."""
    try:
        person_id, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Unsubscription(person_id, kind)
