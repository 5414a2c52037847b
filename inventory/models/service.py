from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from entitlements.models import Kind
from portal.core.fields import EQUAL, OVERLAPS, DateRange, period_in_order, person, together, valid_on
from portal.core.text import capitalised
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet

SERVICE_KINDS = (Kind.SERVICE, Kind.NETWORK, Kind.ACCESS)


class UnitServiceQuerySet(models.QuerySet["UnitService"]):
    def visible_to(self, roles: RoleSet) -> "UnitServiceQuerySet":
        """What is registered at the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def in_force(self, on: date) -> "UnitServiceQuerySet":
        """What the units had on the day, the last day included."""
        return self.filter(valid_on(on))


class UnitService(models.Model):
    """A service, a network connection or a sort of access that a unit has, from a day to a day, both included.

    The unit agrees that this is registered (Kalmar IT §4). One row says that the unit has the thing, not how many;
    ``item_code`` and ``item_name`` are those of the appendix that held when it was registered.
    """

    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="services", verbose_name="vårdenhet")
    item_code = models.SlugField("artikelkod", max_length=60)
    item_name = models.CharField("tjänst", max_length=120)
    kind = models.CharField("slag", max_length=20, choices=Kind)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    registered_at = models.DateTimeField("registrerad den")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    ended_at = models.DateTimeField("avslutad den", null=True, blank=True)
    ended_by = person("avslutad av")

    objects = UnitServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "tjänst vid enheten"
        verbose_name_plural = "tjänster vid enheten"
        ordering = ["item_name", "-valid_from"]
        indexes = [models.Index(fields=["item_code", "unit"], name="unit_service_item")]
        constraints = [
            models.CheckConstraint(
                name="unit_service_kind",
                condition=Q(kind__in=("SERVICE", "NETWORK", "ACCESS")),
                violation_error_message="Bara tjänster, nätverk och behörigheter registreras som tjänst.",
            ),
            models.CheckConstraint(
                name="unit_service_period_in_order",
                condition=period_in_order(),
                violation_error_message="Tjänsten kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                name="unit_service_ended_together",
                condition=together("ended_at", "ended_by", "valid_to"),
                violation_error_message="En avslutad tjänst ska ha både sista dag, tidpunkt och person.",
            ),
            ExclusionConstraint(
                name="unit_service_periods_apart",
                expressions=[("unit", EQUAL), ("item_code", EQUAL), (DateRange(), OVERLAPS)],
                violation_error_message="Enheten har redan tjänsten under en del av perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_name} {self.valid_from}"

    @property
    def title(self) -> str:
        """The name as it stands first in a line."""
        return capitalised(self.item_name)
