"""Every page and operation has a rule that says whom it is for; every rule is of one that there is."""

import pytest

from tests.integration.access.every_route import every_route, rules


@pytest.mark.parametrize("service", sorted(rules()))
def test_every_route_has_a_rule_and_every_rule_a_route(service: str) -> None:
    """A new route needs a line in tests/integration/access/rules: whom is it for?"""
    there = {route.name for route in every_route() if route.service == service}
    assert there - rules()[service].keys() == set(), "these have no rule"
    assert rules()[service].keys() - there == set(), "these rules are of nothing"


def test_every_service_has_rules() -> None:
    assert {route.service for route in every_route()} == rules().keys()


def test_what_asks_for_no_permission_says_why() -> None:
    rows = [(service, name, rule) for service, held in rules().items() for name, rule in held.items()]
    assert [row[:2] for row in rows if not row[2].permissions and len(row[2].why) < 12] == []
