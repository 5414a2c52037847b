"""What every stored document has, and how one is kept."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import models, transaction


class StoredDocument(models.Model):
    """A document as it was made, tagged PDF/UA. Kept in the database, so that web and worker need no shared disk."""

    content = models.BinaryField("innehåll")
    content_hash = models.CharField("kontrollsumma", max_length=64)
    made_at = models.DateTimeField("skapat den")

    class Meta:
        abstract = True


def keep_document(model: type[StoredDocument], content: bytes, *, at: datetime, **place: Any) -> None:
    """Store the document of the place, unless another worker was first: what has been made never changes."""
    document = model(content=content, content_hash=hashlib.sha256(content).hexdigest(), made_at=at, **place)
    with transaction.atomic():
        model._default_manager.bulk_create([document], ignore_conflicts=True)
