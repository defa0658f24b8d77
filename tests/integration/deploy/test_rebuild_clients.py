"""Programs that ask the API keep keys and quotas when theming's tables are made anew from the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from deploy.rebuild import rebuild
from services.theming.actions.clients.make_key import make_key
from services.theming.actions.clients.register_client import register_client
from services.theming.actions.clients.revoke_client import revoke_client
from services.theming.admitting import admit
from services.theming.app import SERVICE
from shared.errors import NotSignedIn, TooManyRequests
from shared.messaging import DatabaseEventLog
from shared.storage import Database
from tests.integration.deploy.lively import Lively
from tests.integration.theming.conftest import notified
from tests.integration.theming.test_api_clients import TERMS

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
TABLES = ("api_client", "api_client_key", "api_client_use")


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


def test_keys_quotas_and_what_was_taken_away_are_as_they_were_after_every_rebuild(lively: Lively) -> None:
    lively.tell(notified())
    lively.work()
    terms = {**TERMS, "per_hour": "3"}
    client_id, first = lively.act(register_client, typed=terms, scopes=["statistics:read"])
    second = lively.act(make_key, client_id=client_id)
    gone_id, gone = lively.act(register_client, typed={**TERMS, "name": "Gone"}, scopes=["scorecard:read"])
    lively.act(revoke_client, client_id=gone_id, because="The project is over")
    for key in (first, second):
        admit(lively.database, key, AT)
    before = rows(lively)
    assert all(before.values())
    for _ in range(2):
        assert rebuild(lively.service, lively.database, lively.log).comparison.agrees
        assert rows(lively) == before
    with pytest.raises(NotSignedIn):
        admit(lively.database, gone, AT)
    admit(lively.database, first, AT)
    with pytest.raises(TooManyRequests):
        admit(lively.database, second, AT)
    with pytest.raises(DBAPIError):
        lively.sql("DELETE FROM api_client_key")
