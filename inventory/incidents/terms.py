"""What the appendix says of incidents, and the portal's own choice where it says nothing.

Kalmar IT §4 lets the unit protect what is supplied from theft, damage and abnormal wear. It says neither that nor when
the unit pays, nor how fast a decision is to be carried out: both are open terms.
"""

from dataclasses import dataclass
from datetime import date

from entitlements.models import AppendixVersion
from entitlements.queries import terms_of

_DAYS, _CHARGED = "decided_incident_days", "charged_incident_kinds"


@dataclass(frozen=True, slots=True)
class IncidentTerms:
    """``days``: how long a decided incident may stay undone before those who are to act are reminded. ``charged``: the
    kinds of incident for which the unit may be charged. ``chosen``: the names of those the appendix leaves open."""

    days: int
    charged: frozenset[str]
    chosen: frozenset[str]


def incident_terms(region_id: int, on: date) -> IncidentTerms:
    """One query. A region without an appendix that day has the portal's choice."""
    version = AppendixVersion.objects.in_force(region_id, on).only("terms").first()
    stored = version.terms if version else {}
    terms = terms_of(stored)
    return IncidentTerms(
        terms.decided_incident_days,
        frozenset(code.upper() for code in terms.charged_incident_kinds),
        frozenset(name for name in (_DAYS, _CHARGED) if stored.get(name, {"open": True}).get("open", False)),
    )
