"""Reading imports."""

from inventory.imports.models import IMPORTERS, ColumnMapping, ImportRun
from portal.core.people.models import User
from portal.core.units.models import Region
from portal.core.units.roles import RoleSet


def import_regions(roles: RoleSet) -> list[Region]:
    """The regions that the person may import into, by name. One query."""
    ids = roles.regions_with(*IMPORTERS)
    return list(Region.objects.filter(pk__in=ids).order_by("name"))


def remembered_mapping(owner: User, region: Region, signature: str) -> dict[str, int] | None:
    """What the person last said of files with these headings; None when he has not."""
    rows = ColumnMapping.objects.filter(owner=owner, region=region, signature=signature)
    return rows.values_list("mapping", flat=True).first()


def latest_imports(roles: RoleSet) -> "list[ImportRun]":
    """The latest fifty of the person's regions, without their files. One query."""
    runs = ImportRun.objects.visible_to(roles).select_related("region", "uploaded_by")
    return list(runs.defer("content", "faults", "changes", "header", "mapping").order_by("-pk")[:50])
