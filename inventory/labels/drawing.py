"""Labels as PDF: QR code, bars, asset number and whose it is.

What draws the codes is imported with the first label: only the worker draws any.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.db.models import prefetch_related_objects

from inventory.labels.codes import address_of
from inventory.labels.sheets import Sheet
from inventory.models import Asset
from portal.core.documents.pdf import pdf_of

QUIET = 10  # modules of white on either side of the bars, as ISO 15417 asks for


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label. The codes are drawings, as addresses that hold them."""

    number: str
    what: str
    owner: str
    qr: str
    bars: str


def with_owner(assets: Iterable[Asset]) -> list[Asset]:
    """The assets with what tells whose they are. One query."""
    assets = list(assets)
    prefetch_related_objects(assets, "unit__region", "store")
    return assets


def labels_as_pdf(
    assets: Sequence[Asset], sheet: Sheet, *, skip: int = 0, tell: Callable[[int], None] = lambda done: None
) -> bytes:
    """A label for each asset, in order, beginning after ``skip`` labels of the first page that are used already.

    The assets are read ``with_owner``. ``tell`` is told how many are drawn. Runs in the worker.
    """
    labels: list[Label | None] = [None] * (skip % sheet.on_a_page)
    for done, asset in enumerate(assets, start=1):
        labels.append(label_of(asset))
        tell(done)
    values = {"title": "Etiketter", "sheet": sheet, "pages": list(_pages(labels, sheet.on_a_page))}
    return pdf_of("documents/labels.html", values, style="labels.css")


def label_of(asset: Asset) -> Label:
    """The label of one asset."""
    import segno

    region = asset.unit.region if asset.unit else asset.store
    return Label(
        number=asset.asset_number,
        what=asset.model_name,
        owner=f"Tillhör {region}",
        qr=segno.make(address_of(asset), error="m", micro=False).svg_data_uri(border=0, omitsize=True),
        bars=bars_of(asset.asset_number),
    )


def bars_of(text: str) -> str:
    """Code 128 as a drawing one module high, to be stretched to the label's height."""
    from barcode.codex import Code128

    modules = Code128(text).build()[0]
    path = "".join(f"M{start},0h{width}v1h-{width}z" for start, width in _bars(modules))
    width = len(modules) + 2 * QUIET
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} 1' preserveAspectRatio='none'>"
        f"<path d='{path}'/></svg>"
    )
    return f"data:image/svg+xml,{quote(drawing)}"


def _bars(modules: str) -> Iterator[tuple[int, int]]:
    """Where each bar starts and how wide it is."""
    place = QUIET
    for sign, run in groupby(modules):
        width = len(list(run))
        if sign == "1":
            yield place, width
        place += width


def _pages(labels: list[Label | None], on_a_page: int) -> Iterator[list[Label | None]]:
    for start in range(0, len(labels), on_a_page):
        yield labels[start : start + on_a_page]
