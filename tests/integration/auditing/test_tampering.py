"""200 random edits, removals, insertions and reorderings by the owner of the tables: each is named."""

import random
from collections.abc import Iterator

import pytest

from tests.integration.auditing.conftest import Audited
from tests.integration.auditing.tampering import KINDS, TABLES, contents, run, without_triggers

TIMES = 200


@pytest.fixture(scope="module")
def saved(sealed: Audited) -> Audited:
    with sealed.database.engine.begin() as connection:
        for table in TABLES:
            run(connection, f"CREATE TABLE saved_{table} AS TABLE {table}")
        without_triggers(connection)
    return sealed


@pytest.fixture
def restored(saved: Audited) -> Iterator[Audited]:
    """The audit, made whole again afterwards."""
    yield saved
    with saved.database.engine.begin() as connection:
        for table in TABLES:
            run(connection, f"TRUNCATE {table}")
            run(connection, f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM saved_{table}")


@pytest.mark.parametrize("number", range(TIMES))
def test_tampering_is_named(restored: Audited, number: int) -> None:
    name = list(KINDS)[number % len(KINDS)]
    anchor = restored.anchored()
    assert restored.faults([anchor]) == []
    with restored.database.engine.begin() as connection:
        before = contents(connection)
        expected = KINDS[name](connection, random.Random(number))
        assert contents(connection) != before, f"{name}: nothing was tampered with"
    found = restored.faults([anchor])
    assert expected.by(found), f"{name}: {expected} is not in {[str(each) for each in found]}"


def test_the_table_of_kinds_is_gone_through_several_times() -> None:
    assert 4 * len(KINDS) <= TIMES
