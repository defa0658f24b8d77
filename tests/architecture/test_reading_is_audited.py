"""Every page and file that reads case data leaves an audit entry, or says why it reads none."""

from collections.abc import Iterator

import pytest
from starlette.routing import Route

from deploy.services import SERVICES
from shared.service import Service

EACH = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
# A page that asks for no transaction reads nothing of the database.


def read_routes(service: Service) -> Iterator[Route]:
    for router in service.routers():
        for route in router.routes:
            if isinstance(route, Route) and "GET" in (route.methods or ()):
                yield route


@EACH
def test_a_page_that_is_said_to_read_no_case_data_is_there_and_the_reason_is_given(service: Service) -> None:
    names = {route.name for route in read_routes(service)}
    assert service.reads_no_case_data.keys() <= names
    assert all(len(reason) > 10 for reason in service.reads_no_case_data.values())


@EACH
def test_a_page_of_a_case_is_never_said_to_read_none(service: Service) -> None:
    of_a_case = {
        route.name
        for route in read_routes(service)
        if {"case_reference", "reference", "case"} & set(route.param_convertors)
    }
    assert of_a_case & service.reads_no_case_data.keys() == set()


@EACH
def test_every_page_that_asks_the_database_asks_through_the_transaction_that_audits(service: Service) -> None:
    """What does not, must be excused by name: the edge audits what goes through it."""
    without = {
        route.name
        for route in read_routes(service)
        if not any(each.call.__name__ == "transaction" for each in _dependencies(route))
    }
    assert without <= service.reads_no_case_data.keys()


def _dependencies(route: Route) -> Iterator[object]:
    waiting = [*route.dependant.dependencies]  # type: ignore[attr-defined]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.dependencies
