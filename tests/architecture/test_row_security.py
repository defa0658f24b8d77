"""No table is forgotten: each has a rule about its rows, or a reason of words why it has none."""

import pytest
from sqlalchemy import Integer

from deploy.services import SERVICES
from shared.accounts.app import ACCOUNTS
from shared.service import Service

NAMES_A_CASE = {"case_reference", "reference", "cases", "merged_into"}
#: The one table that says a case and yet has no rule; who may write it is in its rights.
WITHOUT = {"disposal_under_way"}
services = pytest.mark.parametrize("service", [*SERVICES, ACCOUNTS], ids=lambda service: service.name)


@services
def test_every_table_has_a_rule_or_a_reason(service: Service) -> None:
    security = service.row_security
    assert set(security.tables) == set(service.metadata.tables)
    assert not set(security.rules) & set(security.without_rule)
    assert [name for name, why in security.without_rule.items() if len(why.split()) < 3] == []


@services
def test_a_table_that_says_a_case_has_a_rule(service: Service) -> None:
    says = {
        name
        for name, table in service.metadata.tables.items()
        if service is not ACCOUNTS
        and any(c.name in NAMES_A_CASE and not isinstance(c.type, Integer) for c in table.columns)
    }
    assert says - set(service.row_security.rules) - WITHOUT == set()


@services
def test_rules_name_tables_that_are_there(service: Service) -> None:
    named = service.row_security.only_added_to | service.row_security.only_read
    assert named - set(service.metadata.tables) - {"disposal_under_way", "disposed_case"} == set()
