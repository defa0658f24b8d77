"""Releases stay as they went out when theming's tables are made anew from the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from deploy.personas import PERSONAS
from deploy.rebuild import rebuild
from services.theming.actions.releases.check_release_files import check_release_files
from services.theming.actions.releases.prepare_release import prepare_release
from services.theming.actions.releases.put_release_forward import put_release_forward
from services.theming.actions.releases.release_statistics import release_statistics
from services.theming.actions.releases.withdraw_release import withdraw_release
from services.theming.app import SERVICE
from services.theming.disclosure.ledger import enter_released
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from services.theming.domain.statistics.table_question import Asked, read_table_question
from services.theming.tables.releases import KEPT
from services.theming.tables_made.making import SAFE
from shared.disclosure.policies import policy_on
from shared.messaging import DatabaseEventLog
from shared.storage import Database
from tests.integration.deploy.lively import Lively
from tests.integration.theming.conftest import notified, reviewed

RELEASE, TODAY = "S-0001", date(2026, 11, 21)
TABLES = ("statistics_release", *(table.name for table in KEPT))


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


def test_a_release_and_its_files_are_as_they_were_after_every_rebuild(lively: Lively) -> None:
    case = "LLR-2025-0001"
    lively.tell(notified(case, on=date(2025, 4, 1)), reviewed(case, on=date(2025, 5, 1)))
    lively.work()
    asked = read_table_question(SAFE, Asked(rows="sex", period="2025-26"), today=TODAY)
    named = {"title": "A year", "purpose": "To be kept", "panel_name": "An invented panel"}
    lively.act(prepare_release, questions=[asked], **named)
    lively.act(put_release_forward, release_id=RELEASE)
    lively.act(
        enter_released,
        title="A report",
        source="report:1",
        policy=policy_on("publishable", TODAY),
        basis="notified",
        release=Release((LinkedTable("t", ("sex",), {("female",): 12}),)),
        hidden=frozenset(),
        data_as_of=lively.at,
    )
    before = rows(lively)
    assert all(before.values())
    for _ in range(2):
        assert rebuild(lively.service, lively.database, lively.log).comparison.agrees
        assert rows(lively) == before
    assert all(each.same for each in lively.act(check_release_files, release_id=RELEASE))
    with lively.database.transaction(person=PERSONAS["cdop-administrator"], at=lively.at) as tx:
        release_statistics(tx, release_id=RELEASE, round=1)
    lively.act(withdraw_release, release_id=RELEASE, reason="Only to try it")
    rebuild(lively.service, lively.database, lively.log)
    assert lively.sql("SELECT status FROM statistics_release") == [("withdrawn",)]
