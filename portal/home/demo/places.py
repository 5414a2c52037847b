"""The units of the demo region and who runs them. Names, addresses and numbers are invented."""

from dataclasses import dataclass

from stdnum import luhn

PROGRAMMES = {"H": "halsoval", "P": "psykisk-halsa"}
OUTSIDE = ("0780", "Växjö")  # a municipality of another county

PROVIDERS = (
    "Strandporten Vård AB",
    "Norrvik Primärvård AB",
    "Läkargruppen Älvsten AB",
    "Tallhöjd Vård AB",
    "Bredsunds Läkargrupp AB",
    "Smålandskustens Närvård AB",
    "Familjeläkarna Högsby AB",
    "Kvarnbäckens Hälsocentral AB",
    "Samtalshuset Öst AB",
    "Livslinjen Psykologi AB",
    "Sundsvik Vårdbolag AB",
    "Ölandsleden Hälsa AB",
)

# key | name | municipality | street | postal code and city | care staff | listed | base packages when the year began
# | provider, by place in the list above | programme | parent of a branch. "?": figures were never verified.
_TABLE = """
strandporten | Hälsocentralen Strandporten | 0880 | Hamngatan 4 | 391 20 Kalmar | 18 | 2043 | 12 | 0 | H
norrvik | Norrviks hälsocentral | 0885 | Storgatan 31 | 387 31 Borgholm | 14 | 1910 | 8 | 1 | H
boda | Norrviks hälsocentral, filial Böda | 0885 | Bödavägen 12 | 387 73 Löttorp | 0 | 0 | 2 | 1 | H | norrvik
alvsten | Läkarhuset Älvsten | 0882 | Ågatan 9 | 572 30 Oskarshamn | 16 | 2180 | 13 | 2 | H
tallhojd | Mottagning Tallhöjd | 0883 | Tallvägen 2 | 593 30 Västervik | 13 | 1420 | 7 | 3 | H
bredsund | Bredsundets läkargrupp | 0881 | Sundsgatan 18 | 382 30 Nybro | 12 | 1650 | 9 | 4 | H
lonnlunda | Lönnlunda hälsocentral | 0884 | Lönngatan 5 | 598 32 Vimmerby | 15 | 1880 | 12 | 5 | H
hogsby | Högsby familjeläkare | 0821 | Järnvägsgatan 7 | 579 30 Högsby | 9 | 1120 | 7 | 6 | H
kvarnbacken | Kvarnbäckens hälsocentral | 0860 | Kvarngatan 14 | 577 30 Hultsfred | 13 | 1760 | 12 | 7 | H
samtalshuset | Samtalshuset i Växjö | 0780 | Norra Esplanaden 6 | 352 30 Växjö | 6 | 0 | 0 | 8 | P
sigfrid | Mottagningen Sankt Sigfrid | 0880 | Södra vägen 22 | 392 33 Kalmar | 10 | 0 | 7 | 9 | P
torskors | Torskors hälsocentral | 0834 | Kyrkogatan 3 | 385 30 Torsås | 11 | 1490 | 8 | 10 | H
nyoppnad | Kustens nya hälsocentral | 0861 | Hamnplan 1 | 383 30 Mönsterås | ? | 0 | 0 | 5 | H
farjestaden | Färjelundens hälsocentral | 0840 | Brovägen 8 | 386 30 Färjestaden | 17 | 2310 | 13 | 11 | H
emmagarden | Emmagårdens hälsocentral | 0862 | Glasvägen 11 | 361 30 Emmaboda | 10 | 1380 | 8 | 10 | H
lindsdal | Lindhagens familjeläkare | 0880 | Lindvägen 40 | 394 70 Kalmar | 13 | 1790 | 10 | 0 | H
norrliden | Norrbackens hälsocentral | 0880 | Backvägen 15 | 392 36 Kalmar | 19 | 2540 | 15 | 5 | H
ljungbyholm | Ljungholms läkarmottagning | 0880 | Åkervägen 3 | 388 30 Ljungbyholm | 8 | 1040 | 6 | 4 | H
smedby | Smedängens hälsocentral | 0880 | Smedgatan 21 | 394 71 Smedby | 11 | 1460 | 9 | 7 | H
rockneby | Rockens läkargrupp | 0880 | Ryssbyvägen 6 | 380 30 Rockneby | 7 | 940 | 5 | 4 | H
orrefors | Hyttans läkarmottagning | 0881 | Hyttgatan 2 | 382 40 Orrefors | 6 | 810 | 4 | 4 | H
nybroasen | Nybroåsens hälsocentral | 0881 | Kungsgatan 44 | 382 31 Nybro | 16 | 2240 | 12 | 5 | H
figeholm | Figeviks hälsocentral | 0882 | Sjögatan 10 | 572 75 Figeholm | 8 | 1090 | 6 | 2 | H
kristineberg | Kristinelunds läkarhus | 0882 | Kristinegatan 27 | 572 40 Oskarshamn | 14 | 1970 | 11 | 2 | H
paskallavik | Påskvikens familjeläkare | 0882 | Norra Kustvägen 5 | 572 71 Påskallavik | 6 | 850 | 5 | 6 | H
gamleby | Gamlevikens hälsocentral | 0883 | Östra Ringgatan 9 | 594 32 Gamleby | 12 | 1630 | 9 | 3 | H
ankarsrum | Ankarbrukets läkarmottagning | 0883 | Bruksvägen 1 | 590 90 Ankarsrum | 5 | 720 | 4 | 3 | H
overum | Överåns hälsocentral | 0883 | Bruksgatan 17 | 590 96 Överum | 6 | 790 | 4 | 3 | H
storebro | Storängens läkargrupp | 0884 | Ängsvägen 4 | 598 40 Storebro | 7 | 960 | 5 | 5 | H
sodravi | Södra Sjöns hälsocentral | 0884 | Sjövägen 13 | 598 93 Södra Vi | 6 | 830 | 4 | 5 | H
virserum | Virsjöns hälsocentral | 0860 | Sågvägen 8 | 577 50 Virserum | 7 | 920 | 5 | 7 | H
malilla | Målsjöns familjeläkare | 0860 | Idrottsvägen 2 | 577 42 Målilla | 6 | 780 | 4 | 6 | H
timmernabben | Timmervikens hälsocentral | 0861 | Varvsgatan 5 | 384 71 Timmernabben | 7 | 980 | 5 | 10 | H
alem | Åleforsens läkarmottagning | 0861 | Stationsvägen 19 | 384 31 Ålem | 8 | 1060 | 6 | 10 | H
lessebo | Gränslandets läkarmottagning | 0862 | Lindåsvägen 3 | 361 42 Lindås | 5 | 700 | 3 | 10 | H
degerhamn | Södra uddens hälsocentral | 0840 | Hamnvägen 6 | 386 63 Degerhamn | 6 | 860 | 4 | 11 | H
kopingsvik | Köpviks läkarhus | 0885 | Klintavägen 12 | 387 50 Köpingsvik | 9 | 1210 | 7 | 1 | H
livslinjen | Livslinjen Kalmar | 0880 | Larmgatan 19 | 392 32 Kalmar | 12 | 0 | 9 | 9 | P
livslinjenvast | Livslinjen Västervik | 0883 | Spötorget 2 | 593 33 Västervik | 8 | 0 | 6 | 9 | P
samtalosk | Samtalshuset Oskarshamn | 0882 | Flanaden 4 | 572 31 Oskarshamn | 7 | 0 | 5 | 8 | P
sinneslugn | Mottagningen Sinneslugn | 0881 | Salutorget 7 | 382 32 Nybro | 9 | 0 | 6 | 8 | P
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the year begins. ``staff`` None: no verified figures; ``listed`` 0 for psykisk hälsa."""

    key: str
    name: str
    municipality: str
    street: str
    postal_code: str
    city: str
    staff: int | None
    listed: int
    packages: int
    provider: int
    programme: str
    parent: str = ""

    @property
    def lists_patients(self) -> bool:
        return self.programme == PROGRAMMES["H"]


def _read(row: str) -> Place:
    key, name, municipality, street, city, staff, listed, packages, provider, programme, *parent = (
        part.strip() for part in row.split("|")
    )
    return Place(
        key=key,
        name=name,
        municipality=municipality,
        street=street,
        postal_code=city[:6],
        city=city[7:],
        staff=None if staff == "?" else int(staff),
        listed=int(listed),
        packages=int(packages),
        provider=int(provider),
        programme=PROGRAMMES[programme],
        parent=parent[0] if parent else "",
    )


PLACES = tuple(_read(row) for row in _TABLE.strip().splitlines())


def organisation_number(place: int) -> str:
    """An invented number that passes every check: the third digit at least 2, Luhn's digit last."""
    body = f"559990{place + 1:03d}"
    return body + luhn.calc_check_digit(body)
