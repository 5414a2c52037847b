"""How django-allauth meets the portal: no one signs up by himself, and outside the demo a second factor is needed.

OpenID Connect is to come in by the door beside this one: a ``DefaultSocialAccountAdapter`` in
``portal/core/people`` that finds the person by the ``employeeHsaId`` claim and stores acr and auth_time with
``remember_sign_in``.
"""

from datetime import UTC, datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import User

AUTHENTICATION_KEY = "portal_authentication"


def remember_sign_in(request: HttpRequest, *, provider: str, acr: str, at: datetime) -> None:
    """Keep with the session how the person was authenticated; the audit log and the attest record cite it."""
    moment = at.astimezone(UTC).isoformat()
    request.session[AUTHENTICATION_KEY] = {"provider": provider, "acr": acr, "auth_time": moment}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "HSA-id och lösenord hör inte ihop. Kontrollera båda och försök igen.",  # nosec B105
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return normalise_hsa_id(username)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if needs_second_factor(request.user):
            return reverse("mfa_activate_totp")
        return super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not when the first second factor is added, which is right after the sign-in."""
        if needs_second_factor(context.request.user):
            return False
        return super().is_reauthentication_required(app=app)

    def post_login(self, request, user, **kwargs):
        level = "password+mfa" if is_mfa_enabled(user) else "password"
        remember_sign_in(request, provider="password", acr=level, at=datetime.now(UTC))
        return super().post_login(request, user, **kwargs)


def note_second_factor(request: HttpRequest) -> None:
    """Once a second factor is added in the session, the session is as strong as one that began with it."""
    signed_in = request.session.get(AUTHENTICATION_KEY, {})
    if signed_in.get("acr") == "password" and is_mfa_enabled(request.user):
        request.session[AUTHENTICATION_KEY] = {**signed_in, "acr": "password+mfa"}


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the person must set up a second factor before anything else. Never in the demo."""
    return not settings.PORTAL_DEMO and user.is_authenticated and not is_mfa_enabled(user)
