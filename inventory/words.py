"""What the log says of equipment and services, in plain Swedish."""

KINDS = {
    "assets.received": ("Utrustning registrerad", "registrerade utrustning på enheten."),
    "asset.placed": ("Utrustning placerad", "ändrade var utrustningen står."),
    "asset.state_changed": ("Utrustning fick nytt läge", "ändrade utrustningens läge."),
    "asset.moved": ("Utrustning flyttad", "flyttade utrustningen."),
    "asset.stored": ("Utrustning i lager", "ställde utrustningen i regionens lager."),
    "service.registered": ("Tjänst registrerad", "registrerade en tjänst för enheten."),
    "service.ended": ("Tjänst avslutad", "satte sista dag för en av enhetens tjänster."),
    "services.included": ("Tjänster som ingår registrerade", "registrerade de tjänster som ingår."),
}
SUBJECTS = {"asset": "Inventarie", "service": "Tjänst"}
