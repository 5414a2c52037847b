"""Computers that have not been on the network for longer than the region allows."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from inventory.network.models import NetworkDeviation
from inventory.network.queries import unseen_in, unseen_terms
from portal.home.dashboards.scope import Scope


@dataclass(frozen=True, slots=True)
class Unseen:
    """``days`` may a computer be away; ``spans``: how many have been away for how long, as (from, to, computers), the
    last without an end."""

    days: int
    spans: tuple[tuple[int, int | None, int], ...]

    @property
    def computers(self) -> int:
        return sum(count for _, _, count in self.spans)


def unseen_computers(scope: Scope) -> Unseen:
    """Two queries."""
    terms = unseen_terms([scope.region.pk], scope.on)
    days, _ = terms[scope.region.pk]
    ends = (2 * days, 4 * days)
    first, second = (scope.on - timedelta(days=end) for end in ends)
    row = (
        unseen_in(terms, scope.on)
        .filter(unit__in=scope.units)
        .aggregate(
            short=Count("pk", filter=Q(since__gte=first)),
            longer=Count("pk", filter=Q(since__lt=first, since__gte=second)),
            longest=Count("pk", filter=Q(since__lt=second)),
        )
    )
    spans = (
        (days + 1, ends[0], row["short"]),
        (ends[0] + 1, ends[1], row["longer"]),
        (ends[1] + 1, None, row["longest"]),
    )
    return Unseen(days, spans)


def unknown_machines(scope: Scope) -> int:
    """Machines on the network that the region has not supplied and nobody has explained. One query."""
    return NetworkDeviation.objects.open().filter(unit__in=scope.units).count()
