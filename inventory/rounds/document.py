"""A signed answer as PDF, made in the worker from what was kept at the signing, never reckoned anew."""

from datetime import datetime
from typing import Any

from inventory.rounds.models import Outcome, RoundDocument, RoundSigning
from portal.core.documents.models import keep_document
from portal.core.documents.pdf import pdf_of

TEMPLATE = "documents/round_answer.html"


def make_document(signing_id: int, at: datetime) -> None:
    """Make the document unless it is there already: what has been made never changes."""
    if RoundDocument.objects.filter(signing=signing_id).exists():
        return
    ties = ("round_unit__round__region", "round_unit__unit__provider", "signed_by")
    signing = RoundSigning.objects.select_related(*ties).get(pk=signing_id)
    keep_document(RoundDocument, pdf_of(TEMPLATE, contents_of(signing)), at=at, signing=signing)


def contents_of(signing: RoundSigning) -> dict[str, Any]:
    """What stands in the document."""
    task = signing.round_unit
    counts = {outcome: sum(row["outcome"] == outcome for row in signing.rows) for outcome in Outcome.values}
    return {
        "title": f"Inventering {task.round.number}",
        "round": task.round,
        "unit": task.unit,
        "region": task.round.region,
        "signing": signing,
        "signed_by": signing.signed_by.display_name,
        "rows": [{**row, "told": Outcome(row["outcome"]).label} for row in signing.rows],
        "counts": [(Outcome(outcome).label, count) for outcome, count in counts.items()],
        "finds": signing.finds,
    }
