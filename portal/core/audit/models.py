from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.core.audit.chain import APPEND_ONLY_TRIGGERS, ChainedRecord, ChainHead

__all__ = ["AuditEvent", "ChainHead", "ChainedRecord"]


class AuditEvent(ChainedRecord):
    """One act. People and things are named as text, so that the log reads the same when they have changed.

    ``kind`` is a verb in the field's terms ("order.attested"), ``subject`` the kind and name of what it was done to
    ("order", "B-2026-0412"). ``before`` and ``after`` hold what the act changed.
    """

    chain = "audit"
    sealed = (
        "kind",
        "actor",
        "actor_name",
        "on_behalf_of",
        "on_behalf_of_name",
        "subject_kind",
        "subject",
        "unit",
        "before",
        "after",
        "request_id",
        "authentication",
    )

    kind = models.CharField("handling", max_length=60)
    actor = models.CharField("utförd av, HSA-id", max_length=31, blank=True)
    actor_name = models.CharField("utförd av, namn", max_length=200, blank=True)
    on_behalf_of = models.CharField("för, HSA-id", max_length=31, blank=True)
    on_behalf_of_name = models.CharField("för, namn", max_length=200, blank=True)
    subject_kind = models.CharField("slag av föremål", max_length=40)
    subject = models.CharField("föremål", max_length=100)
    unit = models.CharField("vårdenhet, HSA-id", max_length=31, blank=True)
    before = models.JSONField("före", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("efter", default=dict, encoder=DjangoJSONEncoder)
    request_id = models.CharField("anrops-id", max_length=64, blank=True)
    authentication = models.JSONField("inloggning", default=dict)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        indexes = [
            models.Index(fields=["subject_kind", "subject", "sequence"], name="audit_subject"),
            models.Index(fields=["unit", "-sequence"], name="audit_unit"),
            models.Index(fields=["actor", "-sequence"], name="audit_actor"),
        ]
        triggers = APPEND_ONLY_TRIGGERS

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.subject}"
