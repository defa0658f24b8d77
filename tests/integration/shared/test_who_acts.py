"""The database judges rows by who acts, is told so for one transaction, and shows nothing to nobody."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from services.theming.app import SERVICE
from shared.people import SYSTEM, Person, Role
from shared.service import Service
from shared.settings import SettingsError
from shared.storage import Database, make_engine
from shared.storage.bound_roles import refuse_unbound
from shared.storage.kernel_rules import ONLY_READ

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
MANAGER = Person("cdr-manager", "Ruth Adler", frozenset({Role.CDR_MANAGER}))
COLLEAGUE = Person("colleague", "Sam Reid", frozenset({Role.CDOP_ADMINISTRATOR}))
MEMBER = Person("panel-member", "Amina Okafor", frozenset({Role.PANEL_MEMBER}))
CASES = text("SELECT case_reference FROM case_text ORDER BY case_reference")
TEXT = text(
    "INSERT INTO case_text (case_reference, material_id, version, part, parts, kind, title, text, arrived_at)"
    " VALUES (:case, 'm', 1, 1, 1, 'return', 'A return', 'What happened', now())"
)
RESTRICTED = text(
    "INSERT INTO case_restriction (case_reference, reason, people, restricted_by, restricted_by_name,"
    """ restricted_at) VALUES ('LLR-2026-0002', 'Known', '[{"id": "cdr-manager"}]', 'x', 'X', now())"""
)
REFUSED = r"permission denied|must be|not allow"
TOLD = text("SELECT concat_ws(' ', acting(), current_setting('cdr.roles', true), link_to('action'))")


@pytest.fixture
def database(database_for: Callable[[Service], Database]) -> Database:
    made = database_for(SERVICE)
    with made.engine.begin() as connection:
        for number in (1, 2):
            connection.execute(TEXT, {"case": f"LLR-2026-000{number}"})
        connection.execute(RESTRICTED)
    return made


@pytest.fixture
def application(database: Database) -> Iterator[Engine]:
    """Whoever has the application's address and password, and says nothing of who acts."""
    made = make_engine(database.application.url, pool_size=1)  # type: ignore[attr-defined]
    yield made
    made.dispose()


def seen_by(database: Database, person: Person) -> list[str]:
    with database.transaction(person=person, at=NOW) as tx:
        return list(tx.session.scalars(CASES))


def test_each_sees_what_is_theirs_though_nothing_else_asks(database: Database) -> None:
    both = ["LLR-2026-0001", "LLR-2026-0002"]
    assert seen_by(database, SYSTEM) == seen_by(database, MANAGER) == both
    assert seen_by(database, COLLEAGUE) == both[:1]
    assert seen_by(database, MEMBER) == []


@pytest.mark.parametrize(
    "service", [each for each in SERVICES if each.name != "panel"], ids=lambda service: service.name
)
def test_a_session_that_was_told_nothing_sees_nothing(
    service: Service, database_for: Callable[[Service], Database]
) -> None:
    made = database_for(service)
    with made.transaction(person=MANAGER, at=NOW) as tx:
        tx.audit("a_deed")
    with make_engine(made.application.url, 1).connect() as connection:  # type: ignore[attr-defined]
        for table in service.row_security.rules:
            assert connection.scalar(text(f'SELECT count(*) FROM "{table}"')) == 0, table
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(text("INSERT INTO inbox VALUES ('a', 'b', now())"))


def test_a_connection_that_goes_back_to_the_pool_tells_nothing(database: Database) -> None:
    with database.transaction(person=MANAGER, at=NOW) as tx:
        tx.hold_link("action", "an-action")
        assert tx.session.scalar(TOLD) == "cdr-manager cdr_manager an-action"
        process = tx.session.scalar(text("SELECT pg_backend_pid()"))
    application = database.application  # type: ignore[attr-defined]
    with application.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == process
        assert (connection.scalar(TOLD) or "").strip() == ""
        assert connection.scalars(CASES).all() == []


def test_who_acts_after_somebody_else_did_is_who_acted_before(database: Database) -> None:
    with database.transaction(person=MEMBER, at=NOW) as tx:
        assert tx.session.scalars(CASES).all() == []
        with tx.acting_as(MANAGER):
            assert len(tx.session.scalars(CASES).all()) == 2
        with tx.seen_by_the_system():
            assert (tx.person, len(tx.session.scalars(CASES).all())) == (MEMBER, 2)
        with pytest.raises(LookupError), tx.acting_as(MANAGER):
            raise LookupError
        assert tx.session.scalars(CASES).all() == []


def test_what_a_savepoint_undoes_is_told_again(database: Database) -> None:
    with database.transaction(person=MEMBER, at=NOW) as tx:
        assert tx.session.scalars(CASES).all() == []
        with pytest.raises(LookupError), tx.session.begin_nested():
            tx.person = MANAGER
            assert len(tx.session.scalars(CASES).all()) == 2
            raise LookupError
        assert tx.session.scalar(TOLD).startswith("cdr-manager ")


@pytest.mark.parametrize(
    "attempt",
    [
        "SET ROLE cdr_owner_of_tests",
        "ALTER TABLE case_text DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE case_text NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY rows ON case_text",
        "ALTER POLICY rows ON case_text USING (true)",
        "CREATE POLICY more ON case_text USING (true)",
        "CREATE OR REPLACE FUNCTION public.acts_as(roles text[]) RETURNS boolean LANGUAGE sql"
        " AS 'SELECT true'",
        "CREATE FUNCTION public.all_texts() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM case_text'",
        "CREATE VIEW public.all_texts AS SELECT * FROM case_text",
        "ALTER TABLE case_text OWNER TO CURRENT_USER",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "TRUNCATE case_text",
        "INSERT INTO disposal_under_way VALUES (pg_current_xact_id()::text, 'LLR-2026-0001')",
        "UPDATE audit_entry SET person_id = 'x'",
        "DELETE FROM audit_link",
        "UPDATE disposed_case SET case_reference = 'x'",
        "COPY case_text TO PROGRAM 'cat'",
    ],
)
def test_the_application_cannot_get_past_its_rules(
    application: Engine, database: Database, attempt: str
) -> None:
    said = attempt.replace("cdr_owner_of_tests", database.owner_url.username or "")
    with (
        application.connect() as connection,
        pytest.raises(DBAPIError, match=REFUSED),
    ):
        connection.exec_driver_sql(said)


def test_nobody_writes_into_the_audit_in_anothers_name(database: Database) -> None:
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        database.transaction(person=MANAGER, at=NOW) as tx,
    ):
        tx.session.execute(text("SELECT set_config('cdr.person', 'another', true)"))
        tx.audit("a_deed")


def test_a_role_for_which_the_rules_do_not_hold_is_refused(database: Database, application: Engine) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS passes_by"))
        connection.execute(text("CREATE ROLE passes_by LOGIN BYPASSRLS PASSWORD 'passes_by'"))
    passing = application.url.set(username="passes_by", password="passes_by")
    try:
        for url in (database.owner_url, database.engine.url, passing):
            engine = make_engine(url, pool_size=1)
            refuse_unbound(engine, "theming")
            with pytest.raises(SettingsError, match="CDOP_THEMING_OWNER_URL"):
                engine.connect()
            engine.dispose()
        refuse_unbound(application, "theming")
        application.connect().close()
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("DROP ROLE passes_by"))


def test_only_the_disposal_writes_what_lets_a_disposal_pass() -> None:
    for service in SERVICES:
        assert service.row_security.only_read == ONLY_READ
