"""Answers of the open statistics are made ready by the worker, and what is not ready is worked out."""

from datetime import date, timedelta
from itertools import product
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from services.theming import publishing
from services.theming.actions.statistics import make_ready
from services.theming.actions.statistics.make_ready import LOST_AFTER, MAKE_READY, STILL_FOR
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.counted_years import COUNTED
from services.theming.disclosure import years
from services.theming.disclosure.settled import InMemory
from services.theming.domain.statistics.spans import parse_span
from services.theming.kept_answers import Kept
from services.theming.queries import settled
from services.theming.queries.data_version import year_version
from services.theming.queries.facts import cases_counted
from services.theming.queries.settled import KEPT_FOR, SettledHere, forget_settled
from services.theming.tables import ready_counts, ready_year, settled_pattern
from services.theming.tables_made.counting import kinds_of
from services.theming.tables_made.layout import linking_of
from services.theming.tables_made.making import KNOWN
from services.theming.tables_made.open_statistics import open_statistics
from shared.disclosure.policies import policy_on
from shared.people import SYSTEM
from tests.integration.theming.conftest import CASE, Theming, notified, reviewed

OTHER = "LLR-2025-0009"
ASKED = [{"by": by, "period": period, "area": area} for by, period, area in (
    ("theme", "2026-27-Q2", "all"), ("theme_group", "2026-27", "Leicester"), ("category", "2026-27", "all"),
    ("sex", "2026-27-H1", "Leicestershire and Rutland"), ("supplementary_form", "2026-27", "all"),
)]  # fmt: skip


DIMS = ("theme", "category", "sex", "supplementary_form")


@pytest.fixture(autouse=True)
def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    restart(monkeypatch)
    assert set(DIMS) < set(COUNTED)
    monkeypatch.setattr(make_ready, "COUNTED", DIMS)  # of each kind: all of them take a minute


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has just started: nothing is in memory."""
    memory = InMemory()
    for module in (settled, make_ready):
        monkeypatch.setattr(module, "IN_MEMORY", memory)
    monkeypatch.setattr(publishing, "_COUNTED", Kept(100))
    monkeypatch.setattr(publishing, "_PROTECTED", Kept(100))


def refuse(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    def refused(*given: object, **named: object) -> None:
        raise AssertionError(f"{name} was asked for")

    monkeypatch.setattr(module, name, refused)


def answers(theming: Theming, **more: str) -> list[Any]:
    def ask(tx: Any) -> list[Any]:
        rest = {"basis": "", "policy": "", "as_known_on": "", **more}
        questions = [publishing.question_of(tx, **each, **rest) for each in ASKED]
        return [publishing.answer(tx, question, today=date(2026, 11, 21)) for question in questions]

    return theming.look(ask)


def take(theming: Theming) -> Any:
    return theming.act(SYSTEM, MAKE_READY.take)


def make_all_ready(theming: Theming) -> list[tuple[str, int, str]]:
    """Until nothing is left to make; the clock goes on so that what has changed stands still."""
    made = []
    take(theming)
    theming.at += STILL_FOR
    while task := take(theming):
        theming.act(SYSTEM, MAKE_READY.record, task=task, settled=MAKE_READY.do(task))
        made.append((task.year.basis, task.year.year, task.counted.by.name))
    return made


@pytest.fixture
def told(theming: Theming) -> Theming:
    """Twelve cases of one year, one of the year before, and one theme."""
    for number in range(12):
        case = f"LLR-2026-01{number:02}"
        area = "Leicester" if number % 3 else "Rutland"
        theming.tell(notified(case, area=area, sex="male" if number % 4 else "female"))
        theming.tell(reviewed(case, category=5 if number % 2 else 7))
    theming.tell(notified(OTHER, on=date(2025, 5, 12)), reviewed(OTHER, on=date(2025, 8, 12)))
    theming.act("cdr-manager", add_theme, case=CASE, theme="asthma", reason="Read by hand")
    return theming


def test_what_is_ready_costs_neither_a_count_nor_a_program(
    told: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(told), answers(told, policy="restricted_board"), answers(told, basis="notified")
    made = make_all_ready(told)
    assert set(made) == set(product(("reviewed", "notified"), (2025, 2026), DIMS))
    assert len(made) == len(set(made))
    restart(monkeypatch)
    refuse(monkeypatch, publishing, "count_year")
    refuse(monkeypatch, years, "protect")
    found = answers(told), answers(told, policy="restricted_board"), answers(told, basis="notified")
    assert found == expected


def test_what_was_settled_for_one_process_is_settled_for_all(
    told: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(told)
    restart(monkeypatch)
    refuse(monkeypatch, years, "protect")
    assert answers(told) == expected


def test_the_table_maker_finds_what_was_settled_for_the_open_tables(
    told: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same digests, though it counts several dimensions at once."""
    make_all_ready(told)
    restart(monkeypatch)
    refuse(monkeypatch, years, "protect")

    def look(tx: Any) -> None:
        days = {"first_day": date(2025, 4, 1), "last_day": date(2027, 3, 31)}
        facts = cases_counted(tx, basis="reviewed", dims=(*DIMS, "theme_group"), **days)
        dims = [KNOWN[name] for name in DIMS]
        policy = policy_on("publishable", told.at.date())
        span, linking = parse_span("2025-26..2026-27"), linking_of(KNOWN, {})
        found = open_statistics(kinds_of(facts), span, dims, linking, policy, SettledHere(tx))
        assert found.hidden
        assert len(found.hidden) < len(found.counts)

    told.look(look)


def test_a_change_elsewhere_leaves_a_year_ready_and_its_own_year_is_counted_anew(
    told: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_all_ready(told)
    before = answers(told)
    told.tell(reviewed(OTHER, review_version=2, category=9, on=date(2025, 8, 14)))
    made = make_all_ready(told)
    assert {(basis, year) for basis, year, _ in made} == {("reviewed", 2025), ("notified", 2025)}
    with monkeypatch.context() as patched:
        refuse(patched, publishing, "count_year")
        assert answers(told) == before
    told.act("cdr-manager", add_theme, case="LLR-2026-0104", theme="asthma", reason="Read by hand")
    counted = []
    count = publishing.count_year
    monkeypatch.setattr(publishing, "count_year", lambda *given: counted.append(given) or count(*given))
    answers(told)
    assert counted


def test_a_year_that_is_again_what_it_was_is_answered_as_it_was(told: Theming) -> None:
    make_all_ready(told)
    version = told.look(lambda tx: year_version(tx, "reviewed", 2026))
    before = answers(told)
    told.act("cdr-manager", add_theme, case="LLR-2026-0104", theme="asthma", reason="Read by hand")
    make_all_ready(told)
    assert told.look(lambda tx: year_version(tx, "reviewed", 2026)).year != version.year
    told.act("cdr-manager", reject_theme, case="LLR-2026-0104", theme="asthma", reason="Another child")
    make_all_ready(told)
    again = told.look(lambda tx: year_version(tx, "reviewed", 2026))
    assert again.year == version.year
    assert again.data != version.data
    assert answers(told) == before


def test_changes_that_come_together_are_made_ready_together(told: Theming) -> None:
    assert take(told) is None
    told.at += STILL_FOR - timedelta(seconds=1)
    told.tell(reviewed(OTHER, review_version=2, category=9, on=date(2025, 8, 14)))
    assert take(told) is None
    told.at += timedelta(seconds=1)
    assert take(told).year.year == 2026


def test_two_workers_make_nothing_twice_and_what_was_lost_is_taken_again(told: Theming) -> None:
    take(told)
    told.at += STILL_FOR
    first, second = take(told), take(told)
    assert (first.year, first.counted.by.name) != (second.year, second.counted.by.name)
    with told.database.transaction(person=SYSTEM, at=told.at) as tx:
        assert MAKE_READY.take(tx) is not None
        assert take(told) is None  # one looks at a time, and nobody waits
    told.at += LOST_AFTER
    again = take(told)
    assert (again.year, again.counted.by.name) == (first.year, first.counted.by.name)


def test_what_changed_while_it_was_made_ready_is_not_taken_for_what_is_there_now(told: Theming) -> None:
    take(told)
    told.at += STILL_FOR
    task = take(told)
    told.act("cdr-manager", add_theme, case="LLR-2026-0104", theme="asthma", reason="Read by hand")
    told.act(SYSTEM, MAKE_READY.record, task=task, settled=MAKE_READY.do(task))
    asthma = next(row for row in answers(told, policy="restricted_board")[0].rows if row.key == "asthma")
    counted = told.look(lambda tx: publishing.count_year(tx, "theme", 2026, "reviewed"))
    assert counted.counts["asthma", "all", "2026-27"] == 2
    assert asthma.cell == policy_on("restricted_board", date(2026, 11, 21)).shown(2)
    made = make_all_ready(told)
    assert ("reviewed", 2026, "theme") in made


def test_what_is_not_known_to_stand_still_is_not_kept_for_the_year(told: Theming) -> None:
    """Something comes between the look at the version and the count: the count is of no version."""
    make_all_ready(told)
    kept, told_between = Kept[int](10), []

    def make() -> int:
        if not told_between:
            told_between.append(True)
            told.tell(reviewed(OTHER, review_version=2, category=9, on=date(2025, 8, 14)))
        return len(told_between)

    def ask() -> int:
        return told.look(lambda tx: kept.get(tx, "key", make, of=("reviewed", 2026)))

    assert ask() == 1
    made = []
    make_all_ready(told)
    told.look(lambda tx: kept.get(tx, "key", lambda: made.append(1) or 1, of=("reviewed", 2026)))
    assert made == [1]


def test_two_processes_that_settle_the_same_do_not_wait_for_each_other(
    theming: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, hidden = b"d" * 32, b"\x05"
    with theming.database.transaction(person=SYSTEM, at=theming.at) as tx:
        SettledHere(tx).put(digest, hidden)
        restart(monkeypatch)
        other = Thread(target=lambda: theming.look(lambda tx: SettledHere(tx).put(digest, hidden)))
        other.start()
        other.join(timeout=30)
        assert not other.is_alive()
    restart(monkeypatch)
    assert theming.look(lambda tx: SettledHere(tx).get(digest)) == hidden
    assert rows_of(theming, settled_pattern) == 1


def test_what_was_settled_long_ago_goes(theming: Theming) -> None:
    theming.look(lambda tx: SettledHere(tx).put(b"d" * 32, b"\x05"))
    theming.at += KEPT_FOR
    theming.act(SYSTEM, forget_settled)
    assert rows_of(theming, settled_pattern) == 1
    theming.at += timedelta(days=1)
    theming.act(SYSTEM, forget_settled)
    assert rows_of(theming, settled_pattern) == 0


def test_another_version_of_the_program_reads_nothing_that_this_one_made(
    told: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_all_ready(told)
    mine = rows_of(told, ready_counts)
    with another_program(monkeypatch):
        version = told.look(lambda tx: year_version(tx, "reviewed", 2026))
        assert version.year == version.data
        assert len(make_all_ready(told)) == mine
    assert rows_of(told, ready_counts) == 2 * mine
    told.tell(reviewed(OTHER, review_version=2, category=9, on=date(2025, 8, 14)))
    told.at += timedelta(days=2)
    make_all_ready(told)
    assert rows_of(told, ready_counts) == mine
    assert rows_of(told, ready_year) == 4


class another_program:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patched = monkeypatch.context()

    def __enter__(self) -> None:
        patched = self._patched.__enter__()
        for name in ("data_version", "ready"):
            patched.setattr(f"services.theming.queries.{name}.rules_digest", lambda *places: "another")

    def __exit__(self, *failure: Any) -> None:
        self._patched.__exit__(*failure)


def rows_of(theming: Theming, table: Any) -> int:
    return theming.look(lambda tx: tx.session.scalar(select(func.count()).select_from(table)))
