"""The first page of a bundle is made once for all its readers, and anew as soon as anything in it changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from deploy.personas import PERSONAS
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.cases.set_case_themes import set_case_themes
from services.panel.actions.family.reply_to_family_question import reply_to_family_question
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.kept import Kept
from services.panel.pages import bundle_front
from services.panel.pages.bundle_front import BundleFront
from services.panel.queries.bundle_access import OpenBundle
from services.panel.queries.bundle_state import state_of_bundle
from services.panel.tables.bundles import bundle_part, case_fact
from services.panel.tables.cases import case_theme, hold, information_source, review_case
from services.panel.tables.family_questions import family_answer, family_question
from shared.people import SYSTEM
from shared.storage import Transaction
from tests.integration.panel.conftest import CASE, NOW, Filled, Panel
from tests.integration.panel.test_bundle_reader import a_paper, facts
from tests.integration.panel.test_family_questions import asked

BUNDLE = f"/cases/{CASE}/bundle"
MOST_STATEMENTS = 9  # one of them: which cases are restricted
CHANGED = {
    "text": "coalesce({c}, '') || ' changed'",
    "integer": "coalesce({c}, 0) + 1",
    "bigint": "coalesce({c}, 0) + 1",
    "boolean": "NOT coalesce({c}, false)",
    "date": "coalesce({c}, DATE '2026-01-01') + 1",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 second'",
    "jsonb": "'\"changed\"'::jsonb",
    "varchar": "coalesce({c}, '') || ' changed'",
}
SOURCES = (
    review_case,
    information_source,
    hold,
    case_theme,
    bundle_part,
    case_fact,
    family_question,
    family_answer,
)


@pytest.fixture
def full(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_full)


def make_full(panel: Panel) -> None:
    """A case on an agenda with a row in every table that its bundle is made of."""
    panel.notified()
    panel.on_agenda()
    panel.tell(facts(1, "yes"), asked())
    answer = {"question_id": "q1", "reply": "answered", "text": "At once."}
    panel.act("cdr-manager", reply_to_family_question, case_reference=CASE, **answer)
    panel.act("cdr-manager", set_case_themes, case_reference=CASE, themes=["asthma"])
    hold_of = {"kind": "inquest", "reason": "Said", "placed_on": NOW.date()}
    panel.act("cdr-manager", place_hold, case_reference=CASE, **hold_of)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases whose first page was made, with nothing kept from before."""
    found: list[str] = []
    make = bundle_front._made

    def noted(request: Any, tx: Transaction, opened: OpenBundle) -> BundleFront:
        found.append(opened.reference)
        return make(request, tx, opened)

    monkeypatch.setattr(bundle_front, "_KEPT", Kept(1_000_000, lambda front: 1))
    monkeypatch.setattr(bundle_front, "_made", noted)
    return found


@contextmanager
def statements(panel: Panel) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*given: Any) -> None:
        if "set_config" not in given[2]:  # who acts is told once with the first of them
            said.append(given[2])

    event.listen(panel.database.application, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(panel.database.application, "before_cursor_execute", note)


def digest(tx: Transaction) -> str:
    return state_of_bundle(tx, CASE, "all_cause")


def with_a_change(panel: Panel, column: Column[Any], written: str) -> str:
    """The digest with one column of every row changed, which is not kept."""
    with panel.database.engine.connect() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # without foreign keys
        changed = connection.execute(text(f"UPDATE {column.table.name} SET {column.name} = {written}"))
        assert changed.rowcount == 1, column.table.name
        tx = panel.database.joined(Session(connection), person=SYSTEM, at=NOW)
        return digest(tx)


def test_every_column_of_every_row_that_a_bundle_is_made_of_is_in_its_digest(full: Panel) -> None:
    with full.database.engine.begin() as connection:
        for table in SOURCES:
            for each in table.constraints:
                if isinstance(each, CheckConstraint):
                    name = connection.dialect.identifier_preparer.format_constraint(each)
                    connection.execute(text(f"ALTER TABLE {table.name} DROP CONSTRAINT {name}"))
        connection.execute(text("DELETE FROM information_source WHERE source_id <> 's1'"))
    before = full.reading("cdr-manager", digest)
    columns = [column for table in SOURCES for column in table.c if column is not bundle_part.c.text]
    unseen = [
        str(column)
        for column in columns
        if with_a_change(full, column, CHANGED[kind_of(column)].format(c=column.name)) == before
    ]
    assert unseen == []
    assert full.reading("cdr-manager", digest) == before


def kind_of(column: Column[Any]) -> str:
    """The kind of column as PostgreSQL names it, without its length."""
    return str(column.type.compile(dialect=postgresql.dialect())).lower().partition("(")[0]


def test_the_first_page_is_made_once_for_all_its_readers(full: Panel, sign_in, made: list[str]) -> None:
    manager, member = sign_in("cdr-manager"), sign_in("panel-member")
    member.get(f"{BUNDLE}/documents/1")
    full.at += timedelta(minutes=30)
    full.tell(a_paper())
    seen, theirs = member.get(BUNDLE).text, manager.get(BUNDLE).text
    assert made == [CASE]
    assert "New since you last read" in seen
    assert "New since you last read" not in theirs
    assert f"{BUNDLE}/notes" in seen
    assert f"/cases/{CASE}/history" in theirs
    assert f"/cases/{CASE}/history" not in seen
    assert PERSONAS["panel-member"].name not in theirs


def test_what_comes_to_a_case_is_on_the_next_first_page(full: Panel, sign_in, made: list[str]) -> None:
    member = sign_in("panel-member")
    member.get(BUNDLE)
    comes: dict[str, Callable[[], object]] = {
        "Post-mortem report": lambda: full.tell(a_paper()),
        "Was the ambulance late?": lambda: full.tell(asked("q2", text="Was the ambulance late?")),
        "Because of the traffic.": lambda: full.act(
            "cdr-manager",
            reply_to_family_question,
            case_reference=CASE,
            question_id="q2",
            reply="answered",
            text="Because of the traffic.",
        ),
        "On hold: Criminal investigation or trial": lambda: full.act(
            "cdr-manager",
            place_hold,
            case_reference=CASE,
            kind="criminal_proceedings",
            reason="Said",
            placed_on=NOW.date(),
        ),
    }
    for words, happen in comes.items():
        assert words not in member.get(BUNDLE).text
        happen()
        assert words in member.get(BUNDLE).text
    assert len(made) == 1 + len(comes)


def test_a_page_that_is_kept_is_closed_at_once_to_who_declares_an_interest(full: Panel, sign_in) -> None:
    member = sign_in("panel-member")
    assert member.get(BUNDLE).status_code == 200
    full.act("panel-member", declare_interest, case_reference=CASE, reason="Known")
    for path in (BUNDLE, f"{BUNDLE}/documents/1"):
        refused = member.get(path)
        assert refused.status_code == 403
        assert "Core summary" not in refused.text


def test_what_is_made_while_something_comes_is_not_kept(full: Panel, sign_in, made, monkeypatch) -> None:
    make = bundle_front._made

    def interrupted(request: Any, tx: Transaction, opened: OpenBundle) -> BundleFront:
        if len(made) == 0:
            full.tell(a_paper())
        return make(request, tx, opened)

    monkeypatch.setattr(bundle_front, "_made", interrupted)
    member = sign_in("panel-member")
    for _ in range(3):
        assert "Post-mortem report" in member.get(BUNDLE).text
    assert len(made) == 2


@pytest.mark.parametrize("path", ["", "/documents/1"])
def test_a_page_of_a_bundle_asks_the_database_few_questions(full: Panel, sign_in, path: str) -> None:
    member = sign_in("panel-member")
    member.get(f"{BUNDLE}{path}")
    with statements(full) as said:
        assert member.get(f"{BUNDLE}{path}").status_code == 200
    assert len(said) <= MOST_STATEMENTS, "\n".join(said)
    assert any("INSERT INTO audit_entry" in one for one in said)


def test_what_was_used_longest_ago_is_let_go_first() -> None:
    kept: Kept[str] = Kept(10, len)
    kept.keep("a", "12345")
    kept.keep("b", "12345")
    assert kept.get("a") == "12345"
    kept.keep("c", "1234")
    assert [kept.get(name) for name in "abc"] == ["12345", None, "1234"]
    kept.keep("d", "longer than all together")
    assert [kept.get(name) for name in "acd"] == [None, None, "longer than all together"]
