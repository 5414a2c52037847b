from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inventory.returns.models.case import ReturnCase
from portal.core.fields import person, together

if TYPE_CHECKING:
    from inventory.returns.models.hand_signature import HandSignature


class Handover(models.Model):
    """Pieces that change hands at one time, with a receipt that both parties sign: on a sign-in of their own, or the unit
    on the region's phone (``HandSignature``).

    ``given`` is the unit's signature, ``received`` the region's. ``given_name`` is who signed for the unit when that was
    none of those whom the portal knows there. What is in it changes no more once one has signed; it is complete when
    both have.
    """

    case = models.ForeignKey(ReturnCase, models.PROTECT, related_name="handovers", verbose_name="återlämning")
    ordinal = models.PositiveIntegerField("ordningsnummer")
    started_at = models.DateTimeField("påbörjad den")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="påbörjad av"
    )
    given_at = models.DateTimeField("överlämnad den", null=True, blank=True)
    given_by = person("överlämnad av")
    given_name = models.CharField("överlämnad av någon annan", max_length=120, blank=True)
    received_at = models.DateTimeField("mottagen den", null=True, blank=True)
    received_by = person("mottagen av")

    class Meta:
        verbose_name = "överlämning"
        verbose_name_plural = "överlämningar"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "ordinal"],
                name="handover_ordinal_once",
                violation_error_message="Återlämningen har redan en överlämning med det numret.",
            ),
            models.CheckConstraint(
                name="handover_given_together",
                condition=Q(given_at__isnull=True, given_by__isnull=True, given_name="")
                | Q(given_at__isnull=False, given_by__isnull=False, given_name="")
                | (Q(given_at__isnull=False, given_by__isnull=True) & ~Q(given_name="")),
                violation_error_message="Enhetens underskrift ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="handover_received_together",
                condition=together("received_at", "received_by"),
                violation_error_message="Regionens underskrift ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="handover_of_two_people",
                condition=Q(given_by__isnull=True) | Q(received_by__isnull=True) | ~Q(given_by=F("received_by")),
                violation_error_message="Den som lämnar och den som tar emot ska vara två olika personer.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """R-2026-0001/2, as it stands on the receipt."""
        return f"{self.case.number}/{self.ordinal}"

    @property
    def giver(self) -> str:
        """Who signed for the unit, as others see the name. Empty until then."""
        return self.given_by.display_name if self.given_by else self.given_name

    @property
    def by_hand(self) -> "HandSignature | None":
        """The unit's signature when it was given on the region's phone. A query unless it is read with the handover."""
        return getattr(self, "hand_signature", None)

    @property
    def is_signed(self) -> bool:
        """Whether at least one of the two has signed."""
        return self.given_at is not None or self.received_at is not None

    @property
    def is_complete(self) -> bool:
        return self.given_at is not None and self.received_at is not None
