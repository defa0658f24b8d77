"""What few pages need and takes long to load is loaded behind the first answers, before it is waited for."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

from fastapi.testclient import TestClient

from shared.service import Service
from shared.settings import Settings
from shared.storage import Database
from shared.web import application, create_web
from tests.integration.web.conftest import PERSONAS


def test_a_web_process_loads_later_what_its_service_names(
    service: Service,
    database: Database,
    settings_with: Callable[..., Settings],
) -> None:
    loaded = Event()
    slow = replace(service, load_later=loaded.set)
    app = create_web(settings_with(), [slow], {"post": database}, PERSONAS)
    with TestClient(app, base_url="http://127.0.0.1:8000") as web:
        assert web.get("/sign-in").status_code == 200
        assert not loaded.is_set(), "the first answer waits for nothing"
        assert loaded.wait(application.LOADED_AFTER + 5)


def test_a_process_that_ends_first_loads_nothing() -> None:
    loaded = Event()
    application.load_soon(loaded.set, seconds=0.05).cancel()
    assert not loaded.wait(0.2)


def test_statistics_name_their_solvers_and_what_draws_them() -> None:
    import sys

    from services.theming.app import SERVICE

    SERVICE.load_later()
    assert {"scipy.optimize", "highspy", "altair", "vl_convert"} <= sys.modules.keys()
