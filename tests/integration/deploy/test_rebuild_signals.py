"""Signals and what people did about them stay when theming's tables are made anew from the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from deploy.rebuild import rebuild
from services.theming.actions.signals import look_for_signals, make_extracts
from services.theming.actions.signals.assess_signal import assess_signal
from services.theming.actions.signals.see_signal import see_signal
from services.theming.app import SERVICE
from shared.messaging import DatabaseEventLog
from shared.storage import Database
from tests.integration.deploy.lively import Lively
from tests.integration.theming.conftest import notified

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
TABLES = ("signal", "signal_evidence", "signal_step", "signal_extract")


@pytest.fixture
def lively(empty_database: Callable[[], str]) -> Iterator[Lively]:
    database, log = Database(SERVICE.name, empty_database()), DatabaseEventLog(empty_database())
    SERVICE.metadata.create_all(database.engine)
    log.prepare(SERVICE.consumes)
    yield Lively(database, log, at=AT)
    database.close()
    log.close()


def rows(lively: Lively) -> dict[str, list[str]]:
    return {table: sorted(map(str, lively.sql(f"SELECT * FROM {table}"))) for table in TABLES}


def test_a_signal_its_steps_and_an_extract_are_as_they_were_after_every_rebuild(lively: Lively) -> None:
    back = (*range(90, 1150, 60), 30, 26, 21, 15, 10, 6, 2)
    days = [AT.date() - timedelta(days=each) for each in back]
    lively.tell(*(notified(f"LLR-2026-{n:04}", on=on, events=("drowning",)) for n, on in enumerate(days, 1)))
    lively.work()
    task = lively.act(look_for_signals.take)
    found = look_for_signals.do(task)
    lively.act(lambda tx: look_for_signals.record(tx, task, found))
    number = lively.sql("SELECT id FROM signal WHERE series = 'circumstance-drowning'")[0][0]
    lively.act(see_signal, signal_id=number)
    lively.act(assess_signal, signal_id=number, finding="At open water", outcome="real")
    due = lively.act(make_extracts.take)
    lively.act(lambda tx: make_extracts.record(tx, due, make_extracts.do(due)))
    before = rows(lively)
    assert all(before.values())
    for _ in range(2):
        assert rebuild(lively.service, lively.database, lively.log).comparison.agrees
        assert rows(lively) == before
    lively.act(assess_signal, signal_id=number, finding="Two at one lake", outcome="real")
    assert len(lively.sql("SELECT * FROM signal_step")) == 3, "steps go on after a rebuild"
