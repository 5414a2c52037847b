"""Changing who may sign in. The caller has already asked whether he may (``portal.core.units.access``)."""

from datetime import datetime

from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.people.hsa_id import normalise_hsa_id
from portal.core.people.models import PROTECTED_NAME, User
from portal.core.text import require_plain


def add_person(
    *,
    hsa_id: str,
    given_name: str,
    family_name: str,
    email: str,
    title: str = "",
    protected_identity: bool = False,
    by: User | None,
    at: datetime,
) -> User:
    """Add a person without password; he signs in by the region's identity provider or gets one by the command
    ``set_password``. Raises ValidationError for a malformed HSA-id, Invalid or Errors for names that are not plain,
    Conflict for an HSA-id that exists."""
    require_plain(given_name=given_name, family_name=family_name, title=title)
    user = User(
        hsa_id=normalise_hsa_id(hsa_id),
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        email=email.strip(),
        title=title.strip(),
        protected_identity=protected_identity,
    )
    user.set_unusable_password()
    user.clean_fields()
    with transaction.atomic():
        _insert(user)
        record("person.added", by=by, at=at, subject=("person", user.hsa_id))
    return user


def _insert(user: User) -> None:
    try:
        with guarded():
            user.save(force_insert=True)
    except IntegrityError as error:
        # The HSA-id is unique by its column and not by a named constraint, so its sentence is said here.
        raise Conflict(
            "person_exists", f"Det finns redan en person med HSA-id {user.hsa_id}.", field="hsa_id"
        ) from error


def set_active(*, user: User, active: bool, by: User, at: datetime) -> User:
    """Let a person in or shut him out. Shut out means out at the next request, tokens included."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active != active:
            user.is_active = active
            user.save(update_fields=["is_active"])
            record(
                "person.let_in" if active else "person.shut_out",
                by=by,
                at=at,
                subject=("person", user.hsa_id),
            )
    return user


def set_email(*, user: User, email: str, by: User, at: datetime) -> User:
    """Give a person another address for mails. Raises ValidationError for one that is malformed or empty."""
    email = email.strip()
    validate_email(email)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        before, user.email = user.email, email
        user.save(update_fields=["email"])
        record(
            "person.email_corrected",
            by=by,
            at=at,
            subject=("person", user.hsa_id),
            before={"email": _as_logged(user, before)},
            after={"email": _as_logged(user, email)},
        )
    return user


def _as_logged(user: User, email: str) -> str:
    """An address often holds the name, and so a protected person's stands in no log."""
    return PROTECTED_NAME if user.protected_identity else email


def reveal_name(*, user: User, reason: str, by: User, at: datetime) -> str:
    """The real name of a person with protected identity. Every reveal is logged with its reason."""
    require_plain(reason=reason)
    with transaction.atomic():
        record(
            "person.name_revealed", by=by, at=at, subject=("person", user.hsa_id), after={"reason": reason}
        )
    return user.full_name


def set_password(*, user: User, password: str, by: User | None, at: datetime) -> None:
    """Store a password that the caller has validated. The log says that it was set, never what it is."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.set_password(password)
        user.save(update_fields=["password"])
        record("person.password_set", by=by, at=at, subject=("person", user.hsa_id))
