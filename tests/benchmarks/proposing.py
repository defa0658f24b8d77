"""An agenda proposed from 1,000 ready cases: the choice alone, and the whole page with its reads."""

import os
import re
from datetime import UTC, date, datetime, timedelta
from random import Random

from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.app import SERVICE
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.case_themes import suggested_themes
from services.panel.domain.cases.holds import Hold
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda_proposal import AgendaProposal, Wanted, propose_agenda
from services.panel.domain.meetings.panels import PANEL_TYPES
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.benchmarks.measuring import load, note, report, seconds

CASES = int(os.environ.get("CDOP_BENCH_READY_CASES", "1000"))
LIMIT = 1.0  # seconds for the page
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
EVENTS = ("neonatal", "cardiac", "infection", "oncology", "epilepsy", "drowning", "road_traffic_collision")
MANAGER = PERSONAS["cdr-manager"]
PLAIN = (
    "SELECT * FROM review_case",
    "SELECT * FROM hold",
    "SELECT * FROM information_source",
    "SELECT * FROM status_change",
)


def proposing(settings: Settings, database: Database) -> None:
    """Two rows: the choice alone, and the page beside a plain read of its rows. Ends the run over LIMIT."""
    cases = _cases()
    choosing = seconds(lambda: _chosen(cases))
    meeting_id = _fill(database)
    app = create_web(settings, [SERVICE], {"panel": database}, (MANAGER,), now=lambda: NOW)
    with TestClient(app, base_url=settings.public_url) as office:
        _enter(office)
        taken = seconds(lambda: _shown(office, meeting_id))
    plain = seconds(lambda: _rows(database))
    report(f"Agenda from {CASES} ready cases", 1 / taken, 1 / plain, "pages/s", "its rows, no page")
    note(f"  {taken * 1000:.0f} ms a page, of it {choosing * 1000:.0f} ms to choose; {load()}")
    if taken >= LIMIT:
        raise SystemExit(f"the proposal of an agenda took {taken:.2f} s, over {LIMIT:g} s")


def _chosen(cases: list[ReviewCase]) -> AgendaProposal:
    themes = {case.reference: tuple(one.theme for one in suggested_themes(case)) for case in cases}
    wanted = Wanted(PANEL_TYPES["all_deaths"], "", 8)
    proposal = propose_agenda(cases, wanted=wanted, themes=themes, on=NOW.date())
    assert len(proposal.proposed) == 8
    return proposal


def _cases() -> list[ReviewCase]:
    rng = Random(17)
    return [_case(number, rng) for number in range(1, CASES + 1)]


def _case(number: int, rng: Random) -> ReviewCase:
    notified = date(2024, 1, 1) + timedelta(days=rng.randrange(700))
    case = ReviewCase(
        reference=f"LLR-2024-{number:04}", notified_on=notified, died_in="2024-01", age_band="1-4 years",
        age_text="2 years", sex="female", ethnic_category="A", ethnic_group="White", area="Leicester",
        deprivation_quintile=1, place_of_death="home", place_of_event="home", expected="no",
        gestation_weeks=rng.choice((None, 31, 40)), coroner_informed="yes", joint_agency_response=False,
        notifier_role="paediatrician", notifier_sector="acute_hospital", events=[rng.choice(EVENTS)],
        status=CaseStatus.READY_FOR_PANEL, has_notification_text=True,
    )  # fmt: skip
    if number % 3 == 0:
        ends = notified + timedelta(days=100)
        case.holds.append(Hold(f"h{number}", "inquest", "", notified, "m", ends, "m", "Over"))
    source = case.source(f"s{number}", "health_visitor", "community_health")
    source.outcome, source.received_on = "returned", notified
    return case


def _fill(database: Database) -> str:
    with database.transaction(person=MANAGER, at=NOW) as tx:
        tx.session.add_all(_cases())
        [planned] = plan_meeting(tx, held_on=date(2026, 6, 25), starts="09:30", place="Room 1")
        return planned.id


def _enter(office: TestClient) -> None:
    found = re.search(r'name="csrf_token" value="([^"]+)"', office.get("/sign-in").text)
    assert found
    office.post("/sign-in", data={"csrf_token": found[1], "persona": MANAGER.id})


def _shown(office: TestClient, meeting_id: str) -> str:
    answer = office.get(f"/panel/meetings/{meeting_id}/agenda/add")
    assert answer.status_code == 200, answer.text
    assert f"Show all {CASES - 8}" in answer.text
    return answer.text


def _rows(database: Database) -> None:
    with database.owner.connect() as connection:
        for statement in PLAIN:
            connection.exec_driver_sql(statement).all()
