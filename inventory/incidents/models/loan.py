from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inventory.models import Asset
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, roles: RoleSet) -> "LoanQuerySet":
        """What is or was lent to the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def open(self) -> "LoanQuerySet":
        return self.filter(returned_at__isnull=True)


class Loan(models.Model):
    """A piece of the region's store that a unit has in place of one that is being repaired."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="loans", verbose_name="utlånad inventarie")
    for_asset = models.ForeignKey(
        Asset, models.PROTECT, related_name="loans_in_place", verbose_name="i stället för"
    )
    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="loans", verbose_name="vårdenhet")
    lent_at = models.DateTimeField("utlånad den")
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="utlånad av"
    )
    due_on = models.DateField("lämnas tillbaka senast")
    returned_at = models.DateTimeField("återlämnad den", null=True, blank=True)
    returned_by = person("återlämnad till")

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = "lån"
        verbose_name_plural = "lån"
        ordering = ["-lent_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="loan_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(returned_at__isnull=True),
                name="asset_lent_once",
                violation_error_message="Inventarien är redan utlånad.",
            ),
            models.UniqueConstraint(
                fields=["for_asset"],
                condition=Q(returned_at__isnull=True),
                name="one_loan_in_place_of_asset",
                violation_error_message="Enheten har redan lånat en ersättare för inventarien.",
            ),
            models.CheckConstraint(
                name="loan_returned_together",
                condition=together("returned_at", "returned_by"),
                violation_error_message="En återlämning ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="loan_not_of_itself",
                condition=~Q(asset=F("for_asset")),
                violation_error_message="En inventarie kan inte lånas ut i stället för sig själv.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} i stället för {self.for_asset_id}"
