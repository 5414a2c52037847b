from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models.order import Order
from portal.core.audit.chain import APPEND_ONLY_TRIGGERS, ChainedRecord


class AttestRecord(ChainedRecord):
    """A decision that the region answers for, as it stood when it was made. Never changed, never removed.

    People are named both by key and as text; order, lines, facts and verdicts are kept whole.
    """

    class Kind(models.TextChoices):
        DECISION = "DECISION", "Beslutsattest"
        RECEIPT = "RECEIPT", "Mottagningsattest"

    class Decision(models.TextChoices):
        ATTESTED = "ATTESTED", "Attesterad"
        REFUSED = "REFUSED", "Avslagen"
        RECEIVED = "RECEIVED", "Mottagen"

    chain = "attest"
    sealed = (
        "order_id",
        "order_number",
        "kind",
        "decision",
        "reason",
        "unit",
        "cost_centre",
        "appendix",
        "content_hash",
        "facts",
        "verdicts",
        "lines",
        "attester_id",
        "actor",
        "actor_name",
        "provider",
        "on_behalf_of",
        "on_behalf_of_name",
        "delegation",
        "conflict_of_interest",
        "authentication",
        "request_id",
    )

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="attest_records", verbose_name="beställning"
    )
    order_number = models.CharField("beställningsnummer", max_length=20)
    kind = models.CharField("slag av attest", max_length=10, choices=Kind)
    decision = models.CharField("beslut", max_length=10, choices=Decision)
    reason = models.CharField("skäl", max_length=1000, blank=True)
    unit = models.CharField("vårdenhet, HSA-id", max_length=31)
    cost_centre = models.CharField("kostnadsställe", max_length=20)
    appendix = models.CharField("bilageversion", max_length=100)
    content_hash = models.CharField("kontrollsumma för innehållet", max_length=64)
    facts = models.JSONField("underlag", default=dict)
    verdicts = models.JSONField("regelkontrollens svar", default=list)
    lines = models.JSONField("orderrader", default=list)
    attester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="attesterad av"
    )
    actor = models.CharField("attesterad av, HSA-id", max_length=31)
    actor_name = models.CharField("attesterad av, namn", max_length=200)
    provider = models.CharField("vårdgivare", max_length=160, blank=True)
    on_behalf_of = models.CharField("för, HSA-id", max_length=31, blank=True)
    on_behalf_of_name = models.CharField("för, namn", max_length=200, blank=True)
    delegation = models.JSONField("uppdrag som ersättare", default=dict)
    conflict_of_interest = models.JSONField("jävskontroll", default=dict)
    authentication = models.JSONField("inloggning", default=dict)
    request_id = models.CharField("anrops-id", max_length=64, blank=True)

    class Meta:
        verbose_name = "attest"
        verbose_name_plural = "attester"
        ordering = ["sequence"]
        triggers = APPEND_ONLY_TRIGGERS
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind="DECISION", decision="ATTESTED"),
                name="order_attested_once",
                violation_error_message="Beställningen är redan attesterad.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order_number}"
