from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import Region
from portal.notices.models.notice import Kind


class WebhookEndpoint(models.Model):
    """An address outside the portal that is called when a notice is published or updated (Standard Webhooks).

    ``secret`` signs the calls ("whsec_…"). ``kinds`` empty: all of them.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="region")
    name = models.CharField("namn", max_length=80)
    url = models.URLField("adress", max_length=300)
    secret = models.CharField("signeringsnyckel", max_length=80)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind), verbose_name="slag", default=list, blank=True
    )
    created_at = models.DateTimeField("tillagd den")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tillagd av"
    )
    disabled_at = models.DateTimeField("avstängd den", null=True, blank=True)
    disabled_by = person("avstängd av")

    class Meta:
        verbose_name = "webhook"
        verbose_name_plural = "webhookar"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "url"],
                condition=Q(disabled_at__isnull=True),
                name="webhook_address_once",
                violation_error_message="Adressen har redan en webhook.",
            ),
            models.CheckConstraint(
                name="webhook_disabled_together",
                condition=together("disabled_at", "disabled_by"),
                violation_error_message="Avstängningen ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one address: what is sent, how often it was tried and how the last try went.

    ``webhook_id`` is the same at every try and replay, so that a receiver can tell what it has had.
    """

    endpoint = models.ForeignKey(
        WebhookEndpoint, models.PROTECT, related_name="deliveries", verbose_name="webhook"
    )
    webhook_id = models.CharField("webhook-id", max_length=60, unique=True)
    event = models.CharField("händelse", max_length=60)
    body = models.TextField("innehåll")
    created_at = models.DateTimeField("skapad den")
    attempts = models.PositiveIntegerField("försök", default=0)
    tried_at = models.DateTimeField("senaste försök", null=True, blank=True)
    status = models.PositiveIntegerField("svarskod", null=True, blank=True)
    answer = models.CharField("svar", max_length=300, blank=True)
    delivered_at = models.DateTimeField("levererad den", null=True, blank=True)
    gave_up_at = models.DateTimeField("uppgiven den", null=True, blank=True)

    class Meta:
        verbose_name = "webhookleverans"
        verbose_name_plural = "webhookleveranser"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event"],
                name="webhook_event_once",
                violation_error_message="Händelsen är redan skickad till adressen.",
            ),
            models.CheckConstraint(
                name="webhook_delivered_or_given_up",
                condition=Q(delivered_at__isnull=True) | Q(gave_up_at__isnull=True),
                violation_error_message="En leverans är antingen framme eller uppgiven.",
            ),
        ]

    def __str__(self) -> str:
        return self.webhook_id
