"""Every table says what becomes of its rows when a record is disposed of, and one function alone does it."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from services.notifications.tables import disposal as notifications
from services.panel.tables import disposal as panel
from services.theming.tables import disposal as theming
from shared.service import Service
from shared.storage import Database
from shared.storage.disposal_rules import Rules

RULES: dict[str, Rules] = {
    "notifications": notifications.RULES,
    "panel": panel.RULES,
    "theming": theming.RULES,
}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_table_has_a_rule_and_no_rule_is_for_a_table_that_is_not_there(service: Service) -> None:
    assert set(RULES[service.name]) == set(service.metadata.tables)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_function_takes_only_a_case_that_stands_among_the_disposed(
    service: Service, database_for: Callable[[Service], Database]
) -> None:
    database = database_for(service)
    with pytest.raises(DBAPIError, match="no disposal"), database.engine.begin() as connection:
        connection.execute(text("SELECT dispose_of_case('LLR-2026-0001')"))
    if service.name != "notifications":  # which takes a tombstone only under an approved list
        with database.engine.begin() as connection:
            connection.execute(text("INSERT INTO disposed_case VALUES ('LLR-2026-0001', 'list', now())"))
            counted = connection.execute(text("SELECT dispose_of_case('LLR-2026-0001')")).scalar_one()
            assert set(counted.values()) == {0}
            assert connection.scalar(text("SELECT count(*) FROM disposal_under_way")) == 0


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_tombstone_is_never_changed_or_removed(
    service: Service, database_for: Callable[[Service], Database]
) -> None:
    database = database_for(service)
    for change in (
        "DELETE FROM disposed_case",
        "TRUNCATE disposed_case",
        "UPDATE disposed_case SET disposal_id = ''",
    ):
        with pytest.raises(DBAPIError, match="never"), database.engine.begin() as connection:
            connection.execute(text(change))
