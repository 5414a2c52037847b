"""What holds for every model: arrows point down, moments have persons, and everything has its Swedish words."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from portal import glossary
from tests.house.source import FLOORS, ROOF, own_models

MODELS = own_models()
NAMES = [model._meta.label for model in MODELS]

# A moment without a person of its own, and why.
NOBODY_BEHIND = {
    "jobs.ScheduledJob.last_started_at": "the clock's doing; who asked for a run by hand is in the audit log",
    "jobs.ScheduledJob.last_ended_at": "the worker's doing",
    "outbox.Message.created_at": "written in the transaction of an act, and the audit log says whose",
    "outbox.Message.available_at": "the earliest time, not an act",
    "outbox.Message.sent_at": "carried out by the worker",
    "notifications.Notification.queued_at": "follows from an act, and the audit log says whose",
    "notifications.Notification.due_at": "reckoned from the person's own wishes",
    "notifications.Notification.sent_at": "sent by the worker",
    "notifications.Notification.failed_at": "the mail server's doing",
    "notifications.Notification.settled_at": "found by the worker, when there was no longer any reason to write",
    "orders.Order.delivered_at": "the last of the order's deliveries, each of which has its person",
    "orders.Order.closed_at": "follows from the last receipt, which has its person",
    "orders.Document.made_at": "made by the worker",
    "orders.IdempotencyKey.created_at": "the key's owner is its user",
    "inventory.ExportFile.made_at": "made by the worker",
    "dashboards.MeetingSheet.made_at": "made by the worker",
    "rounds.RoundDocument.made_at": "made by the worker",
    "returns.ReturnDocument.made_at": "made by the worker",
    "notices.Notice.update_due_at": "when news is waited for, not an act",
    "notices.Notice.queued_at": "queued by the worker",
    "notices.NoticeUnit.queued_at": "queued by the worker",
    "notices.WebhookDelivery.created_at": "follows from the notice's update, which has its person",
    "notices.WebhookDelivery.tried_at": "tried by the worker",
    "notices.WebhookDelivery.delivered_at": "delivered by the worker",
    "imports.ImportRun.ended_at": "the end of what its starter began, told by the worker",
    "notices.WebhookDelivery.gave_up_at": "given up by the worker",
}
# Pairs where the moment may stand alone, and why.
MOMENT_ALONE = {
    "notices.Notice.created": "the portal itself writes of an appendix that was read in",
    "notices.Notice.published": "the portal itself writes of an appendix that was read in",
    "notices.Notice.updated": "the portal itself writes of an appendix that was read in",
    "notices.Notice.closed": "the portal itself closes a change once it is in force",
    "notices.NoticeUpdate.published": "the portal itself writes of an appendix that was read in",
    "inventory.AssetEvent.happened": "what the portal itself notes, as at an import, has no person",
    "entitlements.AppendixVersion.published": "a version may be read in by those who run the portal",
    "rounds.InventoryRound.opened": "the portal itself opens what a schedule says",
    "returns.ReturnCase.opened": "the portal itself opens a case when a contract ends",
    "units.Assignment.decided": "the first administrator is appointed by those who run the portal",
}
# Words that are the same in both languages.
SAME_WORD = {"person", "region", "version", "variant", "prefix", "port", "status", "text"}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.Field)]


def test_the_floors_hold_every_app() -> None:
    assert {model._meta.app_label for model in MODELS} <= {*FLOORS, *ROOF}


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_foreign_keys_point_to_the_same_floor_or_a_lower(model: type[models.Model]) -> None:
    floor = FLOORS.index(model._meta.app_label) if model._meta.app_label in FLOORS else len(FLOORS)
    for field in fields_of(model):
        if field.is_relation and field.related_model in MODELS:
            other = field.related_model._meta.app_label
            if other == model._meta.app_label:
                continue
            assert other in FLOORS, f"{model._meta.label}.{field.name} points into the roof"
            assert FLOORS.index(other) <= floor, f"{model._meta.label}.{field.name} points up to {other}"


def test_nobody_points_at_a_model_from_outside_the_house() -> None:
    """Nor does a reverse arrow come about by a third party's swappable model."""
    for model in apps.get_models():
        if model not in MODELS:
            targets = {field.related_model for field in model._meta.get_fields() if field.is_relation}
            assert {one._meta.label for one in targets & set(MODELS)} <= {"people.User"}, model


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_every_moment_has_its_person(model: type[models.Model]) -> None:
    names = {field.name for field in fields_of(model)}
    for name in sorted(names):
        if name.endswith("_at"):
            label = f"{model._meta.label}.{name}"
            alone = label in NOBODY_BEHIND
            has_person = f"{name.removesuffix('_at')}_by" in names
            assert has_person != alone, f"{label}: either a …_by or a reason in NOBODY_BEHIND"


def test_the_lists_of_reasons_name_what_exists() -> None:
    fields = {f"{model._meta.label}.{field.name}" for model in MODELS for field in fields_of(model)}
    assert set(NOBODY_BEHIND) <= fields
    assert {f"{pair}_at" for pair in MOMENT_ALONE} <= fields


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_the_database_holds_moment_and_person_together(model: type[models.Model]) -> None:
    """A pair that may be empty is held by a CheckConstraint that names both; else neither may be empty."""
    names = {field.name for field in fields_of(model)}
    for name in sorted(names):
        act = name.removesuffix("_at")
        if not name.endswith("_at") or f"{act}_by" not in names:
            continue
        moment, person = model._meta.get_field(name), model._meta.get_field(f"{act}_by")
        if f"{model._meta.label}.{act}" in MOMENT_ALONE or not (moment.null or person.null):
            continue
        assert moment.null, f"{model._meta.label}.{act}: the person may be empty but not the moment"
        assert person.null, f"{model._meta.label}.{act}: the moment may be empty but not the person"
        assert any(
            {f"{act}_at__isnull", f"{act}_by__isnull"} <= asked
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
            for asked in [_asked_in(constraint.condition)]
        ), f"{model._meta.label}.{act}_at and {act}_by are not held together by a constraint"


def _asked_in(condition: Q) -> set[str]:
    asked = set()
    for child in condition.children:
        asked |= _asked_in(child) if isinstance(child, Q) else {child[0]}
    return asked


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_every_field_has_a_name_in_swedish(model: type[models.Model]) -> None:
    for field in fields_of(model):
        if field.auto_created or field.name in ("password", "last_login", "id"):
            continue
        own = str(field.verbose_name)
        derived = field.name.replace("_", " ")
        assert own != derived or own in SAME_WORD, f"{model._meta.label}.{field.name} has no verbose_name"


def test_every_model_is_in_the_glossary() -> None:
    words = {term.swedish.lower() for term in glossary.TERMS}
    assert sorted({str(model._meta.verbose_name) for model in MODELS} - words) == []


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_every_model_has_both_numbers(model: type[models.Model]) -> None:
    options = model._meta.original_attrs
    assert {"verbose_name", "verbose_name_plural"} <= set(options), model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_every_constraint_answers_in_a_swedish_sentence(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        message = str(constraint.violation_error_message)
        assert message != str(constraint.default_violation_error_message), constraint.name
        assert message[0].isupper(), constraint.name
        assert message.endswith("."), constraint.name


def test_constraints_have_names_of_their_own() -> None:
    names = [constraint.name for model in MODELS for constraint in model._meta.constraints]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_no_model_saves_in_a_way_of_its_own(model: type[models.Model]) -> None:
    for name in ("save", "delete", "save_base"):
        definer = next(base for base in model.__mro__ if name in vars(base))
        assert definer.__module__.startswith("django."), f"{model._meta.label}.{name} is overridden"
