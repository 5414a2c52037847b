from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.core.fields import together


class How(models.TextChoices):
    """How a person wants to hear of a kind of thing."""

    AT_ONCE = "AT_ONCE", "Direkt"
    DAILY = "DAILY", "En gång om dagen"
    OFF = "OFF", "Inte alls"


class Notification(models.Model):
    """That a person is told of an event, once: as wanted then, and what became of the mail.

    The payload holds ids; the contents are read when the mail is sent and not kept. ``about`` names what it is about
    for those who follow it up, as "notice:14". A mail that bounced was both sent and failed.
    """

    kind = models.CharField("slag", max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications", verbose_name="person"
    )
    event = models.CharField("händelse", max_length=200)
    payload = models.JSONField("uppgifter", default=dict)
    about = models.CharField("gäller", max_length=60, blank=True)
    how = models.CharField("hur", max_length=8, choices=How)
    queued_at = models.DateTimeField("köad")
    due_at = models.DateTimeField("ska skickas", null=True, blank=True)
    address = models.CharField("adress", max_length=254, blank=True)
    subject = models.CharField("ämnesrad", max_length=200, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, blank=True)
    sent_at = models.DateTimeField("skickad", null=True, blank=True)
    failed_at = models.DateTimeField("misslyckades", null=True, blank=True)
    failure = models.CharField("felorsak", max_length=300, blank=True)
    settled_at = models.DateTimeField("behövdes inte", null=True, blank=True)

    class Meta:
        verbose_name = "avisering"
        verbose_name_plural = "aviseringar"
        indexes = [
            models.Index(fields=["person", "-queued_at"], name="notification_person"),
            models.Index(fields=["about"], condition=~Q(about=""), name="notification_about"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="notification_message_id"),
            models.Index(
                fields=["person", "due_at"],
                condition=Q(how="DAILY", sent_at=None, failed_at=None, settled_at=None),
                name="notification_for_digest",
            ),
            models.Index(fields=["person"], condition=Q(failed_at__isnull=False), name="notification_failed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"],
                name="notification_once",
                violation_error_message="Personen är redan aviserad om händelsen.",
            ),
            models.CheckConstraint(
                name="notification_failure_has_reason",
                condition=together("failed_at", also=~Q(failure=""))
                & (Q(failed_at__isnull=False) | Q(failure="")),
                violation_error_message="En avisering som misslyckades har en felorsak.",
            ),
            models.CheckConstraint(
                name="notification_settled_was_not_tried",
                condition=Q(settled_at=None) | Q(sent_at=None, failed_at=None),
                violation_error_message="En avisering som inte behövdes är varken skickad eller misslyckad.",
            ),
            models.CheckConstraint(
                name="notification_off_is_never_due",
                condition=Q(how="OFF", due_at=None, sent_at=None, failed_at=None, settled_at=None)
                | (~Q(how="OFF") & Q(due_at__isnull=False)),
                violation_error_message="En avstängd avisering skickas aldrig, och andra har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"

    @property
    def standing(self) -> str:
        """How it stands, in a word: OFF, SETTLED, BOUNCED, FAILED, SENT, GATHERED (for the digest) or QUEUED."""
        if self.how == How.OFF:
            return "OFF"
        if self.settled_at:
            return "SETTLED"
        if self.failed_at:
            return "BOUNCED" if self.sent_at else "FAILED"
        if self.sent_at:
            return "SENT"
        return "GATHERED" if self.how == How.DAILY else "QUEUED"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent."""
        return self.how != How.OFF and not (self.sent_at or self.failed_at or self.settled_at)


class Preference(models.Model):
    """How a person wants to hear of one kind, where it is otherwise than at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name="person"
    )
    kind = models.CharField("slag", max_length=60)
    how = models.CharField("hur", max_length=8, choices=How)

    class Meta:
        verbose_name = "val av avisering"
        verbose_name_plural = "val av aviseringar"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="preference_once",
                violation_error_message="Personen har redan gjort ett val för det slaget.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.how}"


class QuietHours(models.Model):
    """The hours of the day, local time, in which a person wants no mail. They may pass midnight."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours", verbose_name="person"
    )
    starts = models.TimeField("från")
    ends = models.TimeField("till")

    class Meta:
        verbose_name = "tysta timmar"
        verbose_name_plural = "tysta timmar"
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_end_after_they_start",
                condition=~Q(starts=F("ends")),
                violation_error_message="De tysta timmarna kan inte sluta när de börjar.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H.%M}–{self.ends:%H.%M}"
