"""Every write is told of in the audit, before and after, whoever forgets; what identifies by a digest."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text, update
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from services.notifications.app import SERVICE
from services.notifications.tables import metadata
from shared.accounts.app import ACCOUNTS
from shared.auditing.changes import CHANGES, Change
from shared.auditing.digests import digest_keys, place_of
from shared.auditing.entries import marking_keys
from shared.auditing.reading.changed import changed_by
from shared.people import NotPermitted, Person, Role
from shared.service import Service
from shared.storage import Database
from shared.storage.migrate import migrate
from shared.storage.telling_changes import NOTING
from shared.storage.told_changes import changes_of
from shared.web.audit_queries import AuditFilter, audit_visible_to
from tests.integration.auditing.conftest import NOW

EACH = pytest.mark.parametrize("service", [*SERVICES, ACCOUNTS], ids=lambda service: service.name)
KEYS = digest_keys([b"a key of the tests, as long as any", b"the key before"], SERVICE.name)
MARKING = marking_keys([b"a key of the tests, as long as any"], SERVICE.name)
AUDITOR = Person("auditor", "Pat Proofwell", frozenset({Role.AUDITOR}))
OFFICER = Person("cdr-manager", "Rosa Whitfield", frozenset({Role.CDR_MANAGER}))
CASE, TWIN = "LLR-2026-0001", "LLR-2026-0002"
NOTIFIED = """
    INSERT INTO notification (case_reference, status, notified_at, submitted_at, answers, changes,
                              submitted_by, channel, merged_into, transferred_to, scope_rule, scope_version)
    VALUES (:case, 'submitted', now(), now(), '{}', '[]', '', '', '', '', '', '')
"""
identity, agency = metadata.tables["child_identity"], metadata.tables["agency"]
CHILD: dict[str, Any] = {
    "case_reference": CASE,
    "nhs_number": "999 000 0018",
    "family_name": "Canaryfeather",
    "given_names": "Wren",
    "postcode": "LE1 9ZZ",
    "sex": "female",
    "born_on": date(2021, 3, 4),
}


@pytest.fixture(scope="module")
def migrated(parted_database: Callable[[str], dict[str, str]]) -> dict[str, str]:
    urls = parted_database("n")
    database = Database(SERVICE.name, urls["n_database_url"], owner_url=urls["n_owner_url"])
    migrate(database, SERVICE.migrations, security=SERVICE.row_security, recorded=SERVICE.recorded)
    database.close()
    return urls


@pytest.fixture
def database(migrated: dict[str, str]) -> Iterator[Database]:
    """As the product opens it; emptied afterwards of what a test wrote."""
    urls = {"url": migrated["n_database_url"], "owner_url": migrated["n_owner_url"]}
    made = Database(SERVICE.name, **urls, marking=MARKING, digesting=KEYS)
    with made.owner.begin() as connection:
        connection.execute(text(NOTIFIED), [{"case": case} for case in (CASE, TWIN)])
    yield made
    with made.owner.begin() as connection:
        connection.execute(text("DELETE FROM child_identity"))
        connection.execute(text("DELETE FROM agency"))
        connection.execute(text("DELETE FROM notification"))
    made.close()


def write(database: Database, *statements: Any, audited: bool = True) -> int:
    """The id of the action's entry, or the last one."""
    with database.transaction(person=OFFICER, at=NOW) as tx:
        for statement in statements:
            tx.session.execute(statement)
        if audited:
            tx.audit("correct_identity", case=CASE)
    with database.owner.connect() as connection:
        found = "SELECT max(id) FROM audit_entry WHERE action <> 'record_changes' OR NOT :audited"
        return int(connection.scalar(text(found), {"audited": audited}) or 0)


def told(database: Database, entry: int) -> list[Change]:
    with database.owner.connect() as connection:
        return list(changes_of(connection, entry))


AS_SYSTEM = "SELECT set_config('cdr.person', 'system', true), set_config('cdr.roles', 'system', true)"
AGENCY = {"agency_id": "a1", "name": "Wrenfield School", "sector": "education", "escalation_email": ""} | {
    "valid_from": date(2020, 1, 1)
}


def test_what_a_row_was_and_became_is_told_with_the_entry_of_the_action(database: Database) -> None:
    write(database, insert(agency).values(AGENCY))
    (change,) = told(database, write(database, update(agency).values(sector="health", name="Wrenfield")))
    assert (change.table, change.how, change.row) == ("agency", "UPDATE", {"agency_id": "a1"})
    assert (change.was, change.became) == ({"sector": "education"}, {"sector": "health"})
    assert change.digests_was.keys() == change.digests_became.keys() == {"name"}


def test_what_identifies_stands_nowhere_and_who_holds_the_key_can_ask_for_it(database: Database) -> None:
    write(database, insert(identity).values(CHILD))
    entry = write(database, update(identity).values(family_name="Canaryfoot", born_on=None))
    with database.owner.connect() as connection:
        everything = str(connection.execute(text("SELECT * FROM audit_entry")).all())
    for value in (*CHILD.values(), "Canaryfoot"):
        assert value == CASE or str(value) not in everything
    (change,) = told(database, entry)
    assert change.was == change.became == {}
    place = place_of("child_identity", "family_name", change.row)
    assert KEYS.was("Canaryfeather", change.digests_was["family_name"] or "", change.key, place)
    assert not KEYS.was("Canaryfoot", change.digests_was["family_name"] or "", change.key, place)
    assert KEYS.was("Canaryfoot", change.digests_became["family_name"] or "", change.key, place)
    assert change.digests_became["born_on"] is None


def test_equal_values_of_two_rows_look_unlike(database: Database) -> None:
    twin = CHILD | {"case_reference": TWIN}
    one, other = told(database, write(database, insert(identity).values([CHILD, twin])))
    assert one.digests_became["family_name"] != other.digests_became["family_name"]


def test_a_digest_made_before_the_keys_were_changed_can_still_be_asked() -> None:
    older = digest_keys([b"the key before"], SERVICE.name)
    place = place_of("child_identity", "sex", {"case_reference": CASE})
    made = older.digest(place, "00")
    assert KEYS.digest(place, "00", older.current) == made
    assert KEYS.digest(place, "00") != made


def by_text(connection: Connection) -> None:
    connection.execute(text("UPDATE agency SET sector = 'police'"))


def by_driver(connection: Connection) -> None:
    connection.exec_driver_sql(
        "WITH done AS (UPDATE agency SET sector = 'police' RETURNING 1) SELECT * FROM done"
    )


def by_removing(connection: Connection) -> None:
    connection.execute(agency.delete())


@pytest.mark.parametrize("way", [by_text, by_driver, by_removing])
def test_who_forgets_to_audit_or_comes_another_way_is_told_of_all_the_same(
    database: Database, way: Callable[[Connection], None]
) -> None:
    write(database, insert(agency).values(AGENCY))
    with database.engine.begin() as connection:
        connection.exec_driver_sql(AS_SYSTEM)
        way(connection)
    with database.owner.connect() as connection:
        last = connection.execute(text("SELECT * FROM audit_entry ORDER BY id DESC LIMIT 1")).one()
    assert (last.action, last.person_id) == (CHANGES, "system")
    (change,) = told(database, last.id)
    assert change.was["sector"] == "education"


def test_an_action_that_audits_nothing_is_told_of_with_who_did_it(database: Database) -> None:
    last = write(database, insert(agency).values(AGENCY), audited=False)
    with database.owner.connect() as connection:
        entry = connection.execute(text("SELECT * FROM audit_entry WHERE id = :id"), {"id": last}).one()
    assert (entry.action, entry.person_id, entry.subject) == (CHANGES, OFFICER.id, "agency")


def test_several_who_act_by_turns_in_one_session_are_told_of_whoever_was_last(database: Database) -> None:
    other = Person("panel-chair", "Amina Okafor", frozenset({Role.PANEL_CHAIR}))
    with database.transaction(person=OFFICER, at=NOW) as first:
        second = database.joined(first.session, person=other, at=NOW)
        first.session.execute(insert(agency).values(AGENCY))
        second.audit("read_case")
        first.audit("keep_agency", subject="a1")
    with database.owner.connect() as connection:
        found = "SELECT action, person_id FROM audit_entry ORDER BY id DESC LIMIT 3"
        entries = [tuple(row) for row in connection.execute(text(found))]
    assert entries == [(CHANGES, other.id), ("keep_agency", OFFICER.id), ("read_case", other.id)]


def test_what_an_undone_step_had_audited_hides_no_change(database: Database) -> None:
    with database.transaction(person=OFFICER, at=NOW) as tx:
        undone = tx.session.begin_nested()
        tx.audit("correct_identity", case=CASE)
        undone.rollback()
        tx.session.execute(insert(agency).values(AGENCY))
    with database.transaction(person=AUDITOR, at=NOW) as tx:
        (line, *_), _ = audit_visible_to(tx, AuditFilter(), 1)
    assert (line.action, line.subject, line.detail) == (CHANGES, "agency", {})
    assert line.changed
    assert [row.table for row in line.changed.rows] == ["agency"]


def test_of_several_instants_what_changed_is_told_with_the_last_entry_about_its_case(
    database: Database,
) -> None:
    later = NOW + timedelta(days=3)
    with database.transaction(person=OFFICER, at=NOW) as tx:
        tx.session.execute(insert(identity).values(CHILD))
        tx.audit("correct_identity", case=CASE)
        second = database.joined(tx.session, person=OFFICER, at=later)
        second.session.execute(insert(identity).values(CHILD | {"case_reference": TWIN}))
        second.audit("correct_identity", case=TWIN)
    with database.owner.connect() as connection:
        found = "SELECT id FROM audit_entry WHERE action = 'correct_identity' ORDER BY id DESC LIMIT 2"
        entries = list(connection.scalars(text(found)))
    rows = [change.row["case_reference"] for entry in entries for change in told(database, entry)]
    assert rows == [TWIN, CASE]


def test_the_auditor_is_shown_before_and_after_with_the_entry_of_the_action(database: Database) -> None:
    write(database, insert(agency).values(AGENCY))
    entry = write(database, update(agency).values(sector="health", name="Wrenfield", valid_to=NOW.date()))
    with database.transaction(person=AUDITOR, at=NOW) as tx:
        (line, *_), _ = audit_visible_to(tx, AuditFilter(), 1)
    assert line.id == entry
    assert line.changed
    (row,) = line.changed.rows
    assert (row.table, row.how, row.named) == ("agency", "changed", [("agency_id", "a1")])
    shown = {each.name: (each.was, each.became) for each in row.columns}
    assert shown["sector"] == ("education", "health")
    assert shown["valid_to"] == ("nothing", NOW.date().isoformat())
    assert all(said.startswith("digest ") for said in shown["name"])


def test_nobody_but_who_may_see_the_audit_is_shown_what_changed(database: Database) -> None:
    with database.transaction(person=OFFICER, at=NOW) as tx, pytest.raises(NotPermitted):
        changed_by(tx, [1])


def test_a_change_that_nobody_tells_of_cannot_be_committed(database: Database) -> None:
    silent = Database(SERVICE.name, database.engine.url, digesting=None)
    with silent.engine.connect() as connection:
        connection.exec_driver_sql(AS_SYSTEM)
        connection.exec_driver_sql("SET cdr.noting = on")
        connection.execute(insert(agency).values(AGENCY))
        with pytest.raises(DBAPIError, match="a change of agency is not told of"):
            connection.commit()
    silent.close()
    assert NOTING == "-c cdr.noting=on"


def test_what_is_undone_is_not_told_of(database: Database) -> None:
    before = write(database)
    with pytest.raises(ZeroDivisionError), database.transaction(person=OFFICER, at=NOW) as tx:
        tx.session.execute(insert(agency).values(AGENCY))
        raise ZeroDivisionError
    with database.transaction(person=OFFICER, at=NOW) as tx:
        kept = tx.session.begin_nested()
        tx.session.execute(insert(agency).values(AGENCY))
        kept.rollback()
    assert told(database, write(database)) == []
    with database.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_entry WHERE id > :id"), {"id": before}) == 1


def test_a_version_that_takes_no_notes_works_on(database: Database) -> None:
    older = Database(SERVICE.name, database.engine.url, marking=MARKING)
    assert told(older, write(older, insert(agency).values(AGENCY))) == []
    older.close()


def test_many_changes_are_told_of_in_several_entries(database: Database) -> None:
    rows = [AGENCY | {"agency_id": f"a{number}"} for number in range(250)]
    entry = write(database, insert(agency).values(rows))
    assert {change.row["agency_id"] for change in told(database, entry)} == {row["agency_id"] for row in rows}


@EACH
def test_every_column_has_a_place_and_what_names_a_row_is_plain(service: Service) -> None:
    recorded = service.recorded
    assert not recorded.tables.keys() & recorded.left_out.keys()
    assert recorded.tables.keys() | recorded.left_out.keys() == service.metadata.tables.keys()
    for name, table in recorded.tables.items():
        placed = [*table.plain, *table.digested, *table.left_out]
        assert sorted(placed) == sorted(service.metadata.tables[name].columns.keys()), name
        assert {column.name for column in service.metadata.tables[name].primary_key} <= set(table.plain), name
        assert all(len(why) > 10 for why in table.left_out.values()), name
    assert all(len(why) > 5 for why in recorded.left_out.values())


# Columns of this name identify, or hold what somebody wrote, wherever they stand.
NEVER_PLAIN = {
    "nhs_number", "number_before", "family_name", "given_names", "born_on", "died_on", "postcode", "house",
    "flat", "street", "telephone", "email", "words", "text", "note", "reason", "because", "answers",
    "narratives", "original", "happened_on", "happened_at", "sex", "recipient", "body", "content", "title",
    "attendees", "given_name",
}  # fmt: skip


@EACH
def test_what_may_identify_is_never_told_plainly(service: Service) -> None:
    for name, table in service.recorded.tables.items():
        assert not NEVER_PLAIN & set(table.plain), name
        columns = service.metadata.tables[name].columns
        mixed = {column.name for column in columns if "JSON" in type(column.type).__name__.upper()}
        assert mixed & set(table.plain) <= {"roles"}, name


def test_the_triggers_stand_where_they_should_and_migrating_again_changes_nothing(database: Database) -> None:
    found = text("SELECT tgrelid::regclass::text, oid FROM pg_trigger WHERE tgname = 'changes_are_noted'")
    with database.owner.connect() as connection:
        before = dict(connection.execute(found).tuples().all())
    assert before.keys() == SERVICE.recorded.tables.keys()
    migrate(database, SERVICE.migrations, security=SERVICE.row_security, recorded=SERVICE.recorded)
    with database.owner.connect() as connection:
        assert dict(connection.execute(found).tuples().all()) == before


def test_a_detail_is_what_an_export_shows(database: Database) -> None:
    write(database, insert(agency).values(AGENCY))
    with database.owner.connect() as connection:
        newest = "SELECT detail FROM audit_entry WHERE action = 'record_changes' ORDER BY id DESC LIMIT 1"
        detail = connection.scalar(text(newest))
    assert json.loads(json.dumps(detail))["changes"][0]["became"]["sector"] == "education"
