"""The people whom one can be in the demo, and what is worth trying as each of them."""

from dataclasses import dataclass

from portal.core.units.roles import Role

REGION_NUMBER = "2321000073"


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the cast. ``place`` is the key of a unit, empty for those who work for the region. ``can`` says
    in a sentence what the role may do, ``tries`` is what to try first."""

    key: str
    given: str
    family: str
    title: str
    role: str
    can: str
    tries: tuple[str, ...]
    place: str = ""
    protected: bool = False
    shown_as: str = ""

    @property
    def hsa_suffix(self) -> str:
        return "1A2B" if self.protected else self.key.upper()  # an id of one's name would give it away


UNIT_CAST = (
    Part(
        "maria",
        "Maria",
        "Lindqvist",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Beställer för enheten, kvitterar leveranser och svarar för enhetens uppgifter.",
        (
            "Beställ två grundpaket till: taket är 18, 14 är i bruk och 2 är på väg",
            "Kvittera etikettskrivaren som har kommit",
            "Besvara och signera enhetens inventering",
            "Svara på en flytt från Lindhagen",
        ),
        place="strandporten",
    ),
    Part(
        "jonas",
        "Jonas",
        "Ek",
        "Undersköterska",
        Role.IT_CONTACT,
        "Tar emot leveranser och håller ordning på utrustningen, men beställer inte.",
        ("Fortsätt inventeringen, gärna med mobilen", "Anmäl en skada", "Kvittera en leverans"),
        place="strandporten",
    ),
    Part(
        "lena",
        "Lena",
        "Åberg",
        "Medicinsk sekreterare",
        Role.SUPERUSER,
        "Hjälper kollegor och ser enhetens utrustning och beställningar.",
        ("Sök på ett serienummer", "Se var en beställning är på väg"),
        place="strandporten",
    ),
    Part(
        "orjan",
        "Örjan",
        "Öst",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Svarar för en hälsocentral och dess filial, som delar på taket.",
        ("Gör klart utkastet", "Se varför inventeringen är sen", "Byt enhet till filialen i personmenyn"),
        place="norrvik",
    ),
    Part(
        "katarina",
        "Katarina",
        "Forsell",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Enheten har mer än taket sedan färre patienter är listade där.",
        ("Se varför inget mer kan beställas", "Ta upp ett behov i samverkan"),
        place="kvarnbacken",
    ),
    Part(
        "yasmin",
        "Yasmin",
        "Haidari",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Har skyddade personuppgifter: ingen annan ser namnet.",
        ("Se ditt namn här, och hur samordnaren ser det", "Komplettera en återlämnad beställning"),
        place="sigfrid",
        protected=True,
    ),
    Part(
        "bjorn",
        "Björn",
        "Rask",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Enheten ligger utanför länet, där bilagan inte lämnar ut utrustning.",
        ("Försök beställa ett grundpaket", "Läs svaret i samverkansärendet"),
        place="samtalshuset",
    ),
    Part(
        "ragnhild",
        "Ragnhild",
        "Moe",
        "Verksamhetschef",
        Role.HEAD_OF_UNIT,
        "Enheten är ny och dess uppgifter väntar på kontroll.",
        ("Se vad som fattas innan enheten kan beställa",),
        place="nyoppnad",
    ),
)

REGION_CAST = (
    Part(
        "eva",
        "Eva",
        "Holm",
        "Samordnare",
        Role.COORDINATOR,
        "Granskar beställningar mot bilagan, kontrollerar uppgifter och svarar i samverkan.",
        (
            "Granska en beställning rad för rad",
            "Kontrollera rapporterade uppgifter",
            "Granska inventeringens avvikelser, en i taget eller flera på en gång",
            "Besluta om en stöld",
        ),
    ),
    Part(
        "anders",
        "Anders",
        "Bergqvist",
        "Beställarchef",
        Role.ORDERING_MANAGER,
        "Attesterar eller avslår, aldrig det han själv har beställt eller granskat.",
        (
            "Attestera flera som är inom reglerna på en gång",
            "Öppna Tallhöjds fyra grundpaket, som inte ryms längre",
            "Utse en ersättare",
        ),
    ),
    Part(
        "karin",
        "Karin",
        "Sjö",
        "Ekonom",
        Role.CONTROLLER,
        "Är ersättare för Beställarchefen just nu, för högst 10 artiklar per beställning.",
        ("Attestera i Beställarchefens ställe", "Se i loggen för vems räkning det skedde"),
        shown_as="Ersättare för Beställarchefen",
    ),
    Part(
        "nils",
        "Nils",
        "Dal",
        "It-tekniker",
        Role.IT_DELIVERY,
        "Plockar, registrerar serienummer och levererar, helt eller i delar.",
        (
            "Leverera en del av en beställning",
            "Skriv under en överlämning från Torskors",
            "Lämna ut något ur lagret",
        ),
    ),
    Part(
        "ida",
        "Ida",
        "Berg",
        "Koordinator för privata vårdenheter",
        Role.IT_COORDINATOR,
        "Är enheternas väg in till IT-förvaltningen och svarar i samverkan.",
        ("Besvara ett samverkansärende", "Utred okänd utrustning på nätet"),
    ),
    Part(
        "ulf",
        "Ulf",
        "Ask",
        "Katalogförvaltare",
        Role.CATALOGUE_EDITOR,
        "Förvaltar bilagan och katalogen.",
        ("Läs bilagan punkt för punkt, med villkor och katalog",),
    ),
    Part(
        "siv",
        "Siv",
        "Ahl",
        "Ekonom",
        Role.CONTROLLER,
        "Följer beställningar och utrustning i hela regionen.",
        ("Filtrera utrustningen på en enhet", "Markera en debitering som fakturerad"),
    ),
    Part(
        "tor",
        "Tor",
        "Lund",
        "Loggranskare",
        Role.LOG_REVIEWER,
        "Läser händelseloggen och ändrar inget.",
        ("Följ en beställning i loggen", "Se vem som attesterade i någon annans ställe"),
    ),
    Part(
        "maj",
        "Maj",
        "Alm",
        "Systemadministratör",
        Role.ADMINISTRATOR,
        "Lägger upp personer och ger uppdrag, men har ingen roll i en beställning.",
        ("Ge någon ett uppdrag som börjar nästa månad",),
    ),
)

CAST = UNIT_CAST + REGION_CAST
