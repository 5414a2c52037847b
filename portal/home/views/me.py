"""Who I am to the portal, and which roles I have, had and will have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core import clock
from portal.core.units.models import Assignment, Substitution
from portal.core.web.pages import signed_in


@require_GET
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    assignments = (
        Assignment.objects.filter(user_id=request.user.pk)
        .select_related("unit", "region")
        .order_by("-valid_from", "role")
    )
    substitutions = (
        Substitution.objects.filter(substitute_id=request.user.pk)
        .select_related("principal", "region")
        .order_by("-valid_from")
    )
    today = clock.local_date(request.at)
    return render(
        request,
        "home/me.html",
        {
            "assignments": [(one, _when(one, today)) for one in assignments],
            "substitutions": [
                (one, "Återkallat" if one.revoked_at else _when(one, today)) for one in substitutions
            ],
        },
    )


def _when(row: Assignment | Substitution, today) -> str:
    if row.valid_from > today:
        return "Kommande"
    return "Avslutat" if row.valid_to and row.valid_to < today else "Gäller nu"
