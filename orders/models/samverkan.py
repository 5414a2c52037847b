from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models.order import Order
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class SamverkanMatterQuerySet(models.QuerySet["SamverkanMatter"]):
    def visible_to(self, roles: RoleSet) -> "SamverkanMatterQuerySet":
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))


class SamverkanMatter(models.Model):
    """A need beyond the list, taken up between the unit, the region's staff and IT (Kalmar IT §3a, last point)."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Öppet"
        ANSWERED = "ANSWERED", "Besvarat"

    unit = models.ForeignKey(
        CareUnit, models.PROTECT, related_name="samverkan_matters", verbose_name="vårdenhet"
    )
    order = models.ForeignKey(
        Order,
        models.SET_NULL,
        related_name="samverkan_matters",
        null=True,
        blank=True,
        verbose_name="beställning",
    )
    need = models.TextField("behov")
    state = models.CharField("läge", max_length=10, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField("anmält den")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="anmält av"
    )
    answer = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField("besvarat den", null=True, blank=True)
    answered_by = person("besvarat av")

    objects = SamverkanMatterQuerySet.as_manager()

    class Meta:
        verbose_name = "samverkansärende"
        verbose_name_plural = "samverkansärenden"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="matter_answered_together",
                condition=together("answered_at", "answered_by"),
                violation_error_message="Svaret ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="matter_state_agrees",
                condition=Q(state="OPEN", answered_at__isnull=True)
                | (Q(state="ANSWERED", answered_at__isnull=False) & ~Q(answer="")),
                violation_error_message="Ett besvarat ärende har ett svar.",
            ),
        ]

    def __str__(self) -> str:
        return f"Samverkansärende {self.pk}"
