"""What the log says of the outbox, and what its messages are called."""

from portal.core.audit.words import words_of

KINDS = {"outbox.retried": ("Nytt försök i utkorgen", "bad utkorgen att försöka igen.")}
SUBJECTS = {"outbox": "Utkorgen"}

# The messages that are not named by the act in the log that they follow from.
_NAMES = {
    "document.due": "Dokument till en beställning",
    "imports.check": "Kontroll av en fil",
    "imports.run": "Inläsning av en fil",
    "incident.replacement_decided": "Beställning av en ersättning",
    "log.verify": "Kontroll av loggen",
    "mail": "Mejl",
    "notification.mail": "Mejl",
    "return.document_due": "Dokument till en återlämning",
    "round.to_sign": "Inventering att signera",
    "webhook.send": "Anrop till en webhook",
}


def name_of(kind: str) -> str:
    """What a message of the kind is about."""
    return _NAMES.get(kind) or words_of(kind).title
