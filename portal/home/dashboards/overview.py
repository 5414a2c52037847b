"""The overview's panels, in their order."""

from portal.core.units.roles import RoleSet
from portal.home.dashboards.boards import equipment, going_on
from portal.home.dashboards.boards.board import Board
from portal.home.dashboards.queries.equipment import equipment_in
from portal.home.dashboards.queries.going_on import open_rounds, waiting_in
from portal.home.dashboards.queries.unseen import unknown_machines, unseen_computers
from portal.home.dashboards.scope import Scope
from portal.home.queries.region import units_against_cap


def boards_of(scope: Scope, roles: RoleSet) -> list[Board]:
    """Every panel. Nine queries, however many units and pieces there are."""
    held = equipment_in(scope)
    rounds, waiting = open_rounds(scope), waiting_in(scope)
    chosen = {"municipality": scope.municipality, "programme": scope.programme}
    return [
        equipment.age(scope, held),
        equipment.replacement(scope, held),
        equipment.states(scope, held, roles),
        equipment.caps(scope, units_against_cap(scope.region.pk, scope.on, **chosen)),
        going_on.rounds(scope, rounds),
        going_on.to_decide(scope, waiting, sum(one.undecided for one in rounds), unknown_machines(scope)),
        equipment.unseen(scope, unseen_computers(scope)),
        going_on.returns(scope, waiting),
    ]
