"""What public health is given of a series before review: kept, the same for everybody for four weeks."""

from typing import Any

from services.theming.domain.signals.series import watched_series
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.signals import newest_extract
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def read_extract(tx: Transaction, *, series: str) -> Any:
    """The newest extract of a series, or None until the first one is made: reading never makes one.

    Raises NotFound.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    asked = watched_series(codebook_in_use(tx)).get(series)
    if asked is None:
        raise NotFound("There is no such series.")
    kept = newest_extract(tx, series, by_anybody=not asked.from_texts)
    if kept is not None:
        tx.audit("read_signal_extract", subject=series, reading=True, detail={"checksum": kept.checksum})
    return kept
