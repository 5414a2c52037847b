"""The list of assets as a file: the rows, the order and the columns that the page shows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from inventory.columns import columns_called, sorted_by
from inventory.models import Asset, ExportFile
from inventory.queries.lists import Wishes, list_assets, with_parts
from portal.core.cache import page_cache
from portal.core.sheets import Value, as_file
from portal.core.units.roles import RoleSet

MOST_AT_ONCE = 1_000
"""More is not made while someone waits, but in the worker."""
_AT_A_TIME = 1_000
_TITLE = "Utrustning"
_KEPT = 300  # seconds that the worker's progress is remembered


def made_file(
    kind: str,
    columns: Sequence[str],
    assets: Iterable[Asset],
    tell: Callable[[int], None] = lambda done: None,
) -> bytes:
    """The assets as ``csv`` or ``xlsx``. ``tell`` is told how many are done, now and then."""
    chosen = columns_called(columns)
    headings = [heading for column in chosen for heading in column.headings]
    return as_file(kind, _TITLE, headings, _rows(columns, assets, tell))


def assets_in_order(roles: RoleSet, wishes: Wishes) -> Iterator[Asset]:
    """Everything that the list holds, all its pages, as the page sorts it."""
    assets, order = sorted_by(list_assets(roles, wishes), wishes.order)
    return assets.order_by(*order).iterator(chunk_size=_AT_A_TIME)


def note_progress(file: ExportFile, done: int) -> None:
    """Tell the one who waits how far the worker has come; beside its transaction, where it is seen at once."""
    page_cache.set(_key(file), done, _KEPT)


def progress_of(file: ExportFile) -> int:
    """How many of the file's rows are made; 0 also when nobody can tell."""
    return file.rows if file.made_at else page_cache.get(_key(file)) or 0


def _key(file: ExportFile) -> str:
    return f"inventory.export:{file.pk}"


def _rows(
    columns: Sequence[str], assets: Iterable[Asset], tell: Callable[[int], None]
) -> Iterator[list[Value]]:
    """One row for each asset, with its parts below it."""
    chosen = columns_called(columns)
    waiting, done = iter(assets), 0
    while some := list(islice(waiting, _AT_A_TIME)):
        for asset, parts in with_parts(some):
            for piece in (asset, *parts):
                yield [value for column in chosen for value in column.cells(piece, asset)]
        done += len(some)
        tell(done)
