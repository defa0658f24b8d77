"""A text confirmed before the rules were mended is found again; its page says that the panel reads more."""

import pytest
from sqlalchemy import delete, insert, update

from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.mark_redaction import reopen_case_material
from services.notifications.app import SERVICE
from services.notifications.queries.earlier_rules import AT_ONCE, removed_then, to_read_again
from services.notifications.queries.gathering import materials_of
from services.notifications.tables.gathering import case_material, redaction_hit
from shared.errors import NotPermitted
from shared.storage import Database

from .a_case import MEMBER, Make, accepted, at_work


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


def confirmed(database: Database) -> str:
    """The id of a text that the rules of today let through."""
    reference = accepted(database)
    with at_work(database) as tx:
        (material,) = materials_of(tx, reference)
        confirm_case_material(tx, material_id=material.material_id)
        return material.material_id


def as_before(database: Database, material_id: str, *, without: int = 0) -> None:
    """As earlier rules left it: without the removal of that number."""
    of_it = redaction_hit.c.material_id == material_id
    with database.session() as session:
        session.execute(update(redaction_hit).where(of_it).values(rules_version="2020.1"))
        session.execute(delete(redaction_hit).where(of_it, redaction_hit.c.number == without))
        session.commit()


def test_what_was_confirmed_with_the_rules_of_today_is_not_looked_at(database: Database) -> None:
    confirmed(database)
    with at_work(database) as tx:
        assert to_read_again(tx) == ([], 0, 0, 0)


def test_a_text_that_says_no_more_than_it_should_is_compared_and_not_listed(database: Database) -> None:
    as_before(database, confirmed(database))
    with at_work(database) as tx:
        assert to_read_again(tx) == ([], 1, 0, 1)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_text_of_which_the_panel_reads_more_is_listed_until_it_is_confirmed_anew(
    database: Database, number: int
) -> None:
    material_id = confirmed(database)
    as_before(database, material_id, without=number)
    with at_work(database) as tx:
        again = to_read_again(tx)
        assert [(each.material_id, more) for each, more in again.texts] == [(material_id, 1)]
    with at_work(database) as tx:
        reopen_case_material(tx, material_id=material_id)
        assert to_read_again(tx).texts == []
        confirm_case_material(tx, material_id=material_id)
    with at_work(database) as tx:
        assert to_read_again(tx) == ([], 0, 0, 0)


def test_a_text_that_would_be_withheld_today_is_listed(database: Database) -> None:
    material_id = confirmed(database)
    as_before(database, material_id)
    with database.session() as session:
        of_it = case_material.c.material_id == material_id
        session.execute(update(case_material).where(of_it).values(original="Amara was \ufffd\ufffd found."))
        session.commit()
    with at_work(database) as tx:
        assert [more for _, more in to_read_again(tx).texts] == [1]


def test_no_more_are_compared_at_once_than_a_page_can_wait_for(database: Database) -> None:
    material_id = confirmed(database)
    as_before(database, material_id)
    with database.session() as session:
        row = dict(session.execute(case_material.select()).mappings().one())
        session.execute(
            insert(case_material), [row | {"material_id": f"m{each}"} for each in range(AT_ONCE + 1)]
        )
        session.commit()
    with at_work(database) as tx:
        first = to_read_again(tx)
        assert (first.looked_at, first.confirmed, first.further) == (AT_ONCE, AT_ONCE + 2, AT_ONCE)
        last = to_read_again(tx, first.further)
        assert (last.looked_at, last.further) == (2, 0)


def test_a_panel_member_is_told_nothing_of_it(database: Database) -> None:
    material_id = confirmed(database)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        to_read_again(tx)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        removed_then(tx, material_id, 1)
