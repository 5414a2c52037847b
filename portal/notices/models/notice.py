import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from portal.core.audit.chain import APPEND_ONLY_TRIGGERS
from portal.core.fields import person
from portal.core.units.models import CareUnit, Region
from portal.core.units.roles import Role, RoleSet
from portal.notices.audience import Dimension

NOTICE_AHEAD = timedelta(days=7)
"""How long ahead planned maintenance is published; later than so it is explained."""

WRITERS = (Role.IT_COORDINATOR, Role.COORDINATOR, Role.CATALOGUE_EDITOR)
"""The roles of a region that tell its units of things; of what each, ``portal.notices.access`` says."""


class Kind(models.TextChoices):
    OUTAGE = "OUTAGE", "Driftstörning"
    MAINTENANCE = "MAINTENANCE", "Planerat underhåll"
    CHANGE = "CHANGE", "Ändrad bilaga eller katalog"
    INFORMATION = "INFORMATION", "Information"
    INVENTORY = "INVENTORY", "Begäran om inventering"


class State(models.TextChoices):
    DRAFT = "DRAFT", "Utkast"
    INVESTIGATING = "INVESTIGATING", "Undersöks"
    IDENTIFIED = "IDENTIFIED", "Orsaken är känd"
    MONITORING = "MONITORING", "Åtgärdad, följs upp"
    RESOLVED = "RESOLVED", "Löst"
    SCHEDULED = "SCHEDULED", "Planerat"
    IN_PROGRESS = "IN_PROGRESS", "Pågår"
    VERIFYING = "VERIFYING", "Kontrolleras"
    COMPLETED = "COMPLETED", "Klart"
    CANCELLED = "CANCELLED", "Inställt"
    PUBLISHED = "PUBLISHED", "Gäller"
    CLOSED = "CLOSED", "Avslutad"


class Impact(models.TextChoices):
    NONE = "NONE", "Ingen påverkan"
    MINOR = "MINOR", "Liten påverkan"
    MAJOR = "MAJOR", "Stor påverkan"
    CRITICAL = "CRITICAL", "Kritisk påverkan"


GRAVE = (Impact.MAJOR, Impact.CRITICAL)
CLOSED_STATES = (State.RESOLVED, State.COMPLETED, State.CANCELLED, State.CLOSED)
_OUTAGE = ("INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED")
_MAINTENANCE = ("SCHEDULED", "IN_PROGRESS", "VERIFYING", "COMPLETED", "CANCELLED")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, roles: RoleSet) -> "NoticeQuerySet":
        """Published notices to the person's units, or to him for a region that he still has a role in, and every one
        of the regions whose units he sees; drafts are seen by those who write notices there."""
        from portal.notices.models.reach import NoticeRecipient, NoticeUnit

        units = CareUnit.objects.filter(Q(pk__in=roles.all_unit_ids) | Q(parent_id__in=roles.all_unit_ids))
        of_notice = {"notice": OuterRef("pk")}
        reached = Exists(NoticeUnit.objects.filter(unit__in=units.values("pk"), **of_notice))
        for_region = NoticeRecipient.objects.filter(person=roles.user_id, unit__isnull=True, **of_notice)
        addressed = Q(Exists(for_region), region_id__in=frozenset().union(*roles.regions.values()))
        sees_all = Q(region_id__in=roles.all_region_ids)
        writing = roles.regions_with(*WRITERS)
        return self.filter(
            Q(published_at__isnull=True, region_id__in=writing)
            | (Q(published_at__isnull=False) & (sees_all | Q(reached) | addressed))
        )

    def with_reading_of(self, user_id: int) -> "NoticeQuerySet":
        """Annotate ``is_unread``: whether the person has not opened the notice since its latest update."""
        from portal.notices.models.reach import NoticeReading

        read = NoticeReading.objects.filter(
            notice=OuterRef("pk"), opened_by=user_id, sequence__gte=OuterRef("sequence")
        )
        return self.annotate(is_unread=~Exists(read))

    def open(self) -> "NoticeQuerySet":
        """Published and not closed."""
        return self.filter(published_at__isnull=False, closed_at__isnull=True)


class Notice(models.Model):
    """Something that units are to know: an outage, planned maintenance, a change, information, a request.

    ``title``, ``state``, ``impact`` and the window are those of the latest update; what was said before stays in
    ``NoticeUpdate``. ``affects`` are the codes of the services concerned, which are all that the public status page
    tells. ``sequence`` counts the updates and is iCal's SEQUENCE, plus one.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="notices", verbose_name="region")
    number = models.CharField("nummer", max_length=20, unique=True)
    uid = models.UUIDField("UID", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    state = models.CharField("läge", max_length=14, choices=State, default=State.DRAFT)
    impact = models.CharField("påverkan", max_length=8, choices=Impact, default=Impact.NONE)
    title = models.CharField("rubrik", max_length=120)
    title_en = models.CharField("rubrik på engelska", max_length=120, blank=True)
    text = models.TextField("text")
    text_en = models.TextField("text på engelska", blank=True)
    affects = ArrayField(
        models.SlugField(max_length=60), verbose_name="tjänster som berörs", default=list, blank=True
    )
    window_start = models.DateTimeField("planerad start", null=True, blank=True)
    window_end = models.DateTimeField("planerat slut", null=True, blank=True)
    short_notice_reason = models.CharField("skäl till kort varsel", max_length=300, blank=True)
    needs_acknowledgement = models.BooleanField("ska kvitteras", default=False)
    acknowledge_before = models.DateField("kvitteras senast", null=True, blank=True)
    sequence = models.PositiveIntegerField("uppdatering", default=0)
    source = models.CharField("underlag", max_length=60, blank=True)
    created_at = models.DateTimeField("påbörjad den")
    created_by = person("påbörjad av")
    published_at = models.DateTimeField("publicerad den", null=True, blank=True)
    published_by = person("publicerad av")
    updated_at = models.DateTimeField("senast uppdaterad den", null=True, blank=True)
    updated_by = person("senast uppdaterad av")
    closed_at = models.DateTimeField("avslutad den", null=True, blank=True)
    closed_by = person("avslutad av")
    update_due_at = models.DateTimeField("nästa uppdatering väntas", null=True, blank=True)
    queued_at = models.DateTimeField("köad till enheterna", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "driftmeddelande"
        verbose_name_plural = "driftmeddelanden"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["region", "-id"], name="notice_region"),
            models.Index(
                fields=["region"],
                condition=Q(published_at__isnull=False, closed_at__isnull=True),
                name="notice_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_publisher_has_time",
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                violation_error_message="Publiceringen ska ha en tidpunkt.",
            ),
            models.CheckConstraint(
                name="notice_closer_has_time",
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
                violation_error_message="Avslutet ska ha en tidpunkt.",
            ),
            models.CheckConstraint(
                name="notice_updater_has_time",
                condition=Q(updated_by__isnull=True) | Q(updated_at__isnull=False),
                violation_error_message="Uppdateringen ska ha en tidpunkt.",
            ),
            models.CheckConstraint(
                name="notice_state_agrees",
                condition=Q(state="DRAFT", published_at__isnull=True, closed_at__isnull=True, sequence=0)
                | Q(
                    state__in=("INVESTIGATING", "IDENTIFIED", "MONITORING", "SCHEDULED", "IN_PROGRESS", "VERIFYING",
                               "PUBLISHED"),
                    published_at__isnull=False, closed_at__isnull=True, sequence__gte=1,
                )
                | Q(
                    state__in=("RESOLVED", "COMPLETED", "CANCELLED", "CLOSED"),
                    published_at__isnull=False, closed_at__isnull=False, sequence__gte=1,
                ),
                violation_error_message="Läget stämmer inte med när meddelandet publicerades och avslutades.",
            ),
            models.CheckConstraint(
                name="notice_state_of_its_kind",
                condition=Q(state="DRAFT")
                | Q(kind="OUTAGE", state__in=_OUTAGE)
                | Q(kind="MAINTENANCE", state__in=_MAINTENANCE)
                | Q(kind__in=("CHANGE", "INFORMATION", "INVENTORY"), state__in=("PUBLISHED", "CLOSED")),
                violation_error_message="Läget hör inte till det här slaget av meddelande.",
            ),
            models.CheckConstraint(
                name="notice_window_in_order",
                condition=Q(window_start__isnull=True, window_end__isnull=True)
                | Q(window_start__isnull=False, window_end__gt=F("window_start")),
                violation_error_message="Sluttiden ska vara efter starttiden.",
            ),
            models.CheckConstraint(
                name="notice_maintenance_has_window",
                condition=~Q(kind="MAINTENANCE") | Q(state="DRAFT") | Q(window_start__isnull=False),
                violation_error_message="Planerat underhåll ska ha en start- och en sluttid.",
            ),
            models.CheckConstraint(
                name="notice_short_notice_explained",
                condition=~Q(kind="MAINTENANCE")
                | Q(published_at__isnull=True)
                | ~Q(short_notice_reason="")
                | Q(window_start__gte=F("published_at") + NOTICE_AHEAD),
                violation_error_message="Underhåll som publiceras mindre än 7 dagar i förväg ska ha ett skäl.",
            ),
            models.CheckConstraint(
                name="notice_acknowledge_day_when_asked",
                condition=Q(needs_acknowledgement=True) | Q(acknowledge_before__isnull=True),
                violation_error_message="En sista dag hör till meddelanden som ska kvitteras.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.published_at is not None and self.closed_at is None

    @property
    def is_urgent(self) -> bool:
        """A critical outage passes quiet hours and daily digests."""
        return self.kind == Kind.OUTAGE and self.impact == Impact.CRITICAL

    @property
    def needs_updates(self) -> bool:
        """Major and critical outages are told of anew every half hour."""
        return self.is_open and self.kind == Kind.OUTAGE and self.impact in GRAVE


class NoticeAudience(models.Model):
    """One thing that units must have, or be, for the notice to concern them. Of the same dimension one is enough; of
    each dimension that is named there must be one. None at all: every unit of the region."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="audience", verbose_name="driftmeddelande"
    )
    dimension = models.CharField("mål", max_length=12, choices=Dimension)
    value = models.CharField("värde", max_length=60)

    class Meta:
        verbose_name = "målgrupp"
        verbose_name_plural = "målgrupper"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "dimension", "value"],
                name="audience_value_once",
                violation_error_message="Målgruppen har redan det värdet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.value}"


class NoticeUpdate(models.Model):
    """What was said of a notice at a moment: its publication is the first. Never changed; a correction is a new one."""

    append_only = True

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="updates", verbose_name="driftmeddelande")
    sequence = models.PositiveIntegerField("nummer i ordningen")
    state = models.CharField("läge", max_length=14, choices=State)
    impact = models.CharField("påverkan", max_length=8, choices=Impact)
    title = models.CharField("rubrik", max_length=120)
    title_en = models.CharField("rubrik på engelska", max_length=120, blank=True)
    text = models.TextField("text")
    text_en = models.TextField("text på engelska", blank=True)
    window_start = models.DateTimeField("planerad start", null=True, blank=True)
    window_end = models.DateTimeField("planerat slut", null=True, blank=True)
    is_correction = models.BooleanField("är en rättelse", default=False)
    by_mail = models.BooleanField("skickad som mejl", default=True)
    published_at = models.DateTimeField("publicerad den")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="publicerad av", help_text="Tom när portalen själv publicerade.",
    )  # fmt: skip

    class Meta:
        verbose_name = "uppdatering av driftmeddelande"
        verbose_name_plural = "uppdateringar av driftmeddelanden"
        ordering = ["-sequence"]
        triggers = APPEND_ONLY_TRIGGERS
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "sequence"],
                name="update_once_in_order",
                violation_error_message="Någon annan hann uppdatera meddelandet. Läs in sidan igen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.sequence}"
