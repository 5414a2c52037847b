"""Whom a notice concerns: a value, and the rule that says why a unit is in it or not.

Nothing named: every unit of the region with a contract. ``portal.notices.queries.audience`` asks the same of the
database for all units at once, and a test holds the two to each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models

from portal.core.units.chosen import Chosen
from portal.core.units.roles import UNIT_ROLES


class Dimension(models.TextChoices):
    PROGRAMME = "PROGRAMME", "Vårdval"
    MUNICIPALITY = "MUNICIPALITY", "Kommun"
    UNIT = "UNIT", "Vårdenhet"
    SERVICE = "SERVICE", "Tjänst"
    EQUIPMENT = "EQUIPMENT", "Utrustning"
    ROLE = "ROLE", "Roll"


OF_UNITS = (
    Dimension.PROGRAMME,
    Dimension.MUNICIPALITY,
    Dimension.UNIT,
    Dimension.SERVICE,
    Dimension.EQUIPMENT,
)


class Audience(Chosen):
    """``values`` by dimension: programme codes, municipality codes, units' HSA-ids, item codes of services and of
    equipment, and roles. Roles choose people, not units; none named means the roles at the units."""

    __slots__ = ()

    @property
    def roles(self) -> frozenset[str]:
        return self.named(Dimension.ROLE) or frozenset(UNIT_ROLES)


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a unit decides whether a notice concerns it. ``names`` are the Swedish names of the codes."""

    hsa_id: str
    has_contract: bool
    programme: str
    municipality: str
    services: frozenset[str]
    equipment: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, dimension: str) -> frozenset[str]:
        match dimension:
            case Dimension.PROGRAMME:
                return frozenset({self.programme} - {""})
            case Dimension.MUNICIPALITY:
                return frozenset({self.municipality})
            case Dimension.UNIT:
                return frozenset({self.hsa_id})
            case Dimension.SERVICE:
                return self.services
            case _:
                return self.equipment


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, whether the unit meets it, and a Swedish sentence about it."""

    met: bool
    sentence: str


def explain(audience: Audience, unit: Traits) -> list[Reason]:
    """Every condition with its answer; the unit is in the audience when all are met."""
    reasons = [_contract(unit)]
    for dimension in OF_UNITS:
        wanted = audience.named(dimension)
        if wanted:
            reasons.append(_reason(dimension, wanted, unit))
    if len(reasons) == 1:
        reasons.append(Reason(True, "Meddelandet gäller alla enheter i regionen."))
    return reasons


def includes(audience: Audience, unit: Traits) -> bool:
    return all(reason.met for reason in explain(audience, unit))


_WORDS = {
    Dimension.PROGRAMME: "Enheter med vårdvalet {named}",
    Dimension.MUNICIPALITY: "Enheter i {named} kommun",
    Dimension.UNIT: "Utpekade enheter",
    Dimension.SERVICE: "Enheter som har {named}",
    Dimension.EQUIPMENT: "Enheter som har {named}",
}


def concerns(audience: Audience, names: Mapping[str, str]) -> list[str]:
    """Whom the audience holds, a line for each condition, without naming the units."""
    lines = [
        _WORDS[dimension].format(named=_list(audience.named(dimension), names, "eller"))
        for dimension in OF_UNITS
        if audience.named(dimension)
    ]
    return lines or ["Alla enheter i regionen"]


def _contract(unit: Traits) -> Reason:
    if unit.has_contract:
        return Reason(True, "Enheten har ett vårdavtal som gäller i dag.")
    return Reason(False, "Enheten har inget vårdavtal som gäller i dag.")


_MET = {
    Dimension.PROGRAMME: "Enheten har vårdvalet {hits}.",
    Dimension.MUNICIPALITY: "Enheten ligger i {hits} kommun.",
    Dimension.UNIT: "Enheten är utpekad.",
    Dimension.SERVICE: "Enheten har {hits}.",
    Dimension.EQUIPMENT: "Enheten har {hits}.",
}
_UNMET = {
    Dimension.PROGRAMME: "Enheten har inte vårdvalet {wanted}.",
    Dimension.MUNICIPALITY: "Enheten ligger inte i {wanted} kommun.",
    Dimension.UNIT: "Enheten är inte en av dem som är utpekade.",
    Dimension.SERVICE: "Enheten har inte {wanted}.",
    Dimension.EQUIPMENT: "Enheten har inte {wanted}.",
}


def _reason(dimension: str, wanted: frozenset[str], unit: Traits) -> Reason:
    hits = wanted & unit.of(dimension)
    words = (_MET if hits else _UNMET)[Dimension(dimension)]
    named = {"hits": _list(hits, unit.names, "och"), "wanted": _list(wanted, unit.names, "eller")}
    return Reason(bool(hits), words.format(**named))


def _list(codes: Iterable[str], names: Mapping[str, str], last: str) -> str:
    words = sorted(names.get(code, code) for code in codes)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
