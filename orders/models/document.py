from django.db import models
from django.db.models import Q

from orders.models.delivery import Delivery
from orders.models.order import Order
from portal.core.documents.models import StoredDocument


class Document(StoredDocument):
    """A document of an order or of one of its deliveries."""

    class Kind(models.TextChoices):
        ORDER = "ORDER", "Beställning med attest"
        DELIVERY_NOTE = "DELIVERY_NOTE", "Följesedel"
        RECEIPT = "RECEIPT", "Kvittens"

    kind = models.CharField("slag av dokument", max_length=16, choices=Kind)
    order = models.ForeignKey(Order, models.PROTECT, related_name="documents", verbose_name="beställning")
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name="leverans"
    )

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=Q(delivery__isnull=True),
                name="one_document_per_order_and_kind",
                violation_error_message="Dokumentet finns redan.",
            ),
            models.UniqueConstraint(
                fields=["delivery", "kind"],
                condition=Q(delivery__isnull=False),
                name="one_document_per_delivery_and_kind",
                violation_error_message="Dokumentet finns redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order_id}"
