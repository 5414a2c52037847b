from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import CareUnit


class FeedToken(models.Model):
    """A key in an address that opens the notices of one person or one unit, as Atom and iCal, without sign-in.

    Only the key's hash is kept. A revoked key opens nothing.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="person",
    )
    unit = models.ForeignKey(
        CareUnit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="vårdenhet"
    )
    token_hash = models.CharField("nyckelns kontrollsumma", max_length=64, unique=True)
    created_at = models.DateTimeField("skapad den")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skapad av"
    )
    revoked_at = models.DateTimeField("återkallad den", null=True, blank=True)
    revoked_by = person("återkallad av")

    class Meta:
        verbose_name = "prenumerationsnyckel"
        verbose_name_plural = "prenumerationsnycklar"
        constraints = [
            models.CheckConstraint(
                name="feed_of_person_or_unit",
                condition=Q(owner__isnull=False, unit__isnull=True)
                | Q(owner__isnull=True, unit__isnull=False),
                violation_error_message="Nyckeln hör antingen till en person eller till en vårdenhet.",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(revoked_at__isnull=True, owner__isnull=False),
                name="feed_one_per_person",
                violation_error_message="Du har redan en nyckel. Återkalla den först.",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(revoked_at__isnull=True, unit__isnull=False),
                name="feed_one_per_unit",
                violation_error_message="Enheten har redan en nyckel. Återkalla den först.",
            ),
            models.CheckConstraint(
                name="feed_revoked_together",
                condition=together("revoked_at", "revoked_by"),
                violation_error_message="Återkallelsen ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id or self.unit_id}"
