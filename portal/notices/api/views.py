"""Notices for programs: list, read, acknowledge. What a program has fetched, nobody has yet read."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from portal.core.clock import local_date
from portal.core.errors import Missing
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.units.models import CareUnit
from portal.core.web.api import PortalAPIView
from portal.core.web.api_shapes import READ, WRITE, NoParameters, problems
from portal.core.web.pages import one_or_404
from portal.notices.actions.receive import acknowledge
from portal.notices.api import output
from portal.notices.api.shapes import (
    IS_OPEN,
    AcknowledgementInput,
    ListedNotice,
    NoticeParameters,
    NoticeShape,
)
from portal.notices.audience import Audience, concerns
from portal.notices.models import Notice, NoticeUnit
from portal.notices.queries.audience import names_in

TAGS = ["Drift och ändringar"]
_LATER = {"text", "text_en", "source"}
EXAMPLE = OpenApiExample("Enheten kvitterar", request_only=True, value={"unit": "SE5560747551-E001"})


class _NoticeAPIView(PortalAPIView):
    """A view of notices: those that the person sees, drafts never."""

    def visible(self) -> QuerySet[Notice]:
        notices = Notice.objects.visible_to(self.roles).filter(published_at__isnull=False)
        return notices.with_reading_of(self.person.pk).select_related("region")

    def whole(self, number: str) -> Response:
        """The notice as it now is."""
        notice = one_or_404(self.visible(), number=number.upper())
        audience = Audience.of(notice.audience.values_list("dimension", "value"))
        told = concerns(audience, names_in(notice.region_id, local_date(self.at)))
        return Response(output.whole(notice, told, self._units(notice)))

    def _units(self, notice: Notice) -> QuerySet[NoticeUnit]:
        """The person's own units among those that it was sent to, branches with their main unit."""
        ids = self.roles.all_unit_ids
        rows = NoticeUnit.objects.filter(Q(unit_id__in=ids) | Q(unit__parent_id__in=ids), notice=notice)
        return rows.select_related("unit", "acknowledged_by").order_by("unit__sort_key", "pk")


class NoticesView(_NoticeAPIView):
    @extend_schema(
        operation_id="list_notices",
        summary="Driftmeddelanden, det senaste först",
        parameters=[NoticeParameters],
        responses={200: ListedNotice(many=True), **problems()},
        tags=TAGS,
    )
    def get(self, request: Any) -> Response:
        parameters = self.parameters(NoticeParameters)
        notices = self.visible().defer(*_LATER)
        if "kind" in parameters:
            notices = notices.filter(kind=parameters["kind"])
        if "open" in parameters:
            notices = notices.filter(closed_at__isnull=parameters["open"] == IS_OPEN)
        return self.page(notices, ("-pk",), parameters, output.listed)


class NoticeView(_NoticeAPIView):
    @extend_schema(
        operation_id="get_notice",
        summary="Ett driftmeddelande",
        description="Att hämta det räknas inte som att någon har läst det.",
        responses={200: NoticeShape, **READ},
        tags=TAGS,
    )
    def get(self, request: Any, number: str) -> Response:
        self.parameters(NoParameters)
        return self.whole(number)


class AcknowledgementView(_NoticeAPIView):
    @extend_schema(
        operation_id="acknowledge_notice",
        summary="Kvittera för en enhet",
        description=(
            "Enhetens verksamhetschef eller IT-kontaktperson kvitterar. Samma anrop igen ändrar inget och svarar "
            "med den första kvittensen, så det går att skicka om utan Idempotency-Key."
        ),
        request=AcknowledgementInput,
        examples=[EXAMPLE],
        responses={200: NoticeShape, **WRITE},
        tags=TAGS,
    )
    def post(self, request: Any, number: str) -> Response:
        self.parameters(NoParameters)
        notice = one_or_404(self.visible(), number=number.upper())
        hsa_id = normalise_hsa_id(self.body(AcknowledgementInput)["unit"])
        unit = CareUnit.objects.visible_to(self.roles).filter(hsa_id=hsa_id).first()
        if unit is None:
            raise Missing("unknown_unit", "Enheten finns inte, eller så är det inte din.", field="unit")
        acknowledge(notice=notice, unit=unit, by=self.person, at=self.at)
        return self.whole(notice.number)
