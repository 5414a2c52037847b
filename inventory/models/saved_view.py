from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.fields import swedish_sort_key
from portal.core.units.models import Region, Role

if TYPE_CHECKING:
    from portal.core.units.roles import RoleSet


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, roles: "RoleSet") -> "SavedViewQuerySet":
        """The person's own, and those shared with a role that he has in the region."""
        seen = Q(owner=roles.user_id)
        for role, regions in roles.regions.items():
            seen |= Q(shared_with_role=role, region__in=regions)
        return self.filter(seen)


class SavedView(models.Model):
    """A list of assets that somebody wants to come back to: filters, order and columns, by a name.

    ``query`` is the list's address after the question mark, normalised. With a role it is shared with all who have
    that role in the region.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skapad av"
    )
    name = models.CharField("namn", max_length=60)
    query = models.CharField("urval", max_length=1000, blank=True)
    shared_with_role = models.CharField("delas med", max_length=20, choices=Role, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="region"
    )
    sort_key = swedish_sort_key("name")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "sparad vy"
        verbose_name_plural = "sparade vyer"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["region", "shared_with_role"], name="saved_view_shared")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_view_name_once",
                violation_error_message="Du har redan en vy med det namnet. Välj ett annat.",
            ),
            models.CheckConstraint(
                name="saved_view_shared_in_region",
                condition=Q(shared_with_role="", region__isnull=True)
                | (~Q(shared_with_role="") & Q(region__isnull=False)),
                violation_error_message="En vy som delas hör till ett uppdrag i en region.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
