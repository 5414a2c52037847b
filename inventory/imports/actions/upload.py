"""A file of equipment comes to the portal, and goes again when it is not to be imported."""

from datetime import datetime

from django.db import transaction

from inventory.imports.access import may_import
from inventory.imports.columns import guess_mapping, signature_of
from inventory.imports.models import ImportRun
from inventory.imports.queries.runs import remembered_mapping
from inventory.tables.reading import read_header
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.text import is_plain
from portal.core.units.models import Region
from portal.core.units.queries import roles_of


def upload_file(*, region: Region, file_name: str, content: bytes, by: User, at: datetime) -> ImportRun:
    """Keep the file, with its columns as the person last had them or as their headings tell.

    Nothing becomes otherwise in the register, and so nothing is logged. Raises NotAllowed for others than those who
    import, Invalid for a file that cannot be read or is too large.
    """
    require(may_import(roles_of(by, local_date(at)), region.pk))
    header = read_header(content)
    with transaction.atomic():
        mapping = remembered_mapping(by, region, signature_of(header))
        return ImportRun.objects.create(
            region=region,
            file_name=file_name[-120:] if is_plain(file_name) else "fil",
            content=content,
            header=list(header),
            mapping=guess_mapping(header) if mapping is None else mapping,
            uploaded_at=at,
            uploaded_by=by,
        )


def discard_import(*, run: ImportRun, by: User, at: datetime) -> None:
    """Forget a file that has not been imported. Raises Conflict when it has, or when it is about to be."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        require(may_import(roles_of(by, local_date(at)), run.region_id))
        if run.state in (ImportRun.State.RUNNING, ImportRun.State.DONE):
            raise Conflict("import_started", "Filen importeras eller är redan importerad.")
        run.delete()


def drop_uploads(*, before: datetime) -> None:
    """Forget the files that came before then and were never imported."""
    over = (ImportRun.State.UPLOADED, ImportRun.State.CHECKED, ImportRun.State.FAILED)
    ImportRun.objects.filter(state__in=over, uploaded_at__lt=before).delete()
