"""An audit of sixty entries in six seals, on a real database whose tables are ours to tamper with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import MetaData

from services.panel.app import SERVICE
from shared.auditing.anchors import line_of, seal_in
from shared.auditing.entries import MarkingKeys, marking_keys
from shared.auditing.faults import Fault
from shared.auditing.links import Seal
from shared.auditing.sealing import sealing
from shared.auditing.signing import SigningKeys, signing_keys
from shared.auditing.stored import last_seal
from shared.auditing.verifying import Check, Place, address_of, verify
from shared.people import SYSTEM, Person, Role
from shared.storage import Database

MARKING = marking_keys([b"a key of the tests, as long as any"], SERVICE.name)
SIGNING = signing_keys(f"first:{'5a' * 32}")
MEMBER = Person("panel-member", "Amina Okafor", frozenset({Role.PANEL_MEMBER}))
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
SEALS, IN_EACH = 6, 10


@dataclass
class Audited:
    """A service's audit: entries are written, sealed and verified."""

    database: Database
    at: datetime = NOW

    def write(self, count: int = 1, **given: Any) -> None:
        """Entries with something in every column, each at an instant of its own."""
        for number in range(count):
            self.at += timedelta(seconds=1, microseconds=137)
            case = f"LLR-2026-{number % 7:04}"
            detail = {
                "reason": f"Reading nr {number} é",
                "pages": [number, 2.5, 1e16],
                "of": {"b": 1, "a": None},
                "changes": [
                    {"table": "hold", "was": {"blocks": "listing"}, "digests": {"was": {"reason": "7f"}}}
                ],
            }
            with self.database.transaction(person=MEMBER, at=self.at) as tx:
                said = {"case": case, "subject": f"s{number}", "reading": bool(number % 2), "detail": detail}
                tx.audit("read_bundle", **{**said, **given})

    def seal(self, marking: MarkingKeys = MARKING, signing: SigningKeys = SIGNING) -> bool:
        step = sealing(marking, signing, sealed_every=timedelta(0), looked_every=0)
        with self.database.transaction(person=SYSTEM, at=self.at) as tx:
            return step(tx)

    def last_seal(self) -> Seal:
        with self.database.engine.connect() as connection:
            found = last_seal(connection, SERVICE.name)
        assert found
        return found

    def anchored(self) -> Seal:
        """The last seal, as it comes back from a file of anchors."""
        return seal_in(line_of(self.last_seal()))

    def faults(self, anchors: Sequence[Seal] = (), processes: int = 1, **given: Any) -> list[Fault]:
        place = Place(address_of(self.database.engine.url.render_as_string(hide_password=False)))
        later = self.at + timedelta(hours=1)
        said = {"marking": MARKING, "public_pem": SIGNING.public.pem, "at": later, **given}
        check = Check(SERVICE.name, place, **said)
        return list(verify(check, anchors, lambda done, of: None, processes))


@pytest.fixture(scope="module")
def sealed(database_with_tables: Callable[[MetaData], str]) -> Audited:
    audited = Audited(Database(SERVICE.name, database_with_tables(SERVICE.metadata), marking=MARKING))
    for _ in range(SEALS):
        audited.write(IN_EACH)
        assert audited.seal()
    return audited


@pytest.fixture
def audited(database_with_tables: Callable[[MetaData], str]) -> Audited:
    """One without an entry."""
    return Audited(Database(SERVICE.name, database_with_tables(SERVICE.metadata), marking=MARKING))
