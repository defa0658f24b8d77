"""Theming made anew from the log: the same as before, while everybody goes on working."""

from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event as Flag
from threading import Thread

import pytest

from deploy.rebuild import check, discard, rebuild
from services.theming.actions.codebooks import try_codebook
from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.actions.discovery.change_local_theme import change_local_theme
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.actions.restrictions.lift_restriction import lift_restriction
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.app import SERVICE
from services.theming.queries.cases import themes_of
from services.theming.queries.codebooks import available_codebook
from shared.errors import Refusal
from shared.messaging import DatabaseEventLog, EventLog, open_event_log
from shared.messaging.work import Workers, jobs
from shared.service import Service
from shared.storage import Database
from shared.storage.migrate import migrate
from shared.storage.rebuild_schema import RebuildRefused
from tests.integration.deploy.lively import Lively, live_a_little, live_through, reading
from tests.integration.theming.conftest import ASTHMA_STORY, CASE, material, notified, reviewed
from tests.kafka_broker import fresh_topic


@pytest.fixture
def log_url(empty_database: Callable[[], str]) -> str:
    return empty_database()


@pytest.fixture
def lively(database_for: Callable[[Service], Database], log_url: str) -> Iterator[Lively]:
    database, log = database_for(SERVICE), DatabaseEventLog(log_url)
    yield Lively(database, log)
    database.close()
    log.close()


@pytest.fixture
def events(log_url: str, lively: Lively) -> Iterator[Lively]:
    """The log's own tables."""
    own = Lively(Database("events", log_url), lively.log)
    yield own
    own.database.close()


@pytest.fixture
def kafka_log(kafka: str) -> Iterator[EventLog]:
    log = open_event_log(f"{kafka}/?partitions=3")
    yield log
    log.close()


def made_anew(lively: Lively):  # type: ignore[no-untyped-def]
    return rebuild(lively.service, lively.database, lively.log)


def judged(lively: Lively):  # type: ignore[no-untyped-def]
    return check(lively.service, lively.database, lively.log)


def test_the_result_is_identical(empty_database: Callable[[], str], lively: Lively, events: Lively) -> None:
    lively.database.close()
    lively.database = Database(SERVICE.name, empty_database())
    migrate(lively.database, SERVICE.migrations)
    live_through(lively)
    before = lively.contents()
    assert {row[2] for row in before["theme_confirmation"]} == {"proposed", "confirmed", "rejected", "lapsed"}
    assert len(before["dead_letter"]) == 2
    outcome = made_anew(lively)
    assert outcome.comparison.agrees
    assert outcome.comparison.not_compared == 1  # the case of the dead letters
    assert outcome.records == len(lively.ids)
    assert lively.contents() == before
    assert lively.schemas() == {"public", "replaced"}
    assert events.sql("SELECT DISTINCT reading_group FROM reading_position") == [("theming",)]


def test_it_is_identical_on_kafka(lively: Lively, kafka_log: EventLog) -> None:
    lively = reading(lively, fresh_topic(), fresh_topic())
    lively.log = kafka_log
    kafka_log.prepare(lively.service.consumes)
    live_through(lively)
    before = lively.contents()
    lively.sql("UPDATE case_facts SET area = 'Nowhere'")
    assert judged(lively).comparison.counts == {("case_facts", "different"): 5}
    made_anew(lively)
    assert lively.contents() == before


def test_work_goes_on_after_a_rebuild_and_another_one(lively: Lively) -> None:
    live_a_little(lively)
    for version in (7, 8):
        made_anew(lively)
        lively.tell(
            material("LLR-2026-0001", version=version, text=f"Asthma, {version}."), notified("LLR-2026-0099")
        )
        lively.work()
        assert lively.sql("SELECT text FROM case_text WHERE version = " + str(version)) == [
            (f"Asthma, {version}.",)
        ]
    assert lively.sql("SELECT count(*) FROM case_facts WHERE case_reference = 'LLR-2026-0099'") == [(1,)]


DAMAGES = (
    "UPDATE case_facts SET category = 1 WHERE category = 3",
    "INSERT INTO case_facts (case_reference) VALUES ('LLR-2026-0400')",
    "DELETE FROM theme_mention WHERE id = (SELECT min(id) FROM theme_mention WHERE theme <> 'asthma')",
    "DELETE FROM theme_confirmation WHERE (case_reference, theme) = ('LLR-2026-0006', 'asthma')",
    "UPDATE case_text SET text = 'Other words.' WHERE case_reference = 'LLR-2026-0001' AND kind = 'review'",
)
DAMAGED = {
    ("case_facts", "different"): 1,
    ("case_facts", "extra"): 1,
    ("theme_mention", "missing"): 1,
    ("theme_confirmation", "missing"): 1,
    ("case_text", "different"): 1,
}


def test_damage_is_found_mended_and_audited_in_counts(lively: Lively) -> None:
    live_through(lively)
    before = lively.contents()
    for damage in DAMAGES:
        lively.sql(damage)
    damaged, entries = lively.contents(), lively.sql("SELECT count(*) FROM audit_entry")[0][0]
    found = judged(lively).comparison
    assert found.counts == DAMAGED
    assert "LLR-2026-0001: case_facts different (category)" in map(str, found.first)
    assert lively.contents() == damaged
    assert made_anew(lively).comparison.counts == DAMAGED
    mended = lively.contents()
    for table in set(before) - {"theme_confirmation"}:
        assert mended[table] == before[table]
    # A proposal that was lost is found again now: all but its instant is as it was.
    assert [row[:3] for row in mended["theme_confirmation"]] == [
        row[:3] for row in before["theme_confirmation"]
    ]
    counts = {f"{table} {kind}": number for (table, kind), number in DAMAGED.items()}
    detail = {"records": len(lively.ids), "differences": counts}
    assert lively.sql("SELECT detail FROM audit_entry WHERE action = 'rebuild_from_log'") == [(detail,)]
    assert lively.sql("SELECT count(*) FROM audit_entry") == [(entries + 1,)]


def test_what_people_decided_stays_though_the_tables_are_lost(lively: Lively) -> None:
    live_through(lively)
    before = lively.contents()["theme_confirmation"]
    lively.sql("DELETE FROM case_text")
    lively.sql("DELETE FROM case_facts")
    made_anew(lively)
    assert lively.contents()["theme_confirmation"] == before


def test_people_read_and_decide_meanwhile_and_nothing_is_lost(lively: Lively) -> None:
    cases = [f"LLR-2026-{number:04}" for number in range(1, 41)]
    lively.tell(
        *(event for case in cases for event in (notified(case), material(case, text="Acute asthma.")))
    )
    lively.work()
    failed: list[str] = []
    over = Flag()

    def decide() -> None:
        for case in cases:
            try:
                lively.act(confirm_theme, case=case, theme="asthma")
            except Exception as failure:
                failed.append(repr(failure))

    def read() -> None:
        while not over.is_set():
            try:
                assert lively.act(lambda tx: themes_of(tx, cases[0]))
            except Exception as failure:
                failed.append(repr(failure))

    people = [Thread(target=decide), Thread(target=read)]
    for each in people:
        each.start()
    outcome = made_anew(lively)
    people[0].join()
    over.set()
    people[1].join()
    assert failed == []
    assert outcome.comparison.agrees
    assert lively.sql("SELECT status, count(*) FROM theme_confirmation GROUP BY 1") == [("confirmed", 40)]


def test_events_that_arrive_meanwhile_have_one_effect(lively: Lively) -> None:
    live_a_little(lively)
    workers = Workers(jobs(lively.service, lively.database, lively.log))
    sent: list[str] = []

    def go_on(stage: str) -> None:
        """At every stage, also while the tables change places, five more cases."""
        cases = [f"LLR-2026-{1000 + len(sent) + number}" for number in range(5)]
        for case in cases:
            lively.tell(notified(case), material(case, text=ASTHMA_STORY), reviewed(case))
        sent.extend(cases)

    workers.start()
    try:
        rebuild(lively.service, lively.database, lively.log, go_on)
    finally:
        workers.stop()
    lively.work()
    new = "FROM case_text WHERE case_reference >= 'LLR-2026-1000'"
    assert lively.sql(f"SELECT case_reference, count(*) {new} GROUP BY 1 ORDER BY 1") == [
        (case, 2) for case in sent
    ]
    reviewed_cases = "SELECT count(*) FROM case_facts WHERE reviewed_on IS NOT NULL"
    assert lively.sql(reviewed_cases) == [(len(sent) + 1,)]
    assert judged(lively).comparison.agrees


def rebuild_and_stop_at(stage: str, database_url: str, log_url: str, told: Connection) -> None:
    """In a process of its own: rebuild, and hang at ``stage``."""
    hang = Flag()

    def say(line: str) -> None:
        if line.startswith(stage):
            told.send(stage)
            hang.wait()

    rebuild(SERVICE, Database(SERVICE.name, database_url), DatabaseEventLog(log_url), say)


@pytest.mark.parametrize("stage", ["Read", "Swapping"])
def test_a_rebuild_that_is_killed_leaves_the_tables_and_a_second_one_works(
    lively: Lively, events: Lively, log_url: str, stage: str
) -> None:
    live_a_little(lively)
    before = lively.contents()
    ours, theirs = get_context("spawn").Pipe()
    url = lively.database.owner.url.render_as_string(hide_password=False)
    process = get_context("spawn").Process(target=rebuild_and_stop_at, args=(stage, url, log_url, theirs))
    process.start()
    assert ours.recv() == stage
    process.kill()
    process.join()
    assert lively.contents() == before
    made_anew(lively)
    assert lively.contents() == before
    assert lively.schemas() == {"public", "replaced"}
    assert events.sql("SELECT DISTINCT reading_group FROM reading_position") == [("theming",)]


def test_an_event_that_is_not_on_the_log_any_more_stops_the_swap(lively: Lively, events: Lively) -> None:
    live_a_little(lively)
    before = lively.contents()
    events.sql("DELETE FROM event_record WHERE position = 1")
    assert judged(lively).comparison.gone == 1
    with pytest.raises(RebuildRefused, match="1 events were handled and are not on the log"):
        made_anew(lively)
    assert lively.contents() == before


def test_an_event_that_cannot_be_handled_any_more_stops_the_swap(lively: Lively) -> None:
    live_a_little(lively)
    lively.tell(notified("LLR-2026-0100"), area=None)
    lively.sql("INSERT INTO inbox SELECT '" + lively.ids[-1] + "', 'notified', now()")
    assert judged(lively).comparison.failing == 1
    with pytest.raises(RebuildRefused, match="cannot be handled now"):
        made_anew(lively)


def test_what_a_person_dropped_has_no_effect_in_the_new_tables(lively: Lively) -> None:
    live_a_little(lively)
    before = lively.contents()
    lively.tell(notified("LLR-2026-0200"))
    event_id = lively.ids[-1]
    lively.sql(
        "INSERT INTO dead_letter (event_id, topic, key, envelope, error, tries, set_aside_at, settled_at,"
        f" settled_by, settled_how) VALUES ('{event_id}', 'topic', 'LLR-2026-0200', '{{}}', 'ValueError', 5,"
        " now(), now(), 'cdr-manager', 'dropped')"
    )
    assert made_anew(lively).comparison.agrees
    assert lively.contents()["case_facts"] == before["case_facts"]


def test_the_tables_before_stay_until_they_are_discarded(lively: Lively) -> None:
    live_a_little(lively)
    lively.sql("UPDATE case_facts SET area = 'Nowhere'")
    made_anew(lively)
    assert lively.contents("public")["case_facts"] != []
    assert lively.sql("SELECT DISTINCT area FROM replaced.case_facts") == [("Nowhere",)]
    discard(lively.service, lively.database)
    assert lively.schemas() == {"public"}


def test_a_database_in_the_middle_of_a_migration_is_not_rebuilt(lively: Lively) -> None:
    lively.sql("ALTER TABLE case_facts ADD COLUMN to_come text")
    with pytest.raises(Refusal, match="a migration is under way"):
        made_anew(lively)


def test_restrictions_of_cases_are_carried_over_and_words_taken_anew(lively: Lively) -> None:
    live_a_little(lively)
    named = {"reason": "Known here.", "people": {"somebody-else": "Somebody Else"}}
    lively.act(restrict_case, case="LLR-2026-0001", **named)
    lively.act(lift_restriction, case="LLR-2026-0001", because="No more.")
    lively.act(restrict_case, case="LLR-2026-0002", **named)
    kept = [
        "SELECT case_reference, people, lifted_because FROM case_restriction ORDER BY id",
        "SELECT case_reference, words FROM case_words ORDER BY 1",
        "SELECT word, cases FROM word_frequency ORDER BY 1",
    ]
    before = [lively.sql(each) for each in kept]
    assert all(before)
    assert made_anew(lively).comparison.agrees
    assert [lively.sql(each) for each in kept] == before
    lively.sql("UPDATE case_words SET words = '{}' WHERE case_reference = 'LLR-2026-0001'")
    assert judged(lively).comparison.counts == {("case_words", "different"): 1}


def use_the_newest_codebook(lively: Lively) -> None:
    trial = lively.act(try_codebook.take)
    lively.act(try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
    lively.act(adopt_codebook, version=lively.act(available_codebook).version)
    lively.work()


def test_what_people_judged_and_the_codebook_they_adopted_stay(lively: Lively) -> None:
    lively.tell(notified(), material(text="He was caught by a car wash. Mother smoked."), reviewed())
    lively.work()
    theme = {"label": "Car wash", "group": "local", "definition": "x.", "patterns": ["car wash"]}
    lively.act(make_local_theme, **theme)
    use_the_newest_codebook(lively)
    lively.act(reject_theme, case=CASE, theme="smoke_exposure")
    kept = ("codebook_adoption", "local_theme", "theme_decision", "evidence_decision")
    before = {table: lively.sql(f"SELECT * FROM {table} ORDER BY number") for table in kept}
    assert all(before.values())
    assert made_anew(lively).comparison.agrees
    assert {table: lively.sql(f"SELECT * FROM {table} ORDER BY number") for table in kept} == before
    lively.act(confirm_theme, case=CASE, theme="local_1")
    assert lively.sql("SELECT max(number) FROM theme_decision") == [(2,)]


def test_changes_of_the_panels_own_themes_stay_with_what_was_confirmed(
    lively: Lively,
) -> None:
    other = "LLR-2026-0110"
    lively.tell(notified(), material(text="He was caught by a car wash."), reviewed())
    lively.tell(notified(other), material(other, text="Hurt in a laundry."))
    lively.work()
    theme = {"label": "Car wash", "definition": "x.", "patterns": ["car wash"]}
    lively.act(make_local_theme, group="local", **theme)
    use_the_newest_codebook(lively)
    lively.act(confirm_theme, case=CASE, theme="local_1")
    changed = {"patterns": ["car wash", "laundry"], "reason": "Laundries too."}
    lively.act(change_local_theme, theme="local_1", version=1, **{**theme, **changed})
    use_the_newest_codebook(lively)
    standing = "SELECT case_reference, status FROM theme_confirmation WHERE theme = 'local_1' ORDER BY 1"
    assert lively.sql(standing) == [(CASE, "confirmed"), (other, "proposed")]
    lively.act(withdraw_local_theme, theme="local_1", version=2, reason="Too wide.")
    use_the_newest_codebook(lively)
    kept = [
        standing,
        "SELECT * FROM local_theme ORDER BY number",
        "SELECT * FROM codebook_adoption ORDER BY number",
        "SELECT case_reference, themed_by FROM case_text ORDER BY 1",
    ]
    before = [lively.sql(each) for each in kept]
    assert before[0] == [(CASE, "confirmed"), (other, "lapsed")]
    assert made_anew(lively).comparison.agrees
    assert [lively.sql(each) for each in kept] == before
