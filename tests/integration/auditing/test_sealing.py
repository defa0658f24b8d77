"""Entries are marked when they are written, and linked and sealed when they are committed."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.auditing.faults import Kind
from shared.auditing.sealing import sealing
from shared.people import SYSTEM
from tests.integration.auditing.conftest import MARKING, MEMBER, SIGNING, Audited

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def test_a_sealed_audit_is_well(sealed: Audited) -> None:
    assert sealed.faults([sealed.anchored()]) == []


def test_several_processes_find_what_one_finds(sealed: Audited) -> None:
    assert sealed.faults(processes=2) == []


@settings(max_examples=60)
@given(detail=st.dictionaries(WORDS, JSON, max_size=4), subject=WORDS, case=st.none() | WORDS)
def test_whatever_an_entry_says_comes_back_from_the_database_as_it_was_marked(
    sealed: Audited, detail: dict[str, object], subject: str, case: str | None
) -> None:
    sealed.write(detail=detail, subject=subject, case=case)
    assert sealed.seal()
    assert sealed.faults() == []


def test_what_is_committed_late_is_sealed_late_in_a_position_of_its_own(audited: Audited) -> None:
    audited.write(3)
    with audited.database.transaction(person=MEMBER, at=audited.at) as slow:
        slow.audit("slow")
        slow.session.flush()
        audited.write(2)
        assert audited.seal()
    assert audited.seal()
    with audited.database.engine.connect() as connection:
        found = connection.execute(text("SELECT entry_id FROM audit_link ORDER BY position")).scalars().all()
    assert found == [1, 2, 3, 5, 6, 4]
    assert audited.faults() == []


def test_what_was_rolled_back_leaves_no_fault(audited: Audited) -> None:
    audited.write()
    with pytest.raises(RuntimeError), audited.database.transaction(person=MEMBER, at=audited.at) as tx:
        tx.audit("never")
        raise RuntimeError
    audited.write()
    assert audited.seal()
    assert audited.faults() == []


def test_entries_wait_for_a_seal_until_one_is_due_or_a_batch_is_full(audited: Audited) -> None:
    step = sealing(MARKING, SIGNING, most=5, sealed_every=timedelta(minutes=1), looked_every=0)

    def sealed_now() -> bool:
        with audited.database.transaction(person=SYSTEM, at=audited.at) as tx:
            return step(tx)

    audited.write(2)
    assert sealed_now()
    audited.write(2)
    assert not sealed_now()
    audited.write(3)
    assert sealed_now()
    audited.write(1)
    audited.at += timedelta(minutes=2)
    assert sealed_now()
    assert audited.faults() == []


def test_one_sealer_at_a_time(audited: Audited) -> None:
    audited.write(2)
    one, other = (sealing(MARKING, SIGNING, looked_every=0) for _ in range(2))
    with audited.database.transaction(person=SYSTEM, at=audited.at) as first:
        assert one(first)
        with audited.database.transaction(person=SYSTEM, at=audited.at) as second:
            assert not other(second)
    assert audited.faults() == []


def test_an_entry_that_is_never_sealed_is_named_after_a_while(audited: Audited) -> None:
    audited.write(2)
    assert audited.seal()
    audited.write()
    assert audited.faults(at=audited.at + timedelta(minutes=1)) == []
    (fault,) = audited.faults()
    assert (fault.kind, fault.entry) == (Kind.ENTRY_UNSEALED, 3)


def test_entries_of_versions_before_are_sealed_and_not_vouched_for(audited: Audited) -> None:
    marking, audited.database.marking = audited.database.marking, None
    audited.write(3)
    audited.database.marking = marking
    audited.write(2)
    assert not audited.seal()  # a process of the version before may still be writing
    audited.at += timedelta(hours=2)
    assert audited.seal()
    assert audited.last_seal().vouched_from == 4
    assert audited.faults() == []
    audited.database.marking = None
    audited.write()
    assert audited.seal()
    (fault,) = audited.faults()
    assert (fault.kind, fault.entry) == (Kind.ENTRY_INSERTED, 6)


def test_nothing_sealed_is_a_fault(audited: Audited) -> None:
    assert [each.kind for each in audited.faults()] == [Kind.NOTHING_SEALED]


@pytest.mark.parametrize("table", ["audit_entry", "audit_link", "audit_seal"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {} = {}"])
def test_the_owner_of_the_tables_changes_and_removes_nothing(
    sealed: Audited, table: str, statement: str
) -> None:
    column = {"audit_entry": "id", "audit_link": "position", "audit_seal": "number"}[table]
    with sealed.database.engine.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.execute(text(statement.format(table, column, column)))
