"""Lists of equipment that people in the demo have kept by a name."""

from datetime import timedelta
from urllib.parse import urlencode

from inventory.actions.views import save_view
from portal.core.units.models import Role
from portal.home.demo.story import Story


def plan_saved_views(story: Story) -> None:
    """Some for their owner alone, some for all who have the same role in the region."""
    half_a_year = story.today + timedelta(days=182)
    to_replace = {"utbyte_till": half_a_year, "ordning": "utbyte"}
    in_repair = {"lage": "IN_REPAIR"}
    for who, name, wishes, role in (
        ("eva", "Byts inom ett halvår", to_replace, Role.COORDINATOR),
        ("eva", "Kalmar, datorer", {"kommun": "0880", "artikel": "base-package"}, ""),
        ("nils", "På reparation", in_repair, Role.IT_DELIVERY),
        ("maria", "Våra datorer efter ålder", {"artikel": "base-package", "ordning": "levererad"}, ""),
    ):
        kept = {
            "name": name,
            "query": urlencode(wishes),
            "role": role,
            "region": story.region if role else None,
            "by": story.people[who],
        }
        story.plan(story.moment(70, 10, 5), lambda at, kept=kept: save_view(**kept, at=at))
