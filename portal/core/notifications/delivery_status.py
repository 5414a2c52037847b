"""Reading the delivery status that a mail server sends back (RFC 3464)."""

from dataclasses import dataclass
from email.message import EmailMessage

# By what the enhanced status code (RFC 3463) begins with; the longest that fits is said.
_REASONS = {
    "5.1": "Adressen finns inte.",
    "5.2.2": "Mottagarens brevlåda är full.",
    "5.2": "Mottagarens brevlåda tar inte emot mejl.",
    "5.4": "Mottagarens server gick inte att nå.",
    "5.7": "Mottagarens server släppte inte in mejlet.",
    "4": "Mottagarens server tog inte emot mejlet i tid.",
    "": "Mottagarens server tog inte emot mejlet.",
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """Which mail came back, and why in Swedish."""

    message_id: str
    failure: str


def read_bounce(report: EmailMessage) -> Bounce | None:
    """What the report says has failed for good; None for a report of a delay, of success, or of something else."""
    status = ""
    failed = False
    message_id = ""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in part.get_payload():
                if str(block.get("Action", "")).strip().lower() == "failed":
                    failed, status = True, str(block.get("Status", "")).strip()
        elif kind == "text/rfc822-headers":
            message_id = message_id or _message_id_in(_text_of(part))
        elif part is not report and part.get("Message-ID"):
            message_id = message_id or str(part["Message-ID"]).strip()
    if not failed or not message_id:
        return None
    return Bounce(message_id, _reason(status))


def _text_of(part: EmailMessage) -> str:
    """What the part says, read as ASCII whatever it calls itself: headers are nothing else."""
    return bytes(part.get_payload(decode=True) or b"").decode("ascii", "replace")


def _message_id_in(headers: str) -> str:
    for line in headers.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "message-id":
            return value.strip()
    return ""


def _reason(status: str) -> str:
    fitting = [start for start in _REASONS if status.startswith(start)]
    return _REASONS[max(fitting, key=len)]
