"""Who approves a disposal approves what they see, and no more; its certificate is one, whoever reads it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.restrictions.lift_restriction import lift_restriction
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.domain.retention.disposal_list import NOT_COVERED, ListChanged
from services.notifications.queries.disposals import disposal_list_of, disposal_lists
from services.notifications.queries.notifications import notification_of
from shared.errors import NotFound
from shared.people import Person
from shared.storage import Database

from .a_case import MANAGER, at_work
from .at_the_desk import at_the_desk
from .retention_cases import GUARDIAN, LATER, OFFICER, confirm, finalised
from .test_disposals import answered, carry_out

SECOND = "2026-06-11T12:00"


def restrict(database: Database, case: str, *people: Person) -> None:
    named = {each.id: each.name for each in people}
    with at_work(database, MANAGER, LATER) as tx:
        restrict_case(tx, case=case, kind="staff_family", reason="A colleague’s family", people=named)


def propose(database: Database) -> str:
    with at_work(database, MANAGER, LATER) as tx:
        return propose_disposal(tx)


def shown(database: Database, person: Person, list_id: str) -> list[tuple[str, str, str]]:
    with at_work(database, person, LATER) as tx:
        items = disposal_list_of(tx, list_id).items
    return [(each.case_reference, each.outcome, each.because) for each in items]


@pytest.fixture
def two(database: Database) -> tuple[str, str]:
    """A case open to all, and one restricted to the manager and the officer; both are due."""
    plain, closed = finalised(database), finalised(database, notified_at=SECOND)
    confirm(database)
    restrict(database, closed, OFFICER)
    return plain, closed


def test_what_the_approver_does_not_see_is_kept_and_can_be_proposed_again(
    database: Database, two: tuple[str, str]
) -> None:
    plain, closed = two
    list_id = propose(database)
    assert [each[0] for each in shown(database, GUARDIAN, list_id)] == [plain]
    answered(database, list_id)
    assert carry_out(database) == 2
    assert shown(database, GUARDIAN, list_id) == [(plain, "disposed", "")]
    assert set(shown(database, OFFICER, list_id)) == {(plain, "disposed", ""), (closed, "kept", NOT_COVERED)}
    with at_work(database, MANAGER, LATER) as tx:
        assert notification_of(tx, closed).answers.child_name == "Amara Grace Okafor"
    again = propose(database)
    answered(database, again, OFFICER)
    assert carry_out(database) == 1
    assert shown(database, OFFICER, again) == [(closed, "disposed", "")]


def test_a_list_approved_by_somebody_who_sees_all_of_it_goes_whole(
    database: Database, two: tuple[str, str]
) -> None:
    list_id = propose(database)
    answered(database, list_id, OFFICER)
    assert carry_out(database) == 2
    assert {each[1] for each in shown(database, OFFICER, list_id)} == {"disposed"}


def test_a_list_of_which_nothing_is_open_is_not_there(database: Database) -> None:
    closed = finalised(database)
    confirm(database)
    restrict(database, closed, OFFICER)
    list_id = propose(database)
    with at_work(database, GUARDIAN, LATER) as tx:
        assert disposal_lists(tx) == []
        with pytest.raises(NotFound):
            disposal_list_of(tx, list_id)
        with pytest.raises(NotFound):
            answer_disposal(tx, list_id=list_id, approves=True)


def test_what_came_in_sight_since_it_was_looked_at_is_not_approved_unseen(
    database: Database, two: tuple[str, str]
) -> None:
    list_id = propose(database)
    with at_work(database, GUARDIAN, LATER) as tx:
        seen = disposal_list_of(tx, list_id).digest
    with at_work(database, MANAGER, LATER) as tx:
        lift_restriction(tx, case=two[1], because="The colleague has left")
    with pytest.raises(ListChanged), at_work(database, GUARDIAN, LATER) as tx:
        answer_disposal(tx, list_id=list_id, approves=True, seen=seen)
    assert carry_out(database) == 0


def test_the_database_takes_no_tombstone_of_what_was_not_covered_nor_cover_afterwards(
    database: Database, two: tuple[str, str]
) -> None:
    list_id = propose(database)
    answered(database, list_id)
    given = {"list": list_id, "case": two[1]}
    noted = "INSERT INTO disposal_outcome (list_id, case_reference, record_type, outcome, because, kinds, at)"
    for statement, refused in (
        (f"{noted} VALUES (:list, :case, 'case_record', 'disposed', '', '{{}}', now())", "second person saw"),
        ("INSERT INTO disposed_case VALUES (:case, :list, now())", "second person"),
        ("INSERT INTO disposal_covered VALUES (:list, :case, 'case_record')", "never after"),
        ("DELETE FROM disposal_covered", "never"),
    ):
        with pytest.raises(DBAPIError, match=refused), database.engine.begin() as connection:
            connection.execute(text(statement), given)


def test_a_certificate_is_the_same_for_everybody(database: Database, two: tuple[str, str]) -> None:
    list_id = propose(database)
    answered(database, list_id, OFFICER)
    carry_out(database)
    printed = {bytes(certificate(database, person, list_id)) for person in (MANAGER, OFFICER, GUARDIAN)}
    assert len(printed) == 1
    assert {each[0] for each in shown(database, GUARDIAN, list_id)} == set(two)


def test_a_certificate_says_nothing_of_what_was_kept(database: Database, two: tuple[str, str]) -> None:
    list_id = propose(database)
    answered(database, list_id)
    carry_out(database)
    pages = set()
    for person in (MANAGER, GUARDIAN):
        with at_the_desk(database, person, LATER) as (web, _):
            said = web.get(f"/notifications/retention/disposals/{list_id}/certificate").text
        assert two[0] in said
        assert two[1] not in said
        assert "1 record was disposed of" in said
        pages.add(said.split("<h1>")[1].split("</main>")[0])
    assert len(pages) == 1
    assert len({certificate(database, person, list_id) for person in (MANAGER, GUARDIAN)}) == 1


def certificate(database: Database, person: Person, list_id: str) -> bytes:
    with at_the_desk(database, person, LATER) as (web, _):
        answer = web.get(f"/notifications/retention/disposals/{list_id}/certificate.pdf")
    assert answer.status_code == 200
    return answer.content
