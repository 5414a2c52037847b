"""What the log says of people, units, roles and figures, in plain Swedish."""

KINDS = {
    "person.added": ("Person tillagd", "lade till personen."),
    "person.let_in": ("Person insläppt", "gav personen tillgång igen."),
    "person.shut_out": ("Person utestängd", "stängde ute personen."),
    "person.email_corrected": ("E-postadress rättad", "rättade personens e-postadress."),
    "person.name_revealed": ("Skyddat namn visat", "tog fram det skyddade namnet."),
    "person.password_set": ("Lösenord satt", "satte ett lösenord."),
    "token.issued": ("Åtkomstnyckel utfärdad", "utfärdade en nyckel för programanrop."),
    "role.assigned": ("Uppdrag givet", "gav personen ett uppdrag."),
    "role.ended": ("Uppdrag avslutat", "satte sista dag för uppdraget."),
    "substitute.appointed": ("Ersättare utsedd", "utsåg en ersättare."),
    "substitute.revoked": ("Ersättare återkallad", "återkallade uppdraget som ersättare."),
    "figures.reported": ("Enhetsuppgifter rapporterade", "rapporterade enhetens uppgifter."),
    "figures.confirmed": ("Enhetsuppgifter bekräftade", "bekräftade att inget är ändrat."),
    "figures.verified": ("Enhetsuppgifter godkända", "kontrollerade och godkände uppgifterna."),
    "figures.rejected": ("Enhetsuppgifter underkända", "underkände uppgifterna."),
    "region.added": ("Region tillagd", "lade till regionen."),
    "unit.added": ("Vårdenhet tillagd", "lade till vårdenheten."),
    "unit.updated": ("Vårdenhet ändrad", "ändrade vårdenhetens uppgifter."),
    "log.verified": ("Loggen kontrollerad", "kontrollerade att loggens kedja är hel."),
}
SUBJECTS = {
    "person": "Person",
    "substitution": "Ersättare",
    "figures": "Enhetsuppgifter",
    "region": "Region",
    "unit": "Vårdenhet",
    "log": "Logg",
}
