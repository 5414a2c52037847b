from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import Region, Role
from portal.core.units.roles import RoleSet

IMPORTERS = (Role.IT_DELIVERY, Role.IT_COORDINATOR, Role.COORDINATOR)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, roles: RoleSet) -> "ImportRunQuerySet":
        """Imports into the regions where the person may import."""
        regions = roles.regions_with(*IMPORTERS)
        return self.filter(region_id__in=regions)


class ImportRun(models.Model):
    """A file of equipment on its way into the register: uploaded, checked, imported as a whole or not at all.

    ``mapping`` tells the place in the file of each column, ``faults`` and ``changes`` what the latest check found, the
    first of each; the counts tell how many there are in all. The file is kept until it has been imported.
    """

    class State(models.TextChoices):
        UPLOADED = "UPLOADED", "Uppladdad"
        CHECKING = "CHECKING", "Kontrolleras"
        CHECKED = "CHECKED", "Kontrollerad"
        RUNNING = "RUNNING", "Importeras"
        DONE = "DONE", "Importerad"
        FAILED = "FAILED", "Misslyckades"

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="region")
    file_name = models.CharField("filnamn", max_length=120)
    content = models.BinaryField("innehåll", null=True, blank=True)
    header = models.JSONField("rubriker", default=list)
    mapping = models.JSONField("kolumner", default=dict)
    state = models.CharField("läge", max_length=10, choices=State, default=State.UPLOADED)
    row_count = models.PositiveIntegerField("rader", default=0)
    new_count = models.PositiveIntegerField("nya", default=0)
    changed_count = models.PositiveIntegerField("ändrade", default=0)
    unchanged_count = models.PositiveIntegerField("oförändrade", default=0)
    fault_count = models.PositiveIntegerField("fel", default=0)
    faults = models.JSONField("felen", default=list)
    changes = models.JSONField("ändringarna", default=list)
    problem = models.CharField("vad som gick fel", max_length=500, blank=True)
    uploaded_at = models.DateTimeField("uppladdad den")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="uppladdad av"
    )
    started_at = models.DateTimeField("startad den", null=True, blank=True)
    started_by = person("startad av")
    ended_at = models.DateTimeField("klar den", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "importer"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["region", "-id"], name="import_region_latest")]
        constraints = [
            models.CheckConstraint(
                name="import_started_together",
                condition=together("started_at", "started_by"),
                violation_error_message="En startad import ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="import_done_without_file",
                condition=~Q(state="DONE")
                | Q(content__isnull=True, started_at__isnull=False, ended_at__isnull=False),
                violation_error_message="En klar import har en tidpunkt, och filen är borta.",
            ),
            models.CheckConstraint(
                name="import_done_without_faults",
                condition=~Q(state__in=("RUNNING", "DONE")) | Q(fault_count=0),
                violation_error_message="En fil med fel kan inte importeras.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.CHECKING, self.State.RUNNING)


class ColumnMapping(models.Model):
    """Which column is which, as someone last said it of files with the same headings."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="person"
    )
    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name="region")
    signature = models.CharField("rubrikernas kännetecken", max_length=64)
    mapping = models.JSONField("kolumner", default=dict)

    class Meta:
        verbose_name = "minne av kolumner"
        verbose_name_plural = "minnen av kolumner"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "region", "signature"],
                name="column_mapping_once",
                violation_error_message="Kolumnerna finns redan sparade för filer med de rubrikerna.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.signature[:8]}"
