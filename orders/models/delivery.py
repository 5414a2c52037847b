from django.conf import settings
from django.db import models
from django.db.models import Q

from inventory.models import Asset
from orders.models.line import OrderLine
from orders.models.order import Order
from portal.core.fields import person, together


class Delivery(models.Model):
    """A delivery, whole or partial, of one order. ``confirmed`` when the unit has acknowledged every piece."""

    number = models.CharField("leveransnummer", max_length=20, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="deliveries", verbose_name="beställning")
    delivered_at = models.DateTimeField("levererad den")
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="levererad av"
    )
    note = models.CharField("meddelande", max_length=500, blank=True)
    confirmed_at = models.DateTimeField("kvitterad den", null=True, blank=True)
    confirmed_by = person("kvitterad av")

    class Meta:
        verbose_name = "leverans"
        verbose_name_plural = "leveranser"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["delivered_at"], condition=Q(confirmed_at__isnull=True), name="delivery_unconfirmed"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_confirmed_together",
                condition=together("confirmed_at", "confirmed_by"),
                violation_error_message="Kvittensen ska ha både tidpunkt och person.",
            )
        ]

    def __str__(self) -> str:
        return self.number


class DeliveredPiece(models.Model):
    """One piece of a delivery: the link between an order line and the asset that it became."""

    class Receipt(models.TextChoices):
        RECEIVED = "RECEIVED", "Mottagen"
        NOT_RECEIVED = "NOT_RECEIVED", "Har inte kommit"
        DAMAGED = "DAMAGED", "Skadad"
        WRONG_ITEM = "WRONG_ITEM", "Fel artikel"

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="pieces", verbose_name="leverans")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="pieces", verbose_name="orderrad")
    asset = models.OneToOneField(
        Asset, models.PROTECT, related_name="delivered_as", verbose_name="inventarie"
    )
    receipt = models.CharField("kvittens", max_length=12, choices=Receipt, blank=True)
    remark = models.CharField("anmärkning", max_length=300, blank=True)

    class Meta:
        verbose_name = "levererad artikel"
        verbose_name_plural = "levererade artiklar"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.asset_id}"
