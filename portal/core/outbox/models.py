from django.db import models
from django.db.models import Q

from portal.core.fields import together


class Message(models.Model):
    """Something that is to happen once, written in the transaction of the act that it follows from.

    The payload holds ids, never contents. The dedupe key says what "once" means.
    """

    kind = models.CharField("slag", max_length=60)
    payload = models.JSONField("uppgifter", default=dict)
    dedupe_key = models.CharField("nyckel mot dubbletter", max_length=200, unique=True)
    created_at = models.DateTimeField("skapat")
    available_at = models.DateTimeField("tidigast")
    attempts = models.PositiveIntegerField("försök", default=0)
    last_error = models.CharField("senaste fel", max_length=500, blank=True)
    sent_at = models.DateTimeField("utfört", null=True, blank=True)

    class Meta:
        verbose_name = "meddelande i utkorgen"
        verbose_name_plural = "meddelanden i utkorgen"
        indexes = [
            models.Index(
                fields=["available_at", "id"], condition=Q(sent_at__isnull=True), name="outbox_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"


class SentMail(models.Model):
    """That a mail left the portal: to whom, about what, when. The contents are not kept, they are only links."""

    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    template = models.CharField("mall", max_length=60)
    recipient = models.CharField("mottagare, HSA-id", max_length=31)
    subject = models.CharField("ämnesrad", max_length=200)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    failed_at = models.DateTimeField("misslyckades", null=True, blank=True)
    failure = models.CharField("felorsak", max_length=300, blank=True)

    class Meta:
        verbose_name = "skickat mejl"
        verbose_name_plural = "skickade mejl"
        indexes = [models.Index(fields=["recipient", "-sent_at"], name="mail_recipient")]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_or_failed",
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                violation_error_message="Ett mejl är antingen skickat eller misslyckat.",
            ),
            models.CheckConstraint(
                name="mail_failure_has_reason",
                condition=together("failed_at") & (Q(failed_at__isnull=True) | ~Q(failure="")),
                violation_error_message="Ett misslyckat mejl har en felorsak.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
