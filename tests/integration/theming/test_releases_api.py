"""Released statistics for programs: what is out, as it was released, and nothing that is not."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.clients.register_client import register_client
from services.theming.actions.releases.put_release_forward import put_release_forward
from services.theming.actions.releases.release_statistics import release_statistics
from services.theming.actions.releases.withdraw_release import withdraw_release

from .conftest import NOW, Theming
from .test_api_clients import TERMS
from .test_releases import ANALYST, MANAGER, asked, live, out, prepared

Get = Callable[..., Any]


@pytest.fixture
def get(theming: Theming, web: TestClient) -> Get:
    """Asks as a program that may read releases and nothing else."""
    live(theming)
    _, key = theming.act("cdr-manager", register_client, typed=TERMS, scopes=["releases:read"])

    def ask(path: str = "", **headers: str) -> Any:
        return web.get(
            f"/themes/api/v1/releases{path}", headers={"Authorization": f"Bearer {key}", **headers}
        )

    return ask


def test_a_program_finds_what_is_out_and_takes_its_files_with_their_checksums(
    theming: Theming, get: Get
) -> None:
    made = out(theming, asked("sex"))
    (found,) = get().json()["releases"]
    assert found == get(f"/{made}").json()
    assert (found["id"], found["policy"]["name"], found["released_on"]) == (made, "publishable", "2026-11-21")
    for file in found["files"]:
        taken = get(f"/{made}/files/{file['name']}")
        assert taken.status_code == 200
        assert (sha256(taken.content).hexdigest(), len(taken.content)) == (file["sha256"], file["size"])
        again = get(f"/{made}/files/{file['name']}", **{"If-None-Match": taken.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert get(f"/{made}/files/nothing.csv").status_code == 404


def test_what_is_not_out_is_not_there(theming: Theming, get: Get) -> None:
    waiting, tomorrow = prepared(theming, asked("sex")), NOW.date().replace(day=NOW.day + 1)
    theming.act(ANALYST, put_release_forward, release_id=waiting, embargo_on=tomorrow)
    assert get(f"/{waiting}").status_code == 404
    theming.act(MANAGER, release_statistics, release_id=waiting, round=1)
    assert get().json() == {"releases": []}
    assert get(f"/{waiting}").status_code == 404
    assert get(f"/{waiting}/files/table-01.csv").status_code == 404


def test_what_was_withdrawn_is_not_there_any_more(theming: Theming, get: Get) -> None:
    made = out(theming, asked("sex"))
    theming.act(MANAGER, withdraw_release, release_id=made, reason="A table had the wrong title")
    assert get().json() == {"releases": []}
    assert get(f"/{made}/files/table-01.csv").status_code == 404


def test_what_is_for_the_boards_is_for_no_program(theming: Theming, get: Get) -> None:
    board = out(theming, asked("sex", policy="restricted_board"), by="cdop-administrator")
    assert get(f"/{board}").status_code == 404
    assert get().json() == {"releases": []}


def test_a_key_for_statistics_alone_reads_no_releases(theming: Theming, web: TestClient, get: Get) -> None:
    terms = {**TERMS, "name": "Another"}
    _, key = theming.act("cdr-manager", register_client, typed=terms, scopes=["statistics:read"])
    refused = web.get("/themes/api/v1/releases", headers={"Authorization": f"Bearer {key}"})
    assert refused.status_code == 403
