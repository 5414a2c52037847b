"""What the log says of equipment and services, in plain Swedish."""

KINDS = {
    "assets.received": ("Utrustning registrerad", "registrerade utrustning på enheten."),
    "asset.placed": ("Utrustning placerad", "ändrade var utrustningen står."),
    "asset.state_changed": ("Utrustning fick nytt läge", "ändrade utrustningens läge."),
    "asset.moved": ("Utrustning flyttad", "flyttade utrustningen."),
    "asset.stored": ("Utrustning i lager", "ställde utrustningen i regionens lager."),
    "asset.erased": ("Utrustning raderad", "intygade att lagringen är raderad."),
    "assets.exported": ("Utrustningslista hämtad", "beställde en lång utrustningslista som fil."),
    "assets.changed": ("Utrustning ändrad", "ändrade uppgifter för flera inventarier."),
    "view.saved": ("Vy sparad", "sparade en vy av utrustningslistan."),
    "view.changed": ("Vy ändrad", "ändrade en sparad vy av utrustningslistan."),
    "view.deleted": ("Vy borttagen", "tog bort en sparad vy av utrustningslistan."),
    "asset.handed_out": ("Utrustning utlämnad", "lämnade ut utrustning ur regionens lager."),
    "move.asked": ("Flytt begärd", "begärde att få flytta utrustning till en annan enhet."),
    "move.agreed": ("Flytt godtagen", "godtog att ta emot utrustning från en annan enhet."),
    "move.approved": ("Flytt godkänd", "godkände att utrustning flyttas mellan enheter."),
    "move.declined": ("Flytt avböjd", "avböjde en flytt av utrustning."),
    "move.withdrawn": ("Flytt återtagen", "tog tillbaka en begäran om flytt."),
    "service.registered": ("Tjänst registrerad", "registrerade en tjänst för enheten."),
    "service.ended": ("Tjänst avslutad", "satte sista dag för en av enhetens tjänster."),
    "services.included": ("Tjänster som ingår registrerade", "registrerade de tjänster som ingår."),
}
SUBJECTS = {
    "asset": "Inventarie",
    "assets": "Inventarier",
    "service": "Tjänst",
    "move": "Flytt",
    "view": "Vy",
    "export": "Lista",
}
