from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.units.models import CareUnit

if TYPE_CHECKING:
    from portal.core.units.roles import RoleSet


class MeetingSheetQuerySet(models.QuerySet["MeetingSheet"]):
    def visible_to(self, roles: "RoleSet") -> "MeetingSheetQuerySet":
        """Those that the person asked for himself, on units that he still sees."""
        return self.filter(asked_by=roles.user_id, unit__in=CareUnit.objects.visible_to(roles).values("pk"))


class MeetingSheet(models.Model):
    """One page on a unit for the samverkan meeting, as PDF: made by the worker for the one who asked, with the numbers
    of that moment, and kept for a week."""

    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="+", verbose_name="vårdenhet")
    asked_at = models.DateTimeField("beställt")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="beställt av"
    )
    made_at = models.DateTimeField("klart", null=True, blank=True)
    content = models.BinaryField("innehåll", null=True, blank=True)

    objects = MeetingSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "mötesunderlag"
        verbose_name_plural = "mötesunderlag"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_sheet_made_with_content",
                condition=Q(made_at__isnull=True, content__isnull=True)
                | Q(made_at__isnull=False, content__isnull=False),
                violation_error_message="Ett underlag som är klart har ett innehåll, och bara det.",
            ),
        ]

    def __str__(self) -> str:
        return f"underlag {self.unit_id}"
