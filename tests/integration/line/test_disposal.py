"""A record is disposed of in all three services: no word is left, other cases and counts are as before."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from deploy.rebuild import check, rebuild
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.actions.retention.confirm_retention import confirm_retention
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.domain.timeliness.spans import Span
from services.notifications.queries.disposals import disposal_list_of
from services.notifications.queries.timeliness import deaths_notified
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.queries.reports import board_figures, case_records, meeting_lines
from services.theming.actions.themes.add_theme import add_theme
from services.theming.publishing import KNOWN
from services.theming.queries.facts import CountedFacts, cases_counted
from shared.contracts import from_cloudevent
from shared.messaging.work import drain
from shared.people import SYSTEM
from shared.periods import parse_period
from shared.settings import Settings
from tests.integration.line.canary_family import SURGERY, Story, found_in
from tests.integration.line.test_a_canary_family_through_everything import rows_of
from tests.integration.panel.conftest import NOW

MANAGER, GUARDIAN = PERSONAS["cdr-manager"], PERSONAS["caldicott-guardian"]
LATER = datetime(2051, 7, 3, 12, tzinfo=UTC)
# Words of the de-identified texts, of the analysis, of replies and reasons: what is no canary of the family.
TOLD = ["07:40", "breathing was fast", "Acute asthma", "fell ill at home", "plan for asthma should be known",
        "Share plans for asthma", "surgery was closed", "To read it"]  # fmt: skip


@pytest.fixture(scope="module")
def whole(empty_database: Callable[[], str]) -> Iterator[Installation]:
    urls = {f"{name}_database_url": empty_database() for name in ("notifications", "panel", "theming")}
    keys = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": f"first:{'b2' * 32}"}
    settings = Settings(events_url=empty_database(), secret_key="k" * 40, demo=True, **urls, **keys)
    with installation(settings) as made:
        for service in made.services:
            service.metadata.create_all(made.databases[service.name].engine)
        made.log.prepare(made.topics())
        yield made


def act(
    place: Installation, action: Callable[..., Any], person: Any = MANAGER, at: datetime = LATER, **given: Any
) -> Any:
    with place.databases["notifications"].transaction(person=person, at=at) as tx:
        return action(tx, **given)


def counts(place: Installation) -> dict[str, Any]:
    """Everything that reports and statistics count, of all services."""
    year = (date(2026, 1, 1), date(2026, 12, 31))
    found: dict[str, Any] = {}
    with place.databases["notifications"].transaction(person=MANAGER, at=LATER) as tx:
        found["timeliness"] = deaths_notified(tx, Span(*year), as_of=date(2051, 7, 2))
    with place.databases["panel"].transaction(person=MANAGER, at=LATER) as tx:
        boards = board_figures(tx, parse_period("2026-27"))
        found["completed"] = {part: str(one.completed) for part, one in boards.items()}
        found["actions"] = {part: [_coded(each) for each in one.actions] for part, one in boards.items()}
        found["cases"], found["meetings"] = str(case_records(tx)), str(meeting_lines(tx))
    with place.databases["theming"].transaction(person=MANAGER, at=LATER) as tx:
        for basis in ("notified", "reviewed"):
            for known_at in (None, LATER):
                span = {"first_day": year[0], "last_day": year[1], "known_at": known_at}
                rows = cases_counted(tx, basis=basis, dims=list(KNOWN), **span)
                found[f"{basis}, known at {known_at}"] = sorted(map(_counted, rows))
    return found


def _coded(one: LoggedAction) -> tuple[Any, ...]:
    action = one.action
    return one.case_reference, one.number, one.state, action.level, action.due_on, action.kind, action.themes


def _counted(one: CountedFacts) -> str:
    return str(
        (one.day, one.area, sorted((name, sorted(held)) for name, held in one.values.items()), one.cases)
    )


def held(place: Installation, name: str) -> str:
    return "\n".join(rows_of(place.databases[name].engine).values())


def others(place: Installation, case: str) -> dict[str, list[str]]:
    """Every row that names another case and not this one, but what is kept of workings and of the office."""
    found = {}
    for service in ("notifications", "panel", "theming"):
        for table, rows in rows_of(place.databases[service].engine).items():
            if table not in ("audit_entry", "word_frequency", "case_words", "inbox"):
                found[f"{service}.{table}"] = [
                    row for row in rows.splitlines() if "LLR-" in row and case not in row
                ]
    return found


@pytest.fixture(scope="module")
def told(whole: Installation) -> Story:
    story = Story(whole)
    for step in (story.documents_come, story.twin_is_a_case_too, story.agencies_answer, story.more_comes):
        step()
    story.office_decides()
    story.panel_decides()
    story.everything_is_sent()
    with whole.databases["theming"].transaction(person=MANAGER, at=NOW) as tx:
        add_theme(tx, case=story.case, theme="asthma", reason="Zephyrinella said so: her breathing was fast")
    act(whole, record_milestone, case=story.case, kind="national_database_finalised", on=date(2026, 7, 1),
        source="national_return", at=LATER)  # fmt: skip
    drain(whole.all_jobs(lambda: LATER))
    return story


@pytest.fixture(scope="module")
def before(whole: Installation, told: Story) -> dict[str, Any]:
    return {"counts": counts(whole), "others": others(whole, told.case)}


@pytest.fixture(scope="module")
def disposed(whole: Installation, told: Story, before: dict[str, Any]) -> str:
    """The list under which the case was disposed of."""
    act(whole, confirm_retention, record_type="case_record", area="all", starts_with="finalised", years="25",
        body="The partners’ board", holds_from=LATER.date())  # fmt: skip
    list_id = str(act(whole, propose_disposal))
    seen = act(whole, disposal_list_of, GUARDIAN, list_id=list_id).digest
    act(whole, answer_disposal, GUARDIAN, list_id=list_id, approves=True, seen=seen)
    drain(whole.all_jobs(lambda: LATER))
    return list_id


def test_the_record_held_every_canary_before(
    whole: Installation, before: dict[str, Any], told: Story
) -> None:
    assert told.case in str(before["counts"])


def test_afterwards_no_word_of_the_record_is_in_any_database(
    whole: Installation, told: Story, disposed: str
) -> None:
    for name in ("panel", "theming"):
        left = held(whole, name)
        assert found_in(left) == []
        assert [word for word in TOLD if word in left] == [], name
    ours = rows_of(whole.databases["notifications"].engine)
    mine = {
        table: [row for row in rows.splitlines() if told.case in row and found_in(row) != []]
        for table, rows in ours.items()
    }
    # The organisation that notified is what the report on timeliness counts by: that alone stays.
    assert [found_in(row) for row in mine.pop("counted_death")] == [[SURGERY]]
    assert {table: rows for table, rows in mine.items() if rows} == {}


def test_files_and_sealed_texts_are_gone_and_the_twins_stay(
    whole: Installation, told: Story, disposed: str
) -> None:
    with whole.databases["notifications"].engine.connect() as connection:
        for table in ("document_content", "redaction_hit", "case_material", "responder_link", "message"):
            mine = connection.scalar(text(f"SELECT count(*) FROM {table}"))
            assert mine == 0 or table in ("redaction_hit", "case_material"), table
    # The twin's own record names the family still.
    assert found_in(held(whole, "notifications")) != []


def test_other_cases_are_untouched(
    whole: Installation, told: Story, before: dict[str, Any], disposed: str
) -> None:
    assert others(whole, told.case) == before["others"]


def test_everything_that_is_counted_is_counted_as_before(
    whole: Installation, before: dict[str, Any], disposed: str
) -> None:
    now = counts(whole)
    assert {what: now[what] for what in now if now[what] != before["counts"][what]} == {}
    assert now == before["counts"]


def _but_changes(tables: dict[str, str]) -> dict[str, str]:
    return {table: rows for table, rows in tables.items() if table != "statistics_change"}


def test_done_again_it_changes_nothing(whole: Installation, told: Story, disposed: str) -> None:
    for name in ("panel", "theming"):
        was = _but_changes(rows_of(whole.databases[name].engine))
        with whole.databases[name].engine.begin() as connection:
            connection.execute(text("SELECT dispose_of_case(:case)"), {"case": told.case})
        assert _but_changes(rows_of(whole.databases[name].engine)) == was
    assert act(whole, carry_out_disposal, SYSTEM) is False


def test_what_the_log_still_says_does_not_come_back_when_tables_are_made_from_it(
    whole: Installation, told: Story, before: dict[str, Any], disposed: str
) -> None:
    log = "\n".join(rows_of(create_engine(whole.settings.events_url)).values())
    assert "07:40" in log  # The log is not ours to change: who reads it withholds the words.
    services = {service.name: service for service in whole.services}
    for name in ("panel", "theming"):
        outcome = check(services[name], whole.databases[name], whole.log)
        assert [str(one) for one in outcome.comparison.first] == [], name
    rebuild(services["theming"], whole.databases["theming"], whole.log)
    left = held(whole, "theming")
    assert [word for word in TOLD if word in left] == []
    now = counts(whole)
    assert {what: now[what] for what in now if now[what] != before["counts"][what]} == {}
    assert now == before["counts"]


def test_the_log_can_be_made_again_from_what_is_kept_without_its_words(
    whole: Installation, told: Story, disposed: str
) -> None:
    """A restored backup publishes what stands in the outbox once more."""
    rows = rows_of(whole.databases["notifications"].engine)["outbox"].splitlines()
    envelopes = [each for row in rows for each in json.loads(row) if isinstance(each, dict)]
    mine = [each for each in envelopes if each["subject"] == told.case]
    assert any(each["type"].endswith("case-record-disposed.v1") for each in mine)
    assert [word for word in TOLD if word in json.dumps(mine)] == []
    assert any(from_cloudevent(each) for each in mine)


def test_the_database_takes_no_tombstone_without_an_approved_list(whole: Installation, disposed: str) -> None:
    tombstone = text("INSERT INTO disposed_case VALUES ('LLR-2026-0002', 'none', now())")
    engine = whole.databases["notifications"].engine
    with pytest.raises(DBAPIError, match="second person"), engine.begin() as connection:
        connection.execute(tombstone)
