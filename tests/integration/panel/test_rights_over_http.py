"""Every role, relation and state once more, over HTTP: who may not see a case learns nothing of it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.app import SERVICE
from services.panel.domain.cases.case_status import CaseStatus
from shared.people import Person, Relation, Role
from shared.settings import Settings
from shared.web import create_web
from tests.integration.panel.conftest import CASE, NOW, Panel
from tests.integration.panel.test_rights import (
    DECIDED,
    GUESSED,
    NAMED,
    OFFICE,
    PANEL,
    STANDINGS,
    TRIED,
    decided,
    sitting,
    somebody,
)

__all__ = ["sitting"]
S = CaseStatus
# Ways to read a case, with the right that each needs; what goes beyond the bundle's has a row of its own.
WAYS: dict[str, str] = {
    "/cases/{case}": "view_case",
    "/cases/{case}/bundle": "read_bundle",
    "/cases/{case}/bundle/documents/1": "read_bundle",
    "/cases/{case}/bundle/pages/1.1": "read_bundle",
    "/cases/{case}/bundle/changes": "read_bundle",
    "/cases/{case}/bundle/download": "read_bundle",
    "/cases/{case}/family-questions": "view_case",
    "/cases/{case}/review": "record_analysis",
    "/cases/{case}/sign-off": "record_analysis",
    "/cases/{case}/finalise": "finalise_review",
    "/cases/{case}/history": "export_history",
    "/cases/{case}/history.json": "export_history",
    "/cases/{case}/national-form.json": "export_national_form",
    "/cases/{case}/national-form.csv": "export_national_form",
    "/api/cases/{case}": "view_case",
}
# What is posted: a search in the bundle, and the bundle as a file.
SENT: dict[str, dict[str, str]] = {
    "/cases/{case}/bundle/search": {"words": "mother"},
    "/cases/{case}/bundle/download": {"reason": "The video room has no screen"},
}
LISTS = ("/cases?show=all", "/cases?show=all&area=Leicester", "/my-cases", "/api/cases")
# These are tried in every state; the others, which ask for the same rights, in two of them.
IN_EVERY_STATE = {
    "/cases/{case}",
    "/cases/{case}/bundle",
    "/cases/{case}/review",
    "/cases/{case}/national-form.json",
    "/api/cases/{case}",
}
IN_TWO = (S.LISTED, S.FINALISED)
PEOPLE = (*TRIED, *((role, "stranger") for role in Role if (role, "stranger") not in TRIED))
TOKENS = re.compile(r'csrf_token" value="[^"]*"|LLR-\d{4}-\d{4}')
OF_THE_CASE = ("3 months", "unresponsive in the cot")


class Visitor:
    """Somebody at the door: signed in, or nobody."""

    def __init__(self, client: TestClient, role: Role | None, standing: str) -> None:
        self.client, self.role, self.standing = client, role, standing
        self.token = ""

    @property
    def name(self) -> str:
        return f"{self.role.value}-{self.standing}" if self.role else "nobody"

    @property
    def relations(self) -> frozenset[Relation]:
        return STANDINGS[self.standing]

    def may(self, right: str) -> bool:
        return self.role is not None and decided(DECIDED[right][0], self.role, self.relations)

    @property
    def guesses_are_answered(self) -> int:
        """Only the office, which may see every case, is told that there is none."""
        return 404 if self.role in OFFICE else 403

    def sign_in(self) -> None:
        found = re.search(r'csrf_token" value="([^"]+)"', self.client.get("/sign-in").text)
        self.token = found[1] if found else ""
        if self.role:
            given = {"csrf_token": self.token, "persona": self.name}
            assert self.client.post("/sign-in", data=given, follow_redirects=False).status_code == 303
            found = re.search(r'csrf_token" value="([^"]+)"', self.client.get("/").text)
            self.token = found[1] if found else ""

    def get(self, way: str, case: str = CASE) -> Any:
        return self.client.get(f"/panel{way.format(case=case)}")

    def post(self, way: str, case: str = CASE) -> Any:
        data = {"csrf_token": self.token, **SENT[way]}
        return self.client.post(f"/panel{way.format(case=case)}", data=data)


@pytest.fixture
def visitors(sitting: Panel) -> Iterator[list[Visitor]]:
    """One of every role and standing, and nobody; downloads are allowed."""
    sitting.act("cdr-manager", allow_downloads, panel="", reason="No screen", until=date(2026, 6, 20))
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)  # type: ignore[arg-type]
    people: list[Person] = [somebody(role, standing) for role, standing in PEOPLE]
    web = create_web(settings, [SERVICE], {"panel": sitting.database}, people, now=lambda: NOW)
    made = [
        Visitor(TestClient(web, base_url="http://127.0.0.1:8000"), role, standing)
        for role, standing in (*PEOPLE, (None, "stranger"))
    ]
    with made[0].client:
        for each in made:
            each.client.portal = made[0].client.portal
            each.sign_in()
        yield made


def put_at(panel: Panel, status: CaseStatus) -> None:
    with panel.database.engine.begin() as connection:
        # Past the lock on what is signed off: the case is put there, nobody moves it.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        given = {"status": status.value, "case": CASE}
        connection.execute(text("UPDATE review_case SET status = :status WHERE reference = :case"), given)


def named_to_chair(panel: Panel, visitor: Visitor) -> None:
    """Whoever stands in for the chair does so while they are tried; the last one named it is."""
    with panel.database.engine.begin() as connection:
        person = visitor.name if visitor.standing == "acting" else "nobody"
        connection.execute(NAMED, {"person": person, "at": NOW})


def test_every_cell_of_the_table_is_answered_over_http_as_it_was_decided(
    sitting: Panel, visitors: list[Visitor]
) -> None:
    wrong: list[tuple[str, ...]] = []
    for visitor in visitors:
        named_to_chair(sitting, visitor)
        unknown = {way: told(visitor.get(way, GUESSED)) for way in WAYS}
        for status in S:
            put_at(sitting, status)
            for way, right in WAYS.items():
                if is_tried(way, status):
                    wrong += wrongly_answered(visitor, status, way, right, unknown[way])
            wrong += wrongly_listed(visitor, status)
    assert wrong == []


def is_tried(way: str, status: CaseStatus) -> bool:
    return way in IN_EVERY_STATE or status in IN_TWO


def wrongly_answered(
    visitor: Visitor, status: CaseStatus, way: str, right: str, unknown: tuple[int, str]
) -> Iterator[tuple[str, ...]]:
    answer = visitor.get(way)
    cell = (visitor.name, status.value, way, str(answer.status_code))
    if visitor.may(right):
        # Nothing was written or signed off in this case: what reads that says so.
        nothing_yet = "national-form" in way or way.endswith("/review")
        if answer.status_code != 200 and not (nothing_yet and answer.status_code == 404):
            yield *cell, "may"
        if unknown[0] != visitor.guesses_are_answered:
            yield *cell, f"a guess is answered {unknown[0]}"
        return
    if any(words in answer.text for words in OF_THE_CASE):
        yield *cell, "shows the case"
    # Who has an interest was told so; to everybody else there is no such case.
    if visitor.standing != "interested" and told(answer) != unknown:
        yield *cell, "tells that there is a case"
    if answer.status_code != 403 and visitor.role is not None:
        yield *cell, "may not"


def wrongly_listed(visitor: Visitor, status: CaseStatus) -> Iterator[tuple[str, ...]]:
    for path in (each for each in LISTS if is_tried(each, status)):
        answer = visitor.get(path)
        mine = path == "/my-cases" and visitor.role not in PANEL
        told_why = path == "/my-cases" and visitor.standing == "interested"
        if CASE in answer.text and not visitor.may("view_case") and not told_why:
            yield visitor.name, status.value, path, "is listed"
        if CASE not in answer.text and visitor.may("view_case") and not mine:
            yield visitor.name, status.value, path, "is not listed"


def told(answer: Any) -> tuple[int, str]:
    """What an answer says, whatever case was asked for."""
    return answer.status_code, TOKENS.sub("", answer.text)


@pytest.mark.parametrize("status", [S.LISTED, S.FINALISED])
def test_a_search_and_a_download_are_for_the_same_people(
    sitting: Panel, visitors: list[Visitor], status: CaseStatus
) -> None:
    put_at(sitting, status)
    wrong = []
    for visitor in visitors:
        for way in SENT:
            answer, guess = visitor.post(way), visitor.post(way, GUESSED)
            cell = (visitor.name, way, answer.status_code)
            if visitor.may("read_bundle"):
                if answer.status_code != 200 or guess.status_code != visitor.guesses_are_answered:
                    wrong.append((*cell, guess.status_code))
            elif answer.headers["content-type"] == "application/pdf" or "mother" in answer.text:
                wrong.append((*cell, "shows the bundle"))
            elif visitor.standing != "interested" and told(answer) != told(guess):
                wrong.append((*cell, "tells that there is a case"))
    assert wrong == []
