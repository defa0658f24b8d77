"""The pages of reports, as the office, a second person and a reader outside the office use them."""

import re
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.theming.printing.makers import checksum
from services.theming.reports.files import FILES
from shared.storage.kernel_tables import audit_entry

from .conftest import NOW, Theming, csrf_in, enter, notified
from .test_reports import YEAR, everything

REPORT = f"/themes/reports/annual-{YEAR}-publishable-1"
BOARD = "/themes/reports/board-2025-26-h1-confidential-1"


def post(web: TestClient, address: str, to: str, **typed: str):  # type: ignore[no-untyped-def]
    return web.post(to, data={"csrf_token": csrf_in(web.get(address).text), **typed})


def make(web: TestClient, kind: str = "annual", period: str = YEAR, version: str = "publishable"):  # type: ignore[no-untyped-def]
    return post(web, "/themes/reports", "/themes/reports", kind=kind, period=period, version=version)


@pytest.fixture
def office(theming: Theming, web: TestClient) -> TestClient:
    theming.at = datetime(2026, 4, 20, 9, tzinfo=UTC)
    everything(theming)
    theming.at = NOW
    enter(web, "cdr-manager")
    return web


def test_a_report_is_made_read_made_final_by_another_and_then_open_to_readers(office: TestClient) -> None:
    made = make(office)
    assert made.status_code == 200
    assert "Made, as a draft" in made.text
    assert "Somebody else of the office reads it and makes it final" in made.text
    assert post(office, REPORT, f"{REPORT}/final").status_code == 409
    enter(office, "public-health-analyst")
    assert office.get(REPORT).status_code == 404
    enter(office, "cdop-administrator")
    assert "The report is final" in post(office, REPORT, f"{REPORT}/final").text
    enter(office, "public-health-analyst")
    assert "Annual report, Year 2025-26" in office.get("/themes/reports").text
    read = office.get(REPORT)
    assert read.status_code == 200
    assert "LLR-" not in read.text
    assert "/cases?" not in read.text
    for name, file in FILES.items():
        content = office.get(f"{REPORT}/files/{name}")
        assert content.headers["content-type"] == file.media
        assert b"LLR-20" not in content.content
    assert post(office, REPORT, f"{REPORT}/final").status_code == 403
    assert post(office, REPORT, f"{REPORT}/check").status_code == 403


def test_every_figure_leads_to_its_definition_and_for_the_office_to_its_cases(
    office: TestClient, theming: Theming
) -> None:
    text = make(office, "board", "2025-26-H1", "confidential").text
    anchors = set(re.findall(r'href="#(definition-[a-z_]+)"', text))
    assert {"definition-in_time", "definition-notified", "definition-scorecard"} <= anchors
    assert all(f'id="{anchor}"' in text for anchor in anchors)
    links = [unquote(each.replace("&amp;", "&")) for each in re.findall(r'href="([^"]+/cases\?[^"]+)"', text)]
    late = next(each for each in links if "in_time_by_part" in each and "row=late" in each)
    listed = office.get(late).text
    cases = set(re.findall(r"LLR-2025-\d{4}", listed))
    assert f"{len(cases)} cases" in listed
    shown = re.search(r'row=late&amp;column=Total">(\d+)', text)
    assert shown
    assert len(cases) == int(shown[1])
    read = theming.look(
        lambda tx: tx.session.scalars(
            select(audit_entry.c.case_reference).where(audit_entry.c.action == "read_case_behind_figure")
        ).all()
    )
    assert set(read) == cases
    assert office.get(f"{BOARD}/cases?table=scorecard&row=late&column=Total").status_code == 404
    assert office.get(f"{BOARD}/cases?table=x&row=%3Cb%3E&column=Total").status_code == 404
    enter(office, "public-health-analyst")
    assert office.get(late).status_code == 403


def test_a_report_is_made_again_and_compared_and_withdrawn_with_a_reason(
    office: TestClient, theming: Theming
) -> None:
    make(office)
    again = post(office, REPORT, f"{REPORT}/check").text
    assert "The same figures" in again
    assert again.count("The same bytes") == 3
    assert "There is none before it" in office.get(f"{REPORT}/compare").text
    make(office)
    assert office.get(f"{REPORT[:-1]}2").status_code == 404, "pressed twice, it is one draft"
    for number in range(20):
        theming.tell(notified(f"LLR-2025-9{number:03d}", on=date(2025, 6, 2), sex="male"))
    make(office)
    assert "say something else" in office.get(f"{REPORT[:-1]}2/compare").text
    refused = post(office, REPORT, f"{REPORT}/withdraw", reason="")
    assert refused.status_code == 422
    assert "Say why it is withdrawn" in refused.text
    assert "Withdrawn. It stays on record" in post(office, REPORT, f"{REPORT}/withdraw", reason="Wrong").text
    assert checksum(b"")  # the file's own checksum stands on the page
    assert re.search(r"SHA-256 [0-9a-f]{64}", office.get(REPORT).text)


def test_what_is_typed_wrongly_is_named_at_its_field_and_nothing_is_made(office: TestClient) -> None:
    refused = make(office, "<b>", "2025-26-H1", "x")
    assert refused.status_code == 422
    assert "Choose a kind of report from the list" in refused.text
    assert "Choose a version from the list" in refused.text
    wrong = make(office, "annual", "2025-26-H1")
    assert "Choose a period that this report is made for: a year" in wrong.text
    assert "This period has not begun" in make(office, "annual", "2031-32").text
    assert "Choose a period from the list" in make(office, "annual", "").text
    assert "None yet" in office.get("/themes/reports").text


def test_charts_stand_beside_their_tables(office: TestClient) -> None:
    text = make(office).text
    charts = re.findall(r'<img class="cdr-chart" src="([^"]+)" alt="([^"]+)"', text)
    assert len(charts) >= 2
    for address, alt in charts:
        answer = office.get(address)
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "the numbers are in the table" in alt
    assert office.get(f"{REPORT}/charts/99.svg").status_code == 404
