from portal.core.units.models.assignment import Assignment, Role, Substitution
from portal.core.units.models.figures import FiguresConfirmation, UnitFigures
from portal.core.units.models.organisation import (
    CareUnit,
    Contract,
    Municipality,
    Programme,
    Provider,
    Region,
)

__all__ = [
    "Assignment",
    "CareUnit",
    "Contract",
    "FiguresConfirmation",
    "Municipality",
    "Programme",
    "Provider",
    "Region",
    "Role",
    "Substitution",
    "UnitFigures",
]
