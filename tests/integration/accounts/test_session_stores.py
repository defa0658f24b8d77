"""What every session store keeps to: the one in PostgreSQL and the demonstration's in the process."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from shared.accounts.app import ACCOUNTS
from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.session_store import SessionsInProcess, SessionStore
from shared.accounts.tables import web_session
from shared.accounts.web_session import Limits, WebSession, Which
from shared.people import Person, Role
from shared.service import Service
from shared.storage import Database

MONDAY = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=5)
SAM = Person("u-7", "Sam Demoson", frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR}), "A trust")


def a_session(handle: str = "one", person: Person = SAM, **more: object) -> WebSession:
    base = WebSession(handle, person, since=MONDAY, seen=MONDAY, proven_at=MONDAY, id_token="e.y.J")
    return replace(base, **more)  # type: ignore[arg-type]


@pytest.fixture
def database(database_for: Callable[[Service], Database]) -> Database:
    return database_for(ACCOUNTS)


@pytest.fixture(params=["in PostgreSQL", "in the process"])
def store(request: pytest.FixtureRequest) -> SessionStore:
    if request.param == "in the process":
        return SessionsInProcess()
    return KeptSessions(request.getfixturevalue("database"))


def test_a_session_is_found_by_its_key_and_is_what_was_kept(store: SessionStore) -> None:
    kept = a_session(browser="Firefox on Windows", issuer="https://one", subject="u-7", provider_session="s")
    key = store.begin(kept)
    assert store.find(key) == kept
    assert store.find(key[:-1]) is None
    assert store.find("one") is None


def test_a_new_key_replaces_the_one_before_with_the_rights_as_they_are_now(store: SessionStore) -> None:
    before = store.begin(a_session())
    less = replace(SAM, roles=frozenset({Role.PANEL_MEMBER}))
    after = store.renew(a_session(person=less, proven_at=LATER))
    assert store.find(before) is None
    assert store.find(after) == a_session(person=less, proven_at=LATER)


def test_a_session_that_has_ended_is_not_opened_again_by_proving_who_one_is(store: SessionStore) -> None:
    key = store.begin(a_session())
    store.end(Which(handle="one"), LATER, "signed out")
    assert store.renew(a_session()) == ""
    found = store.find(key)
    assert found
    assert (found.ended_at, found.ended_why) == (LATER, "signed out")


def test_the_providers_token_is_forgotten_when_a_session_ends(store: SessionStore) -> None:
    key = store.begin(a_session())
    store.end(Which(handle="one"), LATER, "signed out")
    found = store.find(key)
    assert found
    assert found.id_token == ""


def test_who_was_seen_is_known_and_an_ended_session_stays_as_it_was(store: SessionStore) -> None:
    key = store.begin(a_session())
    store.touch("one", LATER)
    seen = store.find(key)
    assert seen
    assert seen.seen == LATER
    store.end(Which(handle="one"), LATER, "signed out")
    store.touch("one", LATER + timedelta(minutes=1))
    store.end(Which(handle="one"), LATER + timedelta(minutes=1), "again")
    ended = store.find(key)
    assert ended
    assert (ended.seen, ended.ended_why) == (LATER, "signed out")


ENDED = {
    "one": (Which(person_id="u-7", handle="one"), {"one"}),
    "somebody else's": (Which(person_id="u-8", handle="one"), set()),
    "all others of the person": (Which(person_id="u-7", not_handle="one"), {"two"}),
    "all of the person": (Which(person_id="u-7"), {"one", "two"}),
    "one of the provider": (Which(issuer="https://one", provider_session="s-2"), {"two"}),
    "all of somebody at the provider": (Which(issuer="https://one", subject="sub-7"), {"one", "two"}),
    "of another provider": (Which(issuer="https://two", subject="sub-7"), {"three"}),
}


@pytest.mark.parametrize("case", ENDED)
def test_only_the_sessions_that_were_meant_are_ended(store: SessionStore, case: str) -> None:
    which, expected = ENDED[case]
    other = Person("u-8", "Somebody else")
    keys = {
        "one": store.begin(a_session("one", issuer="https://one", subject="sub-7", provider_session="s-1")),
        "two": store.begin(a_session("two", issuer="https://one", subject="sub-7", provider_session="s-2")),
        "three": store.begin(a_session("three", other, issuer="https://two", subject="sub-7")),
    }
    assert store.end(which, LATER, "because") == len(expected)
    found = {name: store.find(key) for name, key in keys.items()}
    assert {name for name, session in found.items() if session and session.ended_at} == expected


def test_nobody_ends_everybodys_sessions_by_saying_nothing() -> None:
    with pytest.raises(ValueError, match="not everybody"):
        Which(issuer="https://one")


def test_a_persons_open_sessions_are_listed_the_last_seen_first(store: SessionStore) -> None:
    for number, handle in enumerate(("one", "two", "three")):
        store.begin(a_session(handle, seen=MONDAY + timedelta(minutes=number)))
    store.begin(a_session("else", Person("u-8", "Somebody else")))
    store.end(Which(handle="two"), LATER, "signed out")
    assert [session.handle for session in store.open_of("u-7")] == ["three", "one"]


def test_no_key_stands_in_the_database(database: Database) -> None:
    key = KeptSessions(database).begin(a_session())
    with database.engine.connect() as connection:
        whole = str(connection.execute(select(web_session)).all())
    assert "u-7" in whole
    assert key not in whole


def test_what_a_person_may_be_that_this_version_does_not_know_is_nobody(database: Database) -> None:
    key = KeptSessions(database).begin(a_session())
    with database.engine.begin() as connection:
        connection.execute(text("""UPDATE web_session SET person = '{"id": "u-7", "roles": ["emperor"]}'"""))
    assert KeptSessions(database).find(key) is None


def test_old_sessions_go_when_somebody_signs_in(database: Database) -> None:
    store = KeptSessions(database)
    old = store.begin(a_session("old", since=MONDAY - timedelta(days=31)))
    store.begin(a_session("new"))
    assert store.find(old) is None


LIMITS = Limits(idle=timedelta(minutes=15), longest=timedelta(hours=8))


def test_a_session_lasts_until_nothing_is_done_for_too_long_or_it_is_too_old() -> None:
    assert LIMITS.why_over(a_session(), MONDAY + timedelta(minutes=15)) == ""
    assert LIMITS.why_over(a_session(), MONDAY + timedelta(minutes=15, seconds=1)) == (
        "nothing done for too long"
    )
    busy = a_session(seen=MONDAY + timedelta(hours=8))
    assert LIMITS.why_over(busy, MONDAY + timedelta(hours=8)) == ""
    assert LIMITS.why_over(busy, MONDAY + timedelta(hours=8, seconds=1)) == "signed in for too long"
    ended = a_session(ended_at=MONDAY, ended_why="signed out")
    assert LIMITS.why_over(ended, MONDAY) == "signed out"


def test_an_account_is_known_by_its_sessions_also_when_they_have_ended(store: SessionStore) -> None:
    store.begin(a_session("one", replace(SAM, name="Sam Before")))
    store.begin(a_session("two", seen=LATER))
    store.end(Which(person_id=SAM.id), LATER, "signed out")
    assert store.last_known(SAM.id) == SAM
    assert store.last_known("u-8") is None
    assert store.last_known("u-\0") is None
