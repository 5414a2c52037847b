"""The ground floor: people, what they are told, jobs, units."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

from django.db.models import F

from portal.core.jobs.models import ScheduledJob
from portal.core.notifications.models import Notification, Preference, QuietHours
from portal.core.units.models import Assignment, Contract, Programme, Substitution, UnitFigures
from tests.core.constraint_breaks.breaking import EARLIER, Break, again, change, fresh
from tests.world import NOW, START, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything, to be broken one at a time."""
    return {
        "substitution": Substitution.objects.create(
            region=world.region,
            principal=world.manager,
            substitute=world.substitute,
            valid_from=START,
            valid_to=START,
            appointed_at=NOW,
            appointed_by=world.manager,
        ),
        "job": ScheduledJob.objects.create(
            name="j", last_started_at=NOW, last_ended_at=NOW, last_outcome="OK", runs=1
        ),
        "figures": UnitFigures.objects.get(unit=world.unit),
        "told": Notification.objects.create(
            kind="k", person=world.head, event="e", how="AT_ONCE", queued_at=NOW, due_at=NOW, sent_at=NOW
        ),
        "preference": Preference.objects.create(person=world.head, kind="k", how="DAILY"),
        "quiet": QuietHours.objects.create(person=world.head, starts=time(18), ends=time(7)),
    }


def assignment(s: SimpleNamespace, name: str) -> Assignment:
    return Assignment.objects.get(user=s.world.people[name])


BREAKS: dict[str, Break] = {
    # people and notifications
    "user_hsa_id_upper_case": lambda s: change(s.world.nobody, hsa_id="se2321000073-r010"),
    "notification_once": lambda s: again(fresh(s.told), kind="annat"),
    "notification_failure_has_reason": lambda s: change(s.told, failed_at=NOW),
    "notification_settled_was_not_tried": lambda s: change(s.told, settled_at=NOW),
    "notification_off_is_never_due": lambda s: change(s.told, how="OFF"),
    "preference_once": lambda s: again(fresh(s.preference), how="OFF"),
    "quiet_hours_end_after_they_start": lambda s: change(s.quiet, ends=F("starts")),
    # jobs
    "job_outcome_with_end": lambda s: change(s.job, last_outcome=""),
    "job_error_when_failed": lambda s: change(s.job, last_outcome="FAILED"),
    "job_ends_after_start": lambda s: change(s.job, last_ended_at=NOW - timedelta(seconds=1)),
    "job_failures_among_runs": lambda s: change(s.job, failures=2),
    # units
    "programme_code_once_per_region": lambda s: again(Programme.objects.first()),
    "unit_not_its_own_branch": lambda s: change(s.world.unit, parent=F("id")),
    "contract_period_in_order": lambda s: change(Contract.objects.first(), valid_to=EARLIER),
    "contract_periods_apart": lambda s: again(Contract.objects.first(), number="annat"),
    "assignment_period_in_order": lambda s: change(assignment(s, "head"), valid_to=EARLIER),
    "assignment_unit_or_region": lambda s: change(assignment(s, "head"), role="COORDINATOR"),
    "assignment_once_per_unit": lambda s: again(assignment(s, "contact")),
    "assignment_once_per_region": lambda s: again(assignment(s, "coordinator")),
    "one_head_per_unit": lambda s: again(assignment(s, "head"), user=s.world.nobody),
    "substitution_period_in_order": lambda s: change(s.substitution, valid_to=EARLIER),
    "substitution_of_another": lambda s: change(s.substitution, substitute=F("principal")),
    "substitution_revoked_together": lambda s: change(s.substitution, revoked_at=NOW),
    "substitution_one_at_a_time": lambda s: again(fresh(s.substitution), substitute=s.world.nobody),
    "figures_period_in_order": lambda s: change(s.figures, valid_to=EARLIER),
    "figures_periods_apart": lambda s: again(fresh(s.figures)),
    "figures_one_report_at_a_time": lambda s: [
        again(fresh(s.figures), state="REPORTED", decided_at=None, decided_by=None) for _ in range(2)
    ],
    "figures_decided_together": lambda s: change(s.figures, decided_by=None),
    "figures_state_agrees": lambda s: change(s.figures, state="REPORTED"),
    "figures_reporter_is_not_verifier": lambda s: change(s.figures, decided_by=F("reported_by")),
    "figures_within_reason": lambda s: change(s.figures, care_staff=5001),
}
