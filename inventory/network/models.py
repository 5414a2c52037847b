from django.db import models
from django.db.models import Q

from inventory.models import Asset
from portal.core.fields import person, together
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet


class NetworkDeviationQuerySet(models.QuerySet["NetworkDeviation"]):
    def visible_to(self, roles: RoleSet) -> "NetworkDeviationQuerySet":
        """What was seen at the units that the person sees."""
        return self.filter(unit__in=CareUnit.objects.visible_to(roles).values("pk"))

    def open(self) -> "NetworkDeviationQuerySet":
        """What nobody has explained or removed."""
        return self.filter(state=NetworkDeviation.State.OPEN)


class NetworkDeviation(models.Model):
    """A machine that was seen on the network at a unit and that the region has not supplied (Kalmar IT §4).

    What was removed and is seen again later is open again.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "Att utreda"
        EXPLAINED = "EXPLAINED", "Förklarad"
        REMOVED = "REMOVED", "Bortkopplad"

    unit = models.ForeignKey(CareUnit, models.PROTECT, related_name="+", verbose_name="vårdenhet")
    serial_number = models.CharField("serienummer", max_length=60)
    hostname = models.CharField("datornamn", max_length=100, blank=True, default="")
    first_seen_on = models.DateField("sågs först")
    last_seen_on = models.DateField("sågs senast")
    state = models.CharField("läge", max_length=10, choices=State, default=State.OPEN)
    note = models.CharField("anteckning", max_length=500, blank=True, default="")
    decided_at = models.DateTimeField("avgjord den", null=True, blank=True)
    decided_by = person("avgjord av")

    objects = NetworkDeviationQuerySet.as_manager()

    class Meta:
        verbose_name = "okänd utrustning på nätet"
        verbose_name_plural = "okänd utrustning på nätet"
        ordering = ["-last_seen_on", "-pk"]
        indexes = [models.Index(fields=["state", "-last_seen_on"], name="network_deviation_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "serial_number"],
                name="network_deviation_once",
                violation_error_message="Utrustningen är redan antecknad vid enheten.",
            ),
            models.CheckConstraint(
                name="network_deviation_seen_in_order",
                condition=Q(last_seen_on__gte=models.F("first_seen_on")),
                violation_error_message="Utrustningen kan inte ha setts sist innan den sågs först.",
            ),
            models.CheckConstraint(
                name="network_deviation_decided_together",
                condition=together("decided_at", "decided_by", also=~Q(state="OPEN"))
                & (Q(state="OPEN") | Q(decided_at__isnull=False)),
                violation_error_message="Det som är förklarat eller bortkopplat ska ha tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial_number} {self.unit_id}"


class UnseenReminder(models.Model):
    """The unit was reminded of a computer that had not been on the network since a day: once for each such time."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="+", verbose_name="inventarie")
    since = models.DateField("osedd sedan")
    reminded_on = models.DateField("påmind den")

    class Meta:
        verbose_name = "påminnelse om dator som inte setts"
        verbose_name_plural = "påminnelser om datorer som inte setts"
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "since"],
                name="unseen_reminder_once",
                violation_error_message="Enheten är redan påmind om datorn.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.since}"
