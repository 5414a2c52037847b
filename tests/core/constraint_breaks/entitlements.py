"""The appendix."""

from datetime import date

from entitlements.models import CatalogueItem, Clause
from tests.core.constraint_breaks.breaking import EARLIER, Break, again, change, fresh

BREAKS: dict[str, Break] = {
    "appendix_version_once": lambda s: again(
        fresh(s.world.appendix), published_at=None, valid_from=date(2040, 1, 1)
    ),
    "appendix_period_in_order": lambda s: change(s.world.appendix, valid_to=EARLIER.replace(year=1990)),
    "appendix_published_apart": lambda s: again(fresh(s.world.appendix), version="annan"),
    "appendix_publisher_has_time": lambda s: change(
        s.world.appendix, published_at=None, published_by=s.world.editor
    ),
    "clause_once_per_version": lambda s: again(Clause.objects.first()),
    "item_once_per_version": lambda s: again(CatalogueItem.objects.first()),
}
