"""Answers that are files: what is made for the one who asks, and documents as they are kept."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse

from portal.core.documents.models import StoredDocument
from portal.core.sheets import CSV, XLSX

_TYPES = {"csv": CSV, "xlsx": XLSX, "pdf": "application/pdf", "ics": "text/calendar; charset=utf-8"}


def attached(content: bytes | str, name: str) -> HttpResponse:
    """A file to save, of the kind that its name ends with."""
    return HttpResponse(content, content_type=_type_of(name), headers=_headers("attachment", name))


def attached_in_parts(parts: Iterator[str], name: str) -> StreamingHttpResponse:
    """The same for what is long, sent as it is made."""
    return StreamingHttpResponse(parts, content_type=_type_of(name), headers=_headers("attachment", name))


def opened(document: StoredDocument, name: str) -> HttpResponse:
    """A stored document, byte for byte as it was made, to read where one is."""
    headers = {**_headers("inline", name), "ETag": f'"{document.content_hash}"'}
    return HttpResponse(bytes(document.content), content_type=_type_of(name), headers=headers)


def _type_of(name: str) -> str:
    return _TYPES[name.rpartition(".")[2]]


def _headers(disposition: str, name: str) -> dict[str, str]:
    return {"Content-Disposition": f'{disposition}; filename="{name}"'}
