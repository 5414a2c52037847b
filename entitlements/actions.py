"""Publishing a version of an appendix. The only writer of clauses, terms and catalogue."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from entitlements.loader.convert import stored_terms
from entitlements.loader.types import AppendixFile
from entitlements.models import AppendixVersion, CatalogueItem, Clause
from portal.core.audit.actions import record
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Missing
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Municipality, Programme, Region


def publish_appendix(
    appendix: AppendixFile, *, by: User | None, at: datetime
) -> tuple[AppendixVersion, bool]:
    """Publish a version as its file says; it takes effect on its day (Kalmar IT §1). (version, whether new).

    The version that held until then gets the day before as its last. The same file again changes nothing. Raises
    Missing when the region is not registered, Conflict when the version exists with other contents or begins
    before the one that holds.
    """
    with transaction.atomic():
        region = Region.objects.select_for_update().filter(code=appendix.region).first()
        if region is None:
            raise Missing(
                "unknown_region", f"Regionen ”{appendix.region}” finns inte i portalen. Lägg in den först."
            )
        published = _already_published(region, appendix)
        if published is not None:
            return published, False
        _end_version_in_force(region, appendix)
        version = _write(region, appendix, by, at)
        record(
            "appendix.published", by=by, at=at, subject=("appendix", version.label), after=_values(version)
        )
        enqueue(
            "appendix.published",
            payload={"appendix": version.pk},
            dedupe_key=f"appendix.published:{version.pk}",
            at=at,
        )
    return version, True


def _already_published(region: Region, appendix: AppendixFile) -> AppendixVersion | None:
    version = AppendixVersion.objects.filter(
        region=region, code=appendix.code, version=appendix.version
    ).first()
    if version is not None and version.content_hash != appendix.sha256:
        raise Conflict(
            "version_changed",
            f"Version {appendix.version} är redan publicerad med annat innehåll. Ge ändringen ett nytt versionsnummer.",
        )
    return version


def _end_version_in_force(region: Region, appendix: AppendixFile) -> None:
    latest = (
        AppendixVersion.objects.filter(region=region, published_at__isnull=False)
        .order_by("-valid_from")
        .first()
    )
    if latest is None:
        return
    if appendix.valid_from <= latest.valid_from:
        raise Conflict(
            "version_too_early",
            f"Versionen ska gälla från en senare dag än {latest.valid_from}, då {latest.label} började gälla.",
        )
    if latest.valid_to is None or latest.valid_to >= appendix.valid_from:
        latest.valid_to = appendix.valid_from - timedelta(days=1)
        latest.save(update_fields=["valid_to"])


def _write(region: Region, appendix: AppendixFile, by: User | None, at: datetime) -> AppendixVersion:
    with guarded():
        version = AppendixVersion.objects.create(
            region=region,
            code=appendix.code,
            title=appendix.title,
            citation=appendix.citation,
            version=appendix.version,
            change_summary=appendix.change_summary,
            source=appendix.source,
            valid_from=appendix.valid_from,
            terms=stored_terms(appendix),
            citations=dict(appendix.citations),
            content_hash=appendix.sha256,
            published_at=at,
            published_by=by,
        )
    for named in appendix.municipalities:
        Municipality.objects.update_or_create(code=named.code, defaults={"name": named.name})
    for named in appendix.programmes:
        Programme.objects.update_or_create(region=region, code=named.code, defaults={"name": named.name})
    Clause.objects.bulk_create(
        Clause(appendix=version, clause_id=one.id, heading=one.heading, body=one.body, position=place)
        for place, one in enumerate(appendix.clauses)
    )
    CatalogueItem.objects.bulk_create(
        CatalogueItem(
            appendix=version,
            code=one.code,
            kind=one.kind,
            name=one.name,
            name_plural=one.plural,
            article=one.article,
            description=one.description,
            clause=one.clause,
            icon=one.icon,
            included=list(one.included),
            variants=[_plain(variant) for variant in one.variants],
            options=[_plain(option) for option in one.options],
            parts=[_plain(part) for part in one.parts],
            has_serial_numbers=one.serial_numbers,
            model_name=one.model,
            warranty_months=one.warranty_months,
            replacement_months=one.replacement_months,
            position=place,
        )
        for place, one in enumerate(appendix.catalogue)
    )
    return version


def _plain(value: Any) -> dict[str, Any]:
    stored = asdict(value)
    del stored["line"]
    return stored


def _values(version: AppendixVersion) -> dict[str, Any]:
    return {
        "region": version.region.code,
        "valid_from": version.valid_from,
        "content_hash": version.content_hash,
        "change_summary": version.change_summary,
    }
