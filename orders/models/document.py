from django.db import models
from django.db.models import Q

from orders.models.delivery import Delivery
from orders.models.order import Order


class Document(models.Model):
    """A document as it was made, tagged PDF/UA. Kept in the database, so that web and worker need no shared disk."""

    class Kind(models.TextChoices):
        ORDER = "ORDER", "Beställning med attest"
        DELIVERY_NOTE = "DELIVERY_NOTE", "Följesedel"
        RECEIPT = "RECEIPT", "Kvittens"

    kind = models.CharField("slag av dokument", max_length=16, choices=Kind)
    order = models.ForeignKey(Order, models.PROTECT, related_name="documents", verbose_name="beställning")
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name="leverans"
    )
    content = models.BinaryField("innehåll")
    content_hash = models.CharField("kontrollsumma", max_length=64)
    made_at = models.DateTimeField("skapat den")

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
