from django.db import models
from django.db.models import Q

from inventory.returns.models.case import ReturnCase
from inventory.returns.models.handover import Handover
from portal.core.documents.models import StoredDocument


class ReturnDocument(StoredDocument):
    """A receipt of a handover, or the certificate of a whole case."""

    class Kind(models.TextChoices):
        RECEIPT = "RECEIPT", "Kvittens på överlämning"
        CERTIFICATE = "CERTIFICATE", "Intyg om återlämning"

    kind = models.CharField("slag av dokument", max_length=11, choices=Kind)
    case = models.ForeignKey(ReturnCase, models.PROTECT, related_name="documents", verbose_name="återlämning")
    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name="överlämning"
    )

    class Meta:
        verbose_name = "dokument för återlämning"
        verbose_name_plural = "dokument för återlämningar"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="CERTIFICATE"),
                name="one_certificate_per_return",
                violation_error_message="Intyget finns redan.",
            ),
            models.UniqueConstraint(
                fields=["handover"],
                condition=Q(kind="RECEIPT"),
                name="one_receipt_per_handover",
                violation_error_message="Kvittensen finns redan.",
            ),
            models.CheckConstraint(
                name="return_document_of_its_kind",
                condition=Q(kind="RECEIPT", handover__isnull=False)
                | Q(kind="CERTIFICATE", handover__isnull=True),
                violation_error_message="Kvittensen hör till en överlämning och intyget till hela ärendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"
