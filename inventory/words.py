"""What the log says of equipment, in plain Swedish."""

KINDS = {
    "assets.received": ("Utrustning registrerad", "registrerade utrustning på enheten."),
    "asset.placed": ("Utrustning placerad", "ändrade var utrustningen står."),
    "asset.taken_back": ("Utrustning lämnade enheten", "registrerade att utrustningen lämnade enheten."),
}
SUBJECTS = {"asset": "Inventarie"}
