from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from portal.core.fields import EQUAL, OVERLAPS, DateRange, period_in_order, person, together
from portal.core.units.models.organisation import CareUnit, Region
from portal.core.units.roles import REGION_ROLES, UNIT_ROLES, Role

__all__ = ["Assignment", "Role", "Substitution"]


class Assignment(models.Model):
    """A role that a person has at a unit or in a region, from a day to a day, both included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name="person"
    )
    role = models.CharField("roll", max_length=20, choices=Role)
    unit = models.ForeignKey(
        CareUnit,
        models.PROTECT,
        related_name="assignments",
        null=True,
        blank=True,
        verbose_name="vårdenhet",
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="assignments", null=True, blank=True, verbose_name="region"
    )
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    decided_at = models.DateTimeField("beslutat den")
    decided_by = person("beslutat av")

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        constraints = [
            models.CheckConstraint(
                name="assignment_period_in_order",
                condition=period_in_order(),
                violation_error_message="Uppdraget kan inte sluta innan det börjar.",
            ),
            models.CheckConstraint(
                name="assignment_unit_or_region",
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False, region__isnull=True)
                | Q(role__in=REGION_ROLES, unit__isnull=True, region__isnull=False),
                violation_error_message="Rollen hör antingen till en vårdenhet eller till en region.",
            ),
            ExclusionConstraint(
                name="assignment_once_per_unit",
                expressions=[("user", EQUAL), ("role", EQUAL), ("unit", EQUAL), (DateRange(), OVERLAPS)],
                condition=Q(unit__isnull=False),
                violation_error_message="Personen har redan den rollen på enheten under en del av perioden.",
            ),
            ExclusionConstraint(
                name="assignment_once_per_region",
                expressions=[("user", EQUAL), ("role", EQUAL), ("region", EQUAL), (DateRange(), OVERLAPS)],
                condition=Q(region__isnull=False),
                violation_error_message="Personen har redan den rollen i regionen under en del av perioden.",
            ),
            ExclusionConstraint(
                name="one_head_per_unit",
                expressions=[("unit", EQUAL), (DateRange(), OVERLAPS)],
                condition=Q(role="HEAD_OF_UNIT"),
                violation_error_message="Enheten har redan en verksamhetschef under en del av perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.valid_from}"


class Substitution(models.Model):
    """That an ordering manager has appointed someone to attest in his place for a period.

    ``most_pieces`` limits how many pieces an order may hold for the substitute to attest it; empty: no limit. A
    substitute has no right of his own to appoint, so that a chain of substitutes cannot come about.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="substitutions", verbose_name="region")
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="Beställarchef"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ersättare"
    )
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till")
    most_pieces = models.PositiveIntegerField("högst antal artiklar per beställning", null=True, blank=True)
    appointed_at = models.DateTimeField("utsedd den")
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="utsedd av"
    )
    revoked_at = models.DateTimeField("återkallad den", null=True, blank=True)
    revoked_by = person("återkallad av")

    class Meta:
        verbose_name = "ersättare"
        verbose_name_plural = "ersättare"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="substitution_period_in_order",
                condition=period_in_order(),
                violation_error_message="Perioden kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                name="substitution_of_another",
                condition=~Q(principal=F("substitute")),
                violation_error_message="Välj någon annan än dig själv.",
            ),
            models.CheckConstraint(
                name="substitution_revoked_together",
                condition=together("revoked_at", "revoked_by"),
                violation_error_message="Återkallelsen ska ha både tidpunkt och person.",
            ),
            ExclusionConstraint(
                name="substitution_one_at_a_time",
                expressions=[
                    ("principal", EQUAL),
                    ("region", EQUAL),
                    (DateRange(), OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
                violation_error_message="Det finns redan en ersättare under en del av perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} för {self.principal_id}"
