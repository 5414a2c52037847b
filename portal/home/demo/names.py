"""Names for those in the demo who are not in the cast."""

from random import Random

_GIVEN = """
Agnes Alva Anja Birgitta Camilla Cecilia Charlotta Elin Ellen Emma Eva-Lena Filippa Frida Gun Hanna
Helena Ida Inger Johanna Josefin Karolina Katarina Klara Kristina Lena Lina Linnéa Lisa Lovisa Malin
Margareta Marie Matilda Monika Nora Petra Pernilla Rebecka Sanna Sara Signe Sofia Stina Susanne Therese
Tove Ulrika Veronika Åsa Ylva Adam Albin Alexander Anders Axel Björn Carl Daniel David Emil Erik Fredrik
Gustav Göran Henrik Håkan Jakob Jan Johan Jonas Karl Lars Magnus Marcus Mattias Mikael Niklas Olof Oskar
Patrik Per Peter Rickard Robin Staffan Stefan Thomas Viktor Östen Amir Samira Leila Hassan Mariam Ahmed
Fatima Goran Jasmina Marek Agnieszka Minh Aino
"""
_FAMILY = """
Almqvist Andersson Arvidsson Asplund Berg Bergman Björk Blom Borg Bäckström Carlsson Dahl Dahlgren Ekdahl
Ekholm Eklund Engström Falk Forsberg Fransson Fredriksson Gustafsson Hagström Hansson Hedlund Hellström
Henriksson Holmberg Holmgren Håkansson Isaksson Jakobsson Jansson Jonsson Karlsson Kjellberg Larsson Lind
Lindahl Lindgren Ljung Lundberg Lundin Lönn Magnusson Malm Moberg Mårtensson Nilsson Norberg Nordin
Nyberg Nygren Olofsson Palm Pettersson Rosén Rydberg Samuelsson Sandberg Sjöberg Skoog Ström Sundberg
Svensson Söderberg Thorell Wahlgren Wall Westin Wikström Åkesson Ålander Öberg Österlund Haddad Kovač
Nowak Nguyen Rahimi Virtanen
"""


class NamePool:
    """Gives each pair of names once, in the order that the seed decides."""

    def __init__(self, rng: Random, taken: set[tuple[str, str]]) -> None:
        self._rng = rng
        self._taken = taken
        self._given, self._family = _GIVEN.split(), _FAMILY.split()

    def next(self) -> tuple[str, str]:
        while True:
            pair = (self._rng.choice(self._given), self._rng.choice(self._family))
            if pair not in self._taken:
                self._taken.add(pair)
                return pair
