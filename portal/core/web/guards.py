"""What views of every floor share, those below the units too: signing in first, and a refusal shown in its form."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.core.errors import Refusal
from portal.core.web.addresses import login_address

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Send whoever is not signed in to sign in, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        goal = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{login_address()}?{urlencode({'next': goal})}")

    return guarded


def key_from(text: str) -> int:
    """A row's key as a form or an address sends it; 0, which is no row's, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def show_in_form(form: BaseForm, refusal: Refusal, names: dict[str, str] | None = None) -> None:
    """Put an action's refusal at the form's fields; what has no field goes on top. ``names`` maps the action's
    field names to the form's where they differ."""
    for one in refusal.details or (refusal,):
        field = (names or {}).get(one.field, one.field)
        form.add_error(field if field in form.fields else None, one.message)
