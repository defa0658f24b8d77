"""Facts as they were known stay as they were known when theming's tables are made anew from the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from deploy.rebuild import check, rebuild
from services.theming.app import SERVICE
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import CountedFacts, cases_counted
from shared.contracts import HoldRaised, HoldReleased
from shared.messaging import DatabaseEventLog
from shared.storage import Database
from tests.integration.deploy.lively import Lively
from tests.integration.theming.conftest import notified, reviewed

CASE = "LLR-2026-0001"
EVERY = tuple(dimensions(load_codebook()))
VERSIONS = "SELECT * FROM case_fact_version ORDER BY 1, 2, 3"
# As a migration leaves it that found the newest facts only.
FORGET_THE_FIRST = (
    "ALTER TABLE case_fact_version DISABLE TRIGGER USER",
    "DELETE FROM case_fact_version WHERE source = 'notified' AND number = 1",
    "UPDATE case_fact_version SET number = 1 WHERE source = 'notified'",
    "DELETE FROM case_fact_version WHERE source LIKE 'hold:%'",
    "ALTER TABLE case_fact_version ENABLE TRIGGER USER",
)


@pytest.fixture
def lively(empty_database: Callable[[], str]) -> Iterator[Lively]:
    """A notification put right, a review completed anew, a hold: each known on a day of its own."""
    database, log = Database(SERVICE.name, empty_database()), DatabaseEventLog(empty_database())
    SERVICE.metadata.create_all(database.engine)
    log.prepare(SERVICE.consumes)
    lively = Lively(database, log, at=datetime(2026, 9, 1, 9, tzinfo=UTC))
    hold = {"case_reference": CASE, "hold_id": "h1"}
    for told in (
        notified(CASE, sex="not_known"),
        notified(CASE, sex="female"),
        HoldRaised(**hold, kind="inquest", placed_on=date(2026, 6, 1)),
        reviewed(CASE),
        HoldReleased(**hold, lifted_on=date(2026, 8, 1)),
        reviewed(CASE, review_version=2, category=8),
    ):
        lively.at += timedelta(days=1)
        lively.tell(told)
        lively.work()
    yield lively
    database.close()
    log.close()


def as_known(lively: Lively) -> list[list[CountedFacts]]:
    """The answers as known on each of ten days."""
    asked: dict[str, Any] = {"basis": "notified", "dims": EVERY}
    days = {"first_day": date(2026, 4, 1), "last_day": date(2027, 3, 31)}
    began = datetime(2026, 9, 1, tzinfo=UTC)
    return [
        lively.act(cases_counted, **asked, **days, known_at=began + timedelta(days=number))
        for number in range(10)
    ]


def test_answers_as_known_then_are_the_same_after_every_rebuild(lively: Lively) -> None:
    before, versions = as_known(lively), lively.sql(VERSIONS)
    assert len(versions) == 6
    for _ in range(2):
        assert rebuild(lively.service, lively.database, lively.log).comparison.agrees
        assert (as_known(lively), lively.sql(VERSIONS)) == (before, versions)


def test_what_was_known_keeps_its_instant_whenever_the_inbox_says_it_came(lively: Lively) -> None:
    before = lively.sql(VERSIONS)
    lively.sql("UPDATE inbox SET handled_at = handled_at + interval '30 days'")
    rebuild(lively.service, lively.database, lively.log)
    assert lively.sql(VERSIONS) == before


def test_what_a_migration_could_not_know_is_filled_in(lively: Lively) -> None:
    before = lively.sql(VERSIONS)
    for statement in FORGET_THE_FIRST:
        lively.sql(statement)
    found = check(lively.service, lively.database, lively.log).comparison
    assert {table for table, _ in found.counts} == {"case_fact_version"}
    rebuild(lively.service, lively.database, lively.log)
    assert lively.sql(VERSIONS) == before


def test_versions_are_kept_by_the_database_after_a_rebuild_as_before(lively: Lively) -> None:
    rebuild(lively.service, lively.database, lively.log)
    with pytest.raises(DBAPIError, match="never changed"):
        lively.sql("UPDATE case_fact_version SET sex = 'male'")
    lively.tell(notified(CASE, sex="male"))
    lively.work()
    assert lively.sql("SELECT max(number) FROM case_fact_version WHERE source = 'notified'") == [(3,)]
