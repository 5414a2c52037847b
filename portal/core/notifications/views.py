"""A person's preferences and log, and the page behind the unsubscribe link of a mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.core.errors import Invalid, Missing
from portal.core.notifications.actions.preferences import set_preferences, set_quiet_hours, unsubscribe
from portal.core.notifications.digest import DIGEST
from portal.core.notifications.forms import PreferencesForm, QuietHoursForm
from portal.core.notifications.kinds import Kind, known_kinds
from portal.core.notifications.models import Notification
from portal.core.notifications.queries import choices_of, gathered_kinds_of, quiet_hours_of, recent_of
from portal.core.notifications.unsubscribing import read_token
from portal.core.notifications.words import STANDINGS, title_of
from portal.core.people.models import User
from portal.core.web.guards import show_in_form, signed_in

NO_SUCH_LINK = "Länken gäller inte. Öppna den ur mejlet igen, eller logga in och välj aviseringar där."


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_preferences(request: HttpRequest) -> HttpResponse:
    """What one wants to be told of, and what one has been told lately. POST: ``gor`` says which form it is."""
    data = request.POST if request.method == "POST" else None
    quiet = quiet_hours_of([request.user.pk]).get(request.user.pk)
    told = {"starts": f"{quiet.starts:%H.%M}", "ends": f"{quiet.ends:%H.%M}"} if quiet else {}
    about_quiet = data is not None and data.get("gor") == "tysta"
    form = PreferencesForm(_kinds_for(request), choices_of(request.user), data if not about_quiet else None)
    hours = QuietHoursForm(data if about_quiet else None, initial=told)
    saved = hours if about_quiet else form
    if data is not None and saved.is_valid() and _save(request, saved):
        messages.success(request, "Dina val är sparade.")
        return redirect("notifications:preferences")
    context = {"form": form, "hours": hours, "log": [_line(row) for row in recent_of(request.user)]}
    return render(request, "notifications/preferences.html", context, status=200 if data is None else 422)


def _line(row: Notification) -> tuple[Notification, str, tuple[str, str, str]]:
    """The row, what it was about, and how it stands: (word, colour, icon)."""
    return row, row.subject or title_of(row.kind), STANDINGS[row.standing]


def _save(request: HttpRequest, form: PreferencesForm | QuietHoursForm) -> bool:
    try:
        if isinstance(form, QuietHoursForm):
            set_quiet_hours(**form.cleaned_data, by=request.user, at=request.at)
        else:
            set_preferences(choices=form.cleaned_data, by=request.user, at=request.at)
    except Invalid as refusal:
        show_in_form(form, refusal)
        return False
    return True


def _kinds_for(request: HttpRequest) -> list[Kind]:
    """The kinds that can come to one in one's roles."""
    return [
        kind
        for kind in known_kinds().values()
        if kind.name != DIGEST and (not kind.roles or request.roles.has(*kind.roles))
    ]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def turn_off(request: HttpRequest, token: str) -> HttpResponse:
    """Without sign-in: the token says who and what. GET asks. POST, by the button or by a mail program (RFC 8058), turns
    the kind off; for the digest, the kinds that it gathers. Whoever has the link may do it from anywhere, so a POST
    needs no other proof."""
    told = read_token(token)
    kind = known_kinds().get(told.kind) if told else None
    person = User.objects.filter(pk=told.person_id).first() if told else None
    if kind is None or person is None:
        raise Missing("no_such_link", NO_SUCH_LINK)
    done = request.method == "POST"
    if done:
        kinds = gathered_kinds_of(person) if kind.name == DIGEST else [kind.name]
        unsubscribe(kinds=kinds, by=person, at=request.at)
    return render(request, "notifications/unsubscribe.html", {"kind": kind, "done": done})
