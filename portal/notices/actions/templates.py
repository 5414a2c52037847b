"""Templates: the wording of notices that come again."""

from datetime import datetime

from django.db import transaction

from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, raise_faults
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.models import Region
from portal.core.units.queries import roles_of
from portal.notices.access import may_write
from portal.notices.actions.checking import require_content
from portal.notices.content import NoticeContent
from portal.notices.models import NoticeTemplate

LONGEST_NAME = 80


def save_template(
    *,
    region: Region,
    name: str,
    content: NoticeContent,
    by: User,
    at: datetime,
    template: NoticeTemplate | None = None,
) -> NoticeTemplate:
    """Keep a wording under a name, or change one that is kept. Windows and days are not part of it.

    Raises NotAllowed for a kind that the person may not write, Invalid or Errors for what cannot be stored, Conflict
    when another template of the region has the name or the template has been taken away.
    """
    _require_name(name)
    require_content(content)
    with transaction.atomic():
        roles = roles_of(by, local_date(at))
        require(may_write(roles, region.pk, content.kind))
        if template is not None:
            template = _lock(template)
            require(may_write(roles, template.region_id, template.kind))
        else:
            template = NoticeTemplate(region=region, created_at=at, created_by=by)
        template.name = name.strip()
        _fill(template, content)
        with guarded():
            template.save()
        record(
            "template.saved",
            by=by,
            at=at,
            subject=("template", template.name),
            after={"kind": template.kind, "title": template.title},
        )
    return template


def retire_template(*, template: NoticeTemplate, by: User, at: datetime) -> None:
    """Take a template away from the list. Notices that came from it stay as they are."""
    with transaction.atomic():
        template = _lock(template)
        require(may_write(roles_of(by, local_date(at)), template.region_id, template.kind))
        template.retired_at, template.retired_by = at, by
        template.save(update_fields=["retired_at", "retired_by"])
        record("template.retired", by=by, at=at, subject=("template", template.name))


def _lock(template: NoticeTemplate) -> NoticeTemplate:
    rows = NoticeTemplate.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.get(pk=template.pk)
    if locked.retired_at is not None:
        raise Conflict("template_retired", f"Mallen ”{locked.name}” är borttagen.")
    return locked


def _require_name(name: str) -> None:
    told = "Skriv ett namn på mallen."
    raise_faults(text_faults("name", name.strip(), LONGEST_NAME, missing=told, one_line=True))


def _fill(template: NoticeTemplate, content: NoticeContent) -> None:
    template.kind, template.impact = content.kind, content.impact
    for name in ("title", "text", "title_en", "text_en"):
        setattr(template, name, getattr(content, name).strip())
    template.affects = sorted(set(content.affects))
    template.audience = {
        dimension: sorted(values) for dimension, values in content.audience.values.items() if values
    }
    template.needs_acknowledgement = content.needs_acknowledgement
