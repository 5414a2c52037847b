"""What the pages of a case share: finding it, and numbers out of a form."""

from django.http import HttpRequest

from inventory.returns.models import ReturnCase
from portal.core.units.models import Role
from portal.core.units.roles import UNIT_ROLES
from portal.core.web.pages import one_or_404

READERS = (
    *UNIT_ROLES,
    Role.COORDINATOR,
    Role.ORDERING_MANAGER,
    Role.IT_DELIVERY,
    Role.IT_COORDINATOR,
    Role.CATALOGUE_EDITOR,
    Role.CONTROLLER,
)


def own_case(request: HttpRequest, number: str) -> ReturnCase:
    """The case, if the person sees its unit; else 404."""
    cases = ReturnCase.objects.visible_to(request.roles).select_related("unit__region", "opened_by")
    return one_or_404(cases, number=number)


def key_in(request: HttpRequest, name: str) -> int:
    """A row's key out of the form; 0, which is no row's, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
