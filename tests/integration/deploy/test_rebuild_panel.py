"""Panel's tables beside what the log implies: quiet while they agree, and exact about what does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from deploy.host import Installation
from deploy.rebuild import check, rebuild
from deploy.rebuild_command import run
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.place_hold import place_hold
from services.panel.app import SERVICE
from shared.contracts import CaseDocumentWithheld, Event, to_cloudevent
from shared.messaging import DatabaseEventLog, Record
from shared.messaging.work import drain, jobs
from shared.settings import Settings
from shared.storage import Database
from shared.storage.rebuild_comparing import Comparison
from shared.storage.rebuild_schema import RebuildRefused
from tests.integration.panel.conftest import (
    NOW,
    Panel,
    a_notification,
    a_request,
    a_return,
    material,
    milestones,
)
from tests.integration.panel.test_reviews import FORM

CASES = ("LLR-2026-0107", "LLR-2026-0108", "LLR-2026-0109")


@dataclass
class Office:
    """Panel with its log and workers; people act through ``panel``."""

    panel: Panel
    log: DatabaseEventLog

    def tell(self, *events: Event) -> None:
        envelopes = [to_cloudevent(str(uuid4()), "/test", NOW, event) for event in events]
        self.log.append(
            [Record(SERVICE.consumes[0], envelope["subject"], envelope) for envelope in envelopes]
        )

    def work(self) -> None:
        drain(jobs(SERVICE, self.panel.database, self.log, now=lambda: NOW))

    def damage(self, statement: str) -> None:
        with self.panel.database.engine.begin() as connection:
            connection.execute(text(statement))

    def judged(self) -> Comparison:
        return check(SERVICE, self.panel.database, self.log).comparison

    def findings(self) -> list[str]:
        return [str(each) for each in self.judged().first]


@pytest.fixture
def office(database_for: Callable[..., Database], empty_database: Callable[[], str]) -> Iterator[Office]:
    """Three cases gathered for; the first is reviewed, another put on hold."""
    log = DatabaseEventLog(empty_database())
    made = Office(Panel(database_for(SERVICE)), log)
    for case in CASES:
        made.tell(a_notification(case), a_request(case), a_return(case), material(case), *milestones(case))
    made.tell(material(CASES[2], version=2), material(CASES[2], version=3, part=1, parts=2))
    made.work()
    made.panel.everybody_present(made.panel.on_agenda(CASES[0]))
    made.panel.act("cdr-manager", save_analysis, case_reference=CASES[0], form=FORM, version=0)
    made.panel.act("panel-chair", complete_review, case_reference=CASES[0])
    held = {"kind": "inquest", "reason": "Opened", "placed_on": datetime(2026, 5, 1, tzinfo=UTC).date()}
    made.panel.act("cdr-manager", place_hold, case_reference=CASES[1], **held)
    made.work()
    yield made
    log.close()


def test_panel_agrees_with_the_log_whatever_people_decided(office: Office) -> None:
    found = office.judged()
    assert found.agrees
    assert found.not_compared == 0
    schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'rebuilding'"
    with office.panel.database.engine.connect() as connection:
        assert connection.scalar(text(schemas)) == 0


def test_what_is_missing_too_much_or_different_is_named_without_its_value(office: Office) -> None:
    office.damage(f"DELETE FROM information_source WHERE case_reference = '{CASES[0]}'")
    office.damage(f"UPDATE review_case SET area = 'Nowhere', sex = 'male' WHERE reference = '{CASES[1]}'")
    office.damage(f"UPDATE bundle_part SET part = 2 WHERE case_reference = '{CASES[2]}' AND version = 3")
    assert sorted(office.findings()) == [
        f"{CASES[0]}: information_source missing",
        f"{CASES[1]}: review_case different (sex, area)",
        f"{CASES[2]}: bundle_part extra",
        f"{CASES[2]}: bundle_part missing",
    ]


def test_a_text_that_was_removed_is_no_difference_and_one_that_was_not_is(office: Office) -> None:
    facts = {"case_reference": CASES[1], "material_id": "m1", "source_role": "paediatrician"}
    gone = {"kind": "document", "because": "office_decision", "withheld_on": NOW.date(), "version": 2}
    office.tell(CaseDocumentWithheld.model_validate({**facts, **gone}))
    office.work()
    with office.panel.database.engine.connect() as connection:
        texts = text(f"SELECT text FROM bundle_part WHERE case_reference = '{CASES[1]}'")
        assert list(connection.scalars(texts)) == ["", ""]
    assert office.judged().agrees
    of_case = f"WHERE case_reference = '{CASES[1]}' AND version = 1"
    office.damage(f"UPDATE bundle_part SET text = 'It is here still.' {of_case}")
    assert office.findings() == [f"{CASES[1]}: bundle_part different (text)"]
    office.damage(f"UPDATE bundle_part SET text = '', digest = 'of something else' {of_case}")
    assert office.findings() == [f"{CASES[1]}: bundle_part different (digest)"]
    office.damage(f"UPDATE bundle_part SET text = 'It was here.', digest = NULL {of_case}")
    assert office.findings() == [f"{CASES[1]}: bundle_part different (text, digest)"]


def test_a_completed_review_that_was_published_otherwise_is_named(office: Office) -> None:
    office.damage("ALTER TABLE analysis_form DISABLE TRIGGER analysis_form_is_kept")
    office.damage(
        "UPDATE analysis_form SET form = form || '{\"category\": 1}' WHERE completed_on IS NOT NULL"
    )
    assert office.findings() == [f"{CASES[0]}: analysis_form different (category)"]


def test_a_review_that_has_not_left_yet_is_no_difference(office: Office) -> None:
    office.damage("UPDATE outbox SET published_at = NULL")
    office.damage("ALTER TABLE analysis_form DISABLE TRIGGER analysis_form_is_kept")
    office.damage("UPDATE analysis_form SET completed_on = '2026-06-16' WHERE completed_on IS NOT NULL")
    found = office.judged()
    assert (found.agrees, found.not_compared) == (True, 1)


def test_an_event_that_panel_has_not_handled_yet_is_no_difference(office: Office) -> None:
    office.tell(a_notification("LLR-2026-0200"))
    found = office.judged()
    assert (found.agrees, found.not_compared) == (True, 1)


def test_panel_itself_is_never_replaced(office: Office) -> None:
    with pytest.raises(RebuildRefused, match="what people decided"):
        rebuild(SERVICE, office.panel.database, office.log)


def test_the_command_says_what_differs_and_ends_accordingly(office: Office) -> None:
    place = Installation(an_environment(), (SERVICE,), {"panel": office.panel.database}, office.log)
    said: list[str] = []
    assert run(place, "panel", only_check=True, only_discard=False, say=said.append) == 0
    assert "Nothing differs." in said
    office.damage(f"UPDATE review_case SET sex = 'male' WHERE reference = '{CASES[1]}'")
    assert run(place, "panel", only_check=True, only_discard=False, say=said.append) == 1
    assert said[-2:] == ["review_case: 1 different", f"  {CASES[1]}: review_case different (sex)"]
    with pytest.raises(LookupError, match="reads no events"):
        run(place, "notifications", only_check=True, only_discard=False, say=said.append)


def an_environment() -> Settings:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    owner = "postgresql+psycopg://owner@/panel"  # of whom it is only asked whether there is one
    return Settings(**urls, panel_owner_url=owner, events_url="", secret_key="k" * 40, demo=True)  # type: ignore[arg-type]
