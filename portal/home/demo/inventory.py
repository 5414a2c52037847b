"""What becomes of the equipment in the year: counted, broken, moved, seen, brought in and given back."""

from portal.home.demo.imports import plan_imports
from portal.home.demo.incidents import plan_incidents
from portal.home.demo.moves import plan_moves
from portal.home.demo.network import plan_network
from portal.home.demo.returns import plan_returns
from portal.home.demo.rounds import plan_rounds
from portal.home.demo.saved_views import plan_saved_views
from portal.home.demo.story import Story


def plan_inventory(story: Story) -> None:
    plan_returns(story)
    plan_incidents(story)
    plan_rounds(story)
    plan_moves(story)
    plan_network(story)
    plan_imports(story)
    plan_saved_views(story)
