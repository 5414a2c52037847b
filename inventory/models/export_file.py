from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.core.units.roles import RoleSet


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    def visible_to(self, roles: "RoleSet") -> "ExportFileQuerySet":
        """Those that the person asked for himself."""
        return self.filter(asked_by=roles.user_id)


class ExportFile(models.Model):
    """A long list of assets as a file, or labels for those in it, made by the worker for the one who asked and kept for
    a day.

    ``wishes`` is what the list showed, ``columns`` its columns; the rows are read with the roles that the person has
    when the file is made.
    """

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"
        L7160 = "l7160", "etiketter på A4"
        ROLL = "rulle62", "etiketter på rulle"

    format = models.CharField("filformat", max_length=10, choices=Format)
    wishes = models.JSONField("urval")
    columns = models.JSONField("kolumner")
    rows = models.PositiveIntegerField("rader")
    skip = models.PositiveSmallIntegerField(
        "använda etiketter", default=0, help_text="Så många etiketter på det första arket är redan använda."
    )
    asked_at = models.DateTimeField("beställd")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="beställd av"
    )
    made_at = models.DateTimeField("klar", null=True, blank=True)
    content = models.BinaryField("innehåll", null=True, blank=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "hämtad lista"
        verbose_name_plural = "hämtade listor"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="export_file_made_with_content",
                condition=Q(made_at__isnull=True, content__isnull=True)
                | Q(made_at__isnull=False, content__isnull=False),
                violation_error_message="En lista som är klar har ett innehåll, och bara den.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'etiketter' if self.is_labels else 'utrustning'}.{self.extension}"

    @property
    def is_labels(self) -> bool:
        return self.format in (self.Format.L7160, self.Format.ROLL)

    @property
    def extension(self) -> str:
        return "pdf" if self.is_labels else self.format
