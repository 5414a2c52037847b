"""What is lent stands at a unit without being its own: it uses no cap.

The loans tell it of any day; the mark ``Asset.on_loan`` tells the register and the database of today.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from inventory.incidents.models import Loan
from portal.core.clock import STOCKHOLM


def own_on(day: date) -> Q:
    """Assets that were not on loan when the day ended."""
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
    back = Q(returned_at__isnull=True) | Q(returned_at__gte=end)
    return Q(~Exists(Loan.objects.filter(back, asset=OuterRef("pk"), lent_at__lt=end)))
