"""What cannot be taken back is not done by somebody who signed in long ago."""

import inspect
from typing import Any

import pytest
from fastapi.routing import APIRoute

from deploy.services import SERVICES
from shared.service import Service
from shared.web.step_up import proven, proven_form

# Actions that let something out for good, or show again what redaction took out.
ASKING = ("release_statistics", "release_pack", "open_reversal", "read_reversal")


def routes(service: Service) -> list[APIRoute]:
    return [each for router in service.routers() for each in router.routes if isinstance(each, APIRoute)]


def does(route: APIRoute, action: str) -> bool:
    return f" {action}(" in inspect.getsource(inspect.unwrap(route.endpoint)).partition(":\n")[2]


def asks(route: APIRoute) -> bool:
    calls: set[Any] = {each.call for each in route.dependant.dependencies}
    return bool(calls & {proven, proven_form})


@pytest.mark.parametrize("action", ASKING)
def test_every_way_to_it_asks_for_a_recent_sign_in(action: str) -> None:
    ways = [route for service in SERVICES for route in routes(service) if does(route, action)]
    assert ways, "nothing does this any more: take it out of the list"
    assert [route.path for route in ways if not asks(route)] == []
