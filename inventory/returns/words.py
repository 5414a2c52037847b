"""What the log says of returns, in plain Swedish."""

KINDS = {
    "return.opened": ("Återlämning öppnad", "öppnade återlämningen."),
    "return.widened": ("Återlämning utökad", "utökade återlämningen till allt som enheten har."),
    "return.listed": ("Utrustning tillagd", "lade till utrustning som ska lämnas."),
    "return.item_dropped": ("Utrustning borttagen ur ärendet", "tog bort utrustning ur återlämningen."),
    "return.item_noted": ("Utrustning saknas eller hittad", "noterade vad som saknas."),
    "return.decided": ("Restpost beslutad", "beslutade om det som är kvar."),
    "return.undecided": ("Beslut om restpost ändrat", "tog tillbaka beslutet om det som är kvar."),
    "return.erased": ("Radering intygad", "intygade att lagringen är raderad."),
    "return.closed": ("Återlämning avslutad", "avslutade återlämningen."),
    "return.cancelled": ("Återlämning inställd", "ställde in återlämningen."),
    "pickup.booked": ("Hämtning bokad", "bokade en hämtning."),
    "pickup.cancelled": ("Hämtning avbokad", "avbokade hämtningen."),
    "handover.started": ("Överlämning påbörjad", "påbörjade en överlämning."),
    "handover.put_in": ("Utrustning i överlämning", "lade utrustning i överlämningen."),
    "handover.taken_out": ("Utrustning ur överlämning", "tog utrustning ur överlämningen."),
    "handover.signed": ("Överlämning underskriven", "skrev under överlämningen."),
    "handover.signed_by_hand": ("Underskrift på plats", "tog enhetens underskrift på sin egen skärm."),
    "handover.completed": ("Överlämning klar", "gjorde överlämningen klar: båda parter har skrivit under."),
    "handover.confirmed": ("Underskrift bekräftad", "bekräftade underskriften på plats."),
    "handover.objected": ("Invändning mot underskrift", "invände mot underskriften på plats."),
    "handover.settled": ("Invändning utredd", "redde ut invändningen mot underskriften."),
    "handover.reopened": ("Underskrift borttagen", "tog bort underskriften för att ändra innehållet."),
    "handover.discarded": ("Överlämning borttagen", "tog bort överlämningen."),
}
SUBJECTS = {"return": "Återlämning"}
