"""In the panel a reader's organisation is compared with the units that came by event, as fingerprints."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert

from services.panel.app import SERVICE
from services.panel.queries.near_cases import near_cases
from services.panel.tables.interests import case_involvement
from shared.fingerprints import fingerprint_of_unit
from shared.people import SYSTEM
from shared.service import Service
from shared.storage import Database

KEY = b"k" * 32


def test_the_units_of_a_case_are_those_that_were_told(
    database_for: Callable[[Service], Database], now: datetime
) -> None:
    database = database_for(SERVICE)
    unit = fingerprint_of_unit("Example Hospital", KEY)
    row = {"case_reference": "LLR-2026-0107", "version": 1, "people": [], "units": [unit], "recorded_at": now}
    with database.engine.begin() as connection:
        connection.execute(insert(case_involvement), row)
    with database.transaction(person=SYSTEM, at=now) as tx:
        near = near_cases(tx, ["LLR-2026-0107", "LLR-2026-0108"], KEY)
    assert near.units == {"LLR-2026-0107": frozenset({unit})}
    assert near.surnames == {}
