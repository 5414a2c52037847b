"""Making the demo region, once, in an empty database."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from inventory.returns.documents import DOCUMENT_DUE as RETURN_DOCUMENT_DUE
from inventory.returns.documents import want_document as want_return_document
from inventory.returns.models import Handover, ReturnCase, ReturnDocument
from inventory.rounds.workflow import SIGNED
from orders.documents.make import DOCUMENT_DUE, want_document
from orders.models import Delivery, Document, Order
from portal.core.audit.context import Circumstances, acting_under
from portal.core.errors import Conflict, NotAllowed
from portal.core.outbox.models import Message
from portal.core.people.models import User
from portal.core.units.models import Region
from portal.home.demo.inventory import plan_inventory
from portal.home.demo.notices import plan_notices
from portal.home.demo.now import plan_now
from portal.home.demo.organisation import (
    make_figures,
    make_people,
    make_region,
    make_units,
    publish_versions,
)
from portal.home.demo.services import import_services
from portal.home.demo.stock import import_stock
from portal.home.demo.story import Story
from portal.home.demo.year import plan_year

# Messages older than this are taken as sent; what followed from the later ones is left to the worker.
LEFT_TO_THE_WORKER = timedelta(days=30)
DOCUMENT_EVERY = timedelta(seconds=5)
_DOCUMENTS = (DOCUMENT_DUE, RETURN_DOCUMENT_DUE, SIGNED)


def load_demo(*, at: datetime) -> Story:
    """Make the region with a year of history that ends now. All or nothing.

    Raises NotAllowed outside the demo, Conflict when there is a region or a person already.
    """
    if not settings.PORTAL_DEMO:
        raise NotAllowed("not_a_demo", "Demoregionen läses bara in när PORTAL_DEMO är 1.")
    if Region.objects.exists() or User.objects.exists():
        raise Conflict(
            "not_empty", "Databasen har redan en region eller personer, så demoregionen läses inte in."
        )
    around = Circumstances(provider="demo", acr="demo")
    with transaction.atomic(), acting_under(around):
        story = Story(now=at, region=make_region())
        publish_versions(story)
        make_units(story)
        make_people(story)
        make_figures(story)
        import_stock(story)
        import_services(story)
        plan_year(story)
        plan_now(story)
        plan_inventory(story)
        plan_notices(story)
        story.happen()
        _settle_outbox(at)
    return story


def _settle_outbox(at: datetime) -> None:
    """Nobody gets a mail about last winter: old messages count as sent when they were written, but for those that a
    document comes of."""
    waiting = Message.objects.filter(sent_at__isnull=True)
    old = waiting.filter(created_at__lt=at - LEFT_TO_THE_WORKER).exclude(kind__in=_DOCUMENTS)
    old.update(sent_at=F("created_at"), attempts=1)
    waiting.update(available_at=at)
    _want_documents(at)
    waiting = list(Message.objects.filter(kind__in=_DOCUMENTS, sent_at__isnull=True).order_by("pk"))
    for place, message in enumerate(waiting, start=1):
        message.available_at = at + DOCUMENT_EVERY * place
    Message.objects.bulk_update(waiting, ["available_at"], batch_size=500)


def _want_documents(at: datetime) -> None:
    """Older orders and returns have their documents too, made one by one in the background, the latest first."""
    before = at - LEFT_TO_THE_WORKER
    for order in Order.objects.filter(attested_at__lt=before).order_by("-attested_at"):
        want_document(Document.Kind.ORDER, order, at=at)
    for delivery in Delivery.objects.filter(delivered_at__lt=before).select_related("order"):
        want_document(Document.Kind.DELIVERY_NOTE, delivery.order, delivery, at=at)
        if delivery.confirmed_at and delivery.confirmed_at < before:
            want_document(Document.Kind.RECEIPT, delivery.order, delivery, at=at)
    for handover in Handover.objects.filter(received_at__lt=before, given_at__lt=before).select_related(
        "case"
    ):
        want_return_document(ReturnDocument.Kind.RECEIPT, handover.case, handover, at=at)
    for case in ReturnCase.objects.filter(closed_at__lt=before):
        want_return_document(ReturnDocument.Kind.CERTIFICATE, case, at=at)
