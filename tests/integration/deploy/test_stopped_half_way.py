"""A command that is told to stop in the middle of what it does says so, and fails in no other words."""

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import typer
from sqlalchemy import text

from deploy.command_place import NO_DATABASE, plain_errors
from deploy.seeding.people import MANAGER
from deploy.told import TOLD_BY
from services.notifications.app import SERVICE
from shared.service import Service
from shared.storage import Database


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in TOLD_BY}
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    for each, handler in before.items():
        signal.signal(each, handler)


def works(database: Database, statement: str) -> None:
    """What fails in the middle is tidied up by the same transaction, which takes nothing more."""
    with database.transaction(person=MANAGER, at=datetime.now(UTC)) as tx:
        try:
            tx.session.execute(text(statement))
        finally:
            tx.session.execute(text("SELECT 1"))


def test_being_told_while_the_database_works_is_no_failure(
    database_for: Callable[[Service], Database], capsys: pytest.CaptureFixture[str]
) -> None:
    database = database_for(SERVICE)
    with plain_errors():
        signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        works(database, "SELECT pg_sleep(20)")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("Stopped.\n", "")
    works(database, "SELECT 2")


def test_a_database_that_goes_away_is_named_and_not_what_could_not_be_tidied_up(
    database_for: Callable[[Service], Database], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit), plain_errors():
        works(database_for(SERVICE), "SELECT pg_terminate_backend(pg_backend_pid())")
    assert capsys.readouterr().err.startswith(NO_DATABASE)
