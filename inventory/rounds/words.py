"""What the log says of inventory rounds, in plain Swedish."""

KINDS = {
    "round.opened": ("Inventering öppnad", "öppnade inventeringen."),
    "round.answered": ("Inventering besvarad", "besvarade inventarier i inventeringen."),
    "round.found": ("Oväntad utrustning tillagd", "lade till oväntad utrustning i inventeringen."),
    "round.find_withdrawn": ("Oväntad utrustning borttagen", "tog bort oväntad utrustning ur inventeringen."),
    "round.signed": ("Inventeringssvar signerat", "signerade enhetens svar i inventeringen."),
    "round.reopened": ("Inventeringssvar öppnat igen", "öppnade enhetens svar i inventeringen igen."),
    "round.deviations_decided": ("Avvikelser granskade", "beslutade om avvikelser i inventeringen."),
    "round.units_reviewed": ("Inventeringssvar granskade", "godkände svar utan avvikelser i inventeringen."),
    "round.closed": ("Inventering avslutad", "avslutade inventeringen."),
    "round.cancelled": ("Inventering inställd", "ställde in inventeringen."),
    "round_schedule.saved": ("Schema för inventering sparat", "sparade ett schema för inventering."),
    "round_schedule.retired": ("Schema för inventering avslutat", "avslutade ett schema för inventering."),
}
SUBJECTS = {"round": "Inventering", "round_schedule": "Schema för inventering"}
