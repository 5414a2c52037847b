from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.core.fields import person, together
from portal.core.units.models import Region
from portal.notices.models.notice import Impact, Kind


class NoticeTemplate(models.Model):
    """The wording of a notice that comes again. ``audience`` is {dimension: [values]}; it is a start, not a bond."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="region")
    name = models.CharField("namn", max_length=80)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    impact = models.CharField("påverkan", max_length=8, choices=Impact, default=Impact.NONE)
    title = models.CharField("rubrik", max_length=120)
    title_en = models.CharField("rubrik på engelska", max_length=120, blank=True)
    text = models.TextField("text")
    text_en = models.TextField("text på engelska", blank=True)
    affects = ArrayField(
        models.SlugField(max_length=60), verbose_name="tjänster som berörs", default=list, blank=True
    )
    audience = models.JSONField("målgrupp", default=dict, blank=True)
    needs_acknowledgement = models.BooleanField("ska kvitteras", default=False)
    created_at = models.DateTimeField("skapad den")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skapad av"
    )
    retired_at = models.DateTimeField("borttagen den", null=True, blank=True)
    retired_by = person("borttagen av")

    class Meta:
        verbose_name = "mall för driftmeddelande"
        verbose_name_plural = "mallar för driftmeddelanden"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=Q(retired_at__isnull=True),
                name="template_name_once",
                violation_error_message="Det finns redan en mall med det namnet.",
            ),
            models.CheckConstraint(
                name="template_retired_together",
                condition=together("retired_at", "retired_by"),
                violation_error_message="Borttagningen ska ha både tidpunkt och person.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
