"""Learning packs stay as they were put forward when theming's tables are made anew from the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.rebuild import rebuild
from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.packs.check_pack_files import check_pack_files
from services.theming.actions.packs.put_pack_forward import put_pack_forward
from services.theming.actions.packs.withdraw_pack import withdraw_pack
from services.theming.actions.packs.write_section import write_section
from services.theming.app import SERVICE
from shared.messaging import DatabaseEventLog
from shared.storage import Database
from tests.integration.deploy.lively import Lively
from tests.integration.theming.conftest import material, notified, reviewed

PACK = "2026-27-Q2-1"
TABLES = ("learning_pack", "pack_gathering", "pack_text", "pack_round", "pack_file", "agreed_learning")


@pytest.fixture
def lively(empty_database: Callable[[], str]) -> Iterator[Lively]:
    database, log = Database(SERVICE.name, empty_database()), DatabaseEventLog(empty_database())
    SERVICE.metadata.create_all(database.engine)
    log.prepare(SERVICE.consumes)
    yield Lively(database, log, at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC))
    database.close()
    log.close()


def rows(lively: Lively) -> dict[str, Any]:
    return {table: sorted(map(str, lively.sql(f"SELECT * FROM {table}"))) for table in TABLES}


def test_a_pack_and_its_files_are_as_they_were_after_every_rebuild(lively: Lively) -> None:
    case = "LLR-2026-0001"
    lively.tell(notified(case), material(case), reviewed(case, learning=("Plans need a date.",)))
    lively.work()
    lively.act(build_pack, quarter="2026-27-Q2")
    for section in ("page-seen", "page-learned", "page-do"):
        lively.act(write_section, pack_id=PACK, section=section, text="Plans need a date.", version=0)
    lively.act(put_pack_forward, pack_id=PACK, panel_name="An invented panel")
    before = rows(lively)
    assert all(before.values())
    for _ in range(2):
        assert rebuild(lively.service, lively.database, lively.log).comparison.agrees
        assert rows(lively) == before
    assert all(each.same for each in lively.act(check_pack_files, pack_id=PACK))
    lively.act(withdraw_pack, pack_id=PACK, reason="Nothing to share this time")
    rebuild(lively.service, lively.database, lively.log)
    assert lively.sql("SELECT status FROM learning_pack") == [("withdrawn",)]
