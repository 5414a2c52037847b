import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inventory.returns.models.handover import Handover
from portal.core.fields import person, together


class HandSignature(models.Model):
    """The unit's signature, given on the phone of the region's person: he was signed in there, who signed was not.

    ``chosen`` is the person among the unit's own; empty for someone else, whose name stands on the handover.
    ``drawing`` is a path that ``inventory.returns.drawing`` has written; empty when the name was typed and confirmed.
    Afterwards the person himself or the head of the unit confirms it or objects, and the coordinator settles an
    objection.
    """

    handover = models.OneToOneField(
        Handover, models.CASCADE, related_name="hand_signature", verbose_name="överlämning"
    )
    chosen = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="vald person",
    )  # fmt: skip
    role = models.CharField("uppdrag på enheten", max_length=80)
    drawing = models.TextField("namnteckning", blank=True)
    taken_at = models.DateTimeField("tagen den")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tagen av"
    )
    confirmed_at = models.DateTimeField("bekräftad den", null=True, blank=True)
    confirmed_by = person("bekräftad av")
    objected_at = models.DateTimeField("invändning den", null=True, blank=True)
    objected_by = person("invändning av")
    objection = models.CharField("invändning", max_length=500, blank=True)
    settled_at = models.DateTimeField("utredd den", null=True, blank=True)
    settled_by = person("utredd av")
    settlement = models.CharField("utredning", max_length=500, blank=True)

    class Meta:
        verbose_name = "underskrift på plats"
        verbose_name_plural = "underskrifter på plats"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hand_signature_confirmed_together",
                condition=together("confirmed_at", "confirmed_by"),
                violation_error_message="En bekräftad underskrift ska ha både tidpunkt och person.",
            ),
            models.CheckConstraint(
                name="hand_signature_objected_together",
                condition=Q(objected_at__isnull=True, objected_by__isnull=True, objection="")
                | (Q(objected_at__isnull=False, objected_by__isnull=False) & ~Q(objection="")),
                violation_error_message="En invändning ska ha tidpunkt, person och skäl.",
            ),
            models.CheckConstraint(
                name="hand_signature_settled_together",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settlement="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settlement="")),
                violation_error_message="En utredd invändning ska ha tidpunkt, person och vad som kom fram.",
            ),
            models.CheckConstraint(
                name="hand_signature_one_answer",
                condition=Q(confirmed_at__isnull=True) | Q(objected_at__isnull=True),
                violation_error_message="Underskriften är redan besvarad.",
            ),
            models.CheckConstraint(
                name="hand_signature_settled_after_objection",
                condition=Q(settled_at__isnull=True) | Q(objected_at__isnull=False),
                violation_error_message="Det finns ingen invändning att utreda.",
            ),
            models.CheckConstraint(
                name="hand_signature_of_another",
                condition=Q(chosen__isnull=True) | ~Q(chosen=F("taken_by")),
                violation_error_message="Den som lämnar och den som tar emot ska vara två olika personer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.role}"

    @property
    def drawing_hash(self) -> str:
        """What the log keeps of the drawing; empty without one."""
        return hashlib.sha256(self.drawing.encode()).hexdigest() if self.drawing else ""

    @property
    def what(self) -> str:
        """The role as it stands within a sentence: "verksamhetschef", "IT-kontaktperson"."""
        return self.role if self.role[1:2].isupper() else self.role[:1].lower() + self.role[1:]

    @property
    def is_answered(self) -> bool:
        return self.confirmed_at is not None or self.objected_at is not None

    @property
    def is_disputed(self) -> bool:
        """Whether there is an objection that nobody has settled."""
        return self.objected_at is not None and self.settled_at is None
