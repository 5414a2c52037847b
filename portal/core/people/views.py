"""What django-allauth has a page for and the portal has not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.core.errors import Missing


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Where allauth sends a person without a password who wants to change it. Nobody gives himself one."""
    raise Missing("no_password", "Du loggar in utan lösenord. Den som driver portalen kan ge dig ett.")
