from django.db import models
from django.db.models import Q

URGENT = 1
NORMAL = 5
"""The priority of what is neither urgent nor one of very many (9)."""


class Message(models.Model):
    """Something that is to happen once, written in the transaction of the act that it follows from.

    The payload holds ids, never contents. The dedupe key says what "once" means. Of those that may leave the one with
    the lowest priority goes first, and of those the one that has waited longest.
    """

    kind = models.CharField("slag", max_length=60)
    payload = models.JSONField("uppgifter", default=dict)
    dedupe_key = models.CharField("nyckel mot dubbletter", max_length=200, unique=True)
    created_at = models.DateTimeField("skapat")
    available_at = models.DateTimeField("tidigast")
    priority = models.SmallIntegerField("turordning", default=NORMAL, db_default=NORMAL)
    attempts = models.PositiveIntegerField("försök", default=0)
    last_error = models.CharField("senaste fel", max_length=500, blank=True)
    sent_at = models.DateTimeField("utfört", null=True, blank=True)

    class Meta:
        verbose_name = "meddelande i utkorgen"
        verbose_name_plural = "meddelanden i utkorgen"
        indexes = [
            models.Index(
                fields=["available_at", "id"], condition=Q(sent_at__isnull=True), name="outbox_waiting"
            ),
            models.Index(
                fields=["priority", "available_at", "id"],
                condition=Q(sent_at__isnull=True),
                name="outbox_in_turn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"
