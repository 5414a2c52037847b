"""What the pages of a case share: finding it, and numbers out of a form."""

from django.http import HttpRequest

from inventory.returns.models import ReturnCase
from portal.core.units.roles import SEES_SOME_UNIT
from portal.core.web.pages import key_from, one_or_404

READERS = SEES_SOME_UNIT


def own_case(request: HttpRequest, number: str) -> ReturnCase:
    """The case, if the person sees its unit; else 404."""
    cases = ReturnCase.objects.visible_to(request.roles).select_related("unit__region", "opened_by")
    return one_or_404(cases, number=number)


def key_in(request: HttpRequest, name: str) -> int:
    """A row's key out of the form; 0, which is no row's, for anything else."""
    return key_from(request.POST.get(name, ""))
