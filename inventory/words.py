"""What the log says of equipment and services, in plain Swedish."""

KINDS = {
    "assets.received": ("Utrustning registrerad", "registrerade utrustning på enheten."),
    "asset.placed": ("Utrustning placerad", "ändrade var utrustningen står."),
    "asset.state_changed": ("Utrustning fick nytt läge", "ändrade utrustningens läge."),
    "asset.moved": ("Utrustning flyttad", "flyttade utrustningen."),
    "asset.stored": ("Utrustning i lager", "ställde utrustningen i regionens lager."),
    "assets.exported": ("Utrustningslista hämtad", "beställde en lång utrustningslista som fil."),
    "assets.changed": ("Utrustning ändrad", "ändrade uppgifter för flera inventarier."),
    "view.saved": ("Vy sparad", "sparade en vy av utrustningslistan."),
    "view.changed": ("Vy ändrad", "ändrade en sparad vy av utrustningslistan."),
    "view.deleted": ("Vy borttagen", "tog bort en sparad vy av utrustningslistan."),
    "service.registered": ("Tjänst registrerad", "registrerade en tjänst för enheten."),
    "service.ended": ("Tjänst avslutad", "satte sista dag för en av enhetens tjänster."),
    "services.included": ("Tjänster som ingår registrerade", "registrerade de tjänster som ingår."),
}
SUBJECTS = {
    "asset": "Inventarie",
    "assets": "Inventarier",
    "service": "Tjänst",
    "view": "Vy",
    "export": "Lista",
}
