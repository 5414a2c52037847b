from datetime import timedelta

from django.db import models
from django.db.models import F, Q


class ScheduledJob(models.Model):
    """The last run of one job, and how many there have been. Written by the run itself.

    A run that has begun and not ended is going on as long as its lock is held; else its worker was killed.
    """

    class Outcome(models.TextChoices):
        OK = "OK", "Gick bra"
        FAILED = "FAILED", "Misslyckades"

    name = models.CharField("namn", max_length=150, unique=True)
    last_started_at = models.DateTimeField("senast påbörjad")
    last_ended_at = models.DateTimeField("senast avslutad", null=True, blank=True)
    last_outcome = models.CharField("senaste utfall", max_length=6, choices=Outcome, blank=True)
    last_error = models.CharField("senaste fel", max_length=500, blank=True)
    runs = models.PositiveIntegerField("körningar", default=0)
    failures = models.PositiveIntegerField("misslyckade körningar", default=0)

    class Meta:
        verbose_name = "schemalagt jobb"
        verbose_name_plural = "schemalagda jobb"
        constraints = [
            models.CheckConstraint(
                name="job_outcome_with_end",
                condition=Q(last_ended_at__isnull=True, last_outcome="")
                | Q(last_ended_at__isnull=False, last_outcome__in=("OK", "FAILED")),
                violation_error_message="Ett jobb som är avslutat har ett utfall, och bara det.",
            ),
            models.CheckConstraint(
                name="job_error_when_failed",
                condition=Q(last_outcome="FAILED") & ~Q(last_error="")
                | ~Q(last_outcome="FAILED") & Q(last_error=""),
                violation_error_message="Ett jobb som misslyckades har ett fel, och bara det.",
            ),
            models.CheckConstraint(
                name="job_ends_after_start",
                condition=Q(last_ended_at__isnull=True) | Q(last_ended_at__gte=F("last_started_at")),
                violation_error_message="Ett jobb kan inte avslutas innan det börjar.",
            ),
            models.CheckConstraint(
                name="job_failures_among_runs",
                condition=Q(failures__lte=F("runs")),
                violation_error_message="Ett jobb kan inte ha misslyckats fler gånger än det har körts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def took(self) -> timedelta | None:
        """How long the last run took; None while it goes on, and when it was cut off."""
        return self.last_ended_at - self.last_started_at if self.last_ended_at else None
