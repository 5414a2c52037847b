"""The words of the field, once: Swedish on every screen, English in the code, and what they mean.

Rendered at ``/ordlista/``. Every model's ``verbose_name`` stands here, and a test says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    swedish: str
    english: str
    definition: str


def sorted_terms() -> list[Term]:
    """By the Swedish alphabet: å, ä and ö come last."""
    return sorted(TERMS, key=lambda term: term.swedish.lower().translate(str.maketrans("åäö", "{|}")))


PEOPLE = (
    Term("person", "User", "Någon som kan logga in i portalen. Känns igen på sitt HSA-id."),
    Term("HSA-id", "hsa_id", "Identitet för person eller enhet i den nationella katalogen HSA."),
    Term("uppdrag", "Assignment", "En persons roll vid en vårdenhet eller i regionen under en tid."),
    Term("verksamhetschef", "head of unit", "Den enda som beställer för vårdenheten. Kvitterar också leveranser och lämnar enhetens uppgifter."),
    Term("IT-kontaktperson", "IT contact", "Gör allt vid enheten som inte är ett beslut: tar emot leveranser och följer beställningar."),
    Term("superanvändare", "superuser", "Hjälper kollegorna först och ser enhetens behörigheter."),
    Term("samordnare", "coordinator", "Arbetar vid Regionstab Samordning hälso- och sjukvård. Granskar varje beställning mot bilagan och prövar behovsprövade rader."),
    Term("Beställarchef", "ordering manager", "Attesterar eller avslår beställningar vid Beställarsektionen."),
    Term("ersättare", "Substitution", "Den som attesterar i Beställarchefens ställe under en bestämd tid."),
    Term("leverans (roll)", "IT delivery", "Arbetar vid IT-förvaltningen. Plockar fram, registrerar serienummer och levererar."),
    Term("koordinator för privata vårdenheter", "IT coordinator", "IT-förvaltningens kontakt för vårdenheterna."),
    Term("katalogförvaltare", "catalogue editor", "Skriver och publicerar bilagor och kataloger."),
    Term("ekonom", "controller", "Sköter prislistor, månadsunderlag och fördelning av kostnader."),
    Term("loggranskare", "log reviewer", "Läser händelseloggen och följer upp den regelbundet. Ändrar ingenting."),
    Term("systemadministratör", "administrator", "Lägger upp regioner, enheter, personer och uppdrag. Har ingen roll i en beställning."),
    Term("skyddade personuppgifter", "protected_identity", "Namnet döljs i listor, mejl och loggar. Varje visning loggas."),
)  # fmt: skip

UNITS = (
    Term("region", "Region", "Den som äger utrustningen och avtalar med vårdgivaren."),
    Term("kommun", "Municipality", "Kommunen där enheten ligger. Grundpaket finns bara inom länet."),
    Term("vårdval", "Programme", "Den del av vården som avtalet gäller, till exempel Hälsoval primärvård."),
    Term("vårdgivare", "Provider", "Företaget eller organisationen som driver vårdenheten. Har ett organisationsnummer."),
    Term("vårdenhet", "CareUnit", "Mottagningen som beställer och använder utrustningen. Har ett HSA-id."),
    Term("filial", "branch", "En vårdenhet på annan adress som delar moderenhetens tak."),
    Term("vårdavtal", "Contract", "Avtalet mellan regionen och vårdgivaren, med en första och en sista dag."),
    Term("enhetsuppgifter", "UnitFigures", "Antal vårdpersonal och listade patienter från en viss dag. Enheten lämnar dem och samordnaren verifierar dem."),
    Term("bekräftelse av uppgifter", "FiguresConfirmation", "Enhetens besked att uppgifterna fortfarande stämmer."),
    Term("vårdpersonal", "care staff", "De som arbetar i vården vid enheten. Varje person ger rätt till ett grundpaket."),
    Term("listade patienter", "listed patients", "Patienter i länet som är listade vid enheten. Tusen listade ger rätt till tio grundpaket."),
)  # fmt: skip

APPENDIX = (
    Term("bilaga", "appendix", "Avtalets IT-bilaga: vad regionen tillhandahåller och på vilka villkor."),
    Term("bilageversion", "AppendixVersion", "En version av bilagan som gäller från en viss dag. Ändras aldrig efter publicering."),
    Term("punkt i bilagan", "Clause", "Ett stycke i bilagan som besluten hänvisar till, till exempel avsnitt 3a."),
    Term("villkor", "terms", "Talen och valen i bilagan som reglerna räknar med."),
    Term("artikel", "CatalogueItem", "Det som kan beställas eller ingår enligt bilagan."),
    Term("grundpaket", "base package", "En arbetsplats: dator, tangentbord, mus och skärm, med dockningsstation vid behov och standardprogramvara."),
    Term("gemensam utrustning", "shared equipment", "Sådant som enheten har en av: multifunktionsskrivare, videokonferens, anmälningsskärm och etikettskrivare."),
    Term("behovsprövad utrustning", "needs-tested equipment", "Utrustning som kräver en skriftlig motivering och som samordnaren prövar."),
    Term("tilldelning", "entitlement", "Vad enheten har rätt till enligt bilagan, och hur det har räknats fram."),
    Term("tak", "cap", "Högsta antalet av en artikel. För grundpaket gäller den lägre av två gränser: vårdpersonal och listade patienter."),
    Term("på väg", "on the way", "Beställt men ännu inte levererat. Räknas in under taket."),
    Term("regelkontroll", "assessment", "Portalens prövning av beställningen mot bilagan, med skäl för varje rad."),
    Term("samverkansärende", "samverkan matter", "Det som ligger utanför bilagan och som parterna tar upp med varandra."),
)  # fmt: skip

ORDERS = (
    Term("beställning", "Order", "Enhetens önskan om utrustning, från utkast till kvitterad leverans."),
    Term("orderrad", "OrderLine", "En artikel i en beställning, med eget beslut och egna antal."),
    Term("motivering", "motivation", "Enhetens skäl till behovsprövad utrustning. Får inte innehålla patientuppgifter."),
    Term("kostnadsställe", "cost centre", "Kontot som beställningen belastar. Står på varje beställning av utrustning."),
    Term("granskning", "check", "Samordnarens kontroll: beviljar, minskar eller avslår varje rad med ett skäl."),
    Term("komplettering", "completion", "Beställningen går tillbaka till enheten för att fyllas på."),
    Term("attest", "Attestation", "Beställarchefens beslut. Bevaras oförändrat tillsammans med underlaget."),
    Term("avslag", "refusal", "Beslut att en rad eller hela beställningen inte beviljas, med skäl."),
    Term("återkallelse", "withdrawal", "Enheten tar tillbaka sin beställning innan den är levererad."),
    Term("leverans", "Delivery", "Överlämning av utrustning till enheten. Kan ske i flera delar."),
    Term("levererad utrustning", "DeliveredPiece", "Ett exemplar i en leverans, med serienummer."),
    Term("kvittens", "Receipt", "Enhetens bekräftelse att leveransen har kommit fram."),
    Term("avvikelse", "deviation", "Något i leveransen stämmer inte: fel artikel, fel antal eller skadat."),
    Term("utbyte", "replacement", "Nytt i stället för gammalt. Det gamla lämnas tillbaka och taket påverkas inte."),
)  # fmt: skip

INVENTORY = (
    Term("inventarie", "Asset", "Ett exemplar av utrustning som regionen äger. Hör till en funktion, aldrig till en person."),
    Term("händelse för inventarie", "AssetEvent", "Något som hänt en inventarie: mottagen, flyttad, lämnad på reparation."),
    Term("serienummer", "serial number", "Tillverkarens nummer på exemplaret."),
    Term("inventarienummer", "asset number", "Regionens nummer på exemplaret."),
    Term("funktion", "function", "Det arbete som utrustningen står för, till exempel Reception 1."),
    Term("inventering", "inventory round", "Enheten bekräftar vad som finns på plats senast en viss dag."),
    Term("återlämning", "return", "Utrustningen går tillbaka till regionen."),
)  # fmt: skip

SYSTEM = (
    Term("händelse", "AuditEvent", "En rad i loggen: vem gjorde vad, när och med vad. Kan inte ändras."),
    Term("händelselogg", "audit log", "Alla händelser i följd. Varje rad låser den föregående, så att en ändring i efterhand märks."),
    Term("kedjans slut", "ChainHead", "Den senaste händelsens plats och kontrollsumma."),
    Term("utkorg", "outbox", "Där det som ska skickas väntar, sparat tillsammans med det som hände."),
    Term("meddelande i utkorgen", "Message", "Något som ska göras efter en händelse, till exempel skicka ett mejl."),
    Term("skickat mejl", "SentMail", "Noterat så att samma mejl inte går i väg två gånger."),
    Term("driftinformation", "notice", "Besked om störning, planerat underhåll eller ändrad bilaga."),
)  # fmt: skip

TERMS = PEOPLE + UNITS + APPENDIX + ORDERS + INVENTORY + SYSTEM
