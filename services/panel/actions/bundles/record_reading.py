"""Somebody has opened documents of a bundle: what comes later is new to them."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import Insert, insert

from services.panel.domain.bundles.bundle import BundleDocument
from services.panel.queries.bundle_reading import FRONT
from services.panel.tables.bundle_reading import bundle_reading
from shared.storage import Transaction


def record_reading(tx: Transaction, *, case_reference: str, documents: Iterable[BundleDocument]) -> None:
    """Note the versions that were shown. The page that shows them has checked and audits the reading."""
    shown = {FRONT: 0} | {one.material_id: one.version for one in documents}
    whose = {"person_id": tx.person.id, "case_reference": case_reference, "read_at": tx.at}
    rows = [whose | {"material_id": one, "version": version} for one, version in sorted(shown.items())]
    tx.session.execute(_NOTED, rows if len(rows) > 1 else rows[0])


def _noting() -> Insert:
    """Made once: to make a statement takes as long as to ask it."""
    noted = insert(bundle_reading)
    newest = {
        "version": func.greatest(bundle_reading.c.version, noted.excluded.version),
        "read_at": noted.excluded.read_at,
    }
    return noted.on_conflict_do_update(
        index_elements=("person_id", "case_reference", "material_id"),
        set_=newest,
        where=noted.excluded.version > bundle_reading.c.version,
    )


_NOTED = _noting()
