"""What can be asked of the statistics, and how an answer is cut from a protected year."""

from datetime import date

import pytest

from services.theming.domain.statistics.counting import CountedCase, count_cases
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.published_table import published_table
from services.theming.domain.statistics.question import read_question
from services.theming.domain.statistics.tree import CASES
from services.theming.domain.themes.codebook import load_codebook
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value
from shared.disclosure.policies import POLICIES, policy_on
from shared.errors import Invalid

TODAY = date(2026, 11, 21)
KNOWN = dimensions(load_codebook())
PUBLISHABLE = policy_on("publishable", date(2026, 4, 1))
BOARD = policy_on("restricted_board", date(2026, 4, 1))


def test_every_fault_of_a_question_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_question(
            KNOWN, by="shoe_size", period="soon", area="Mars", basis="died", policy="none", today=TODAY
        )
    assert {fault.field for fault in refused.value.faults} == {"by", "period", "area", "basis", "policy"}


def test_an_area_is_found_whatever_the_case_of_its_letters() -> None:
    assert read_question(KNOWN, by="sex", period="2025-26", area="rutland", today=TODAY).area == "Rutland"
    assert read_question(KNOWN, by="sex", period="2025-26", area="", today=TODAY).area == "all"


@pytest.mark.parametrize(
    ("count", "publishable", "board"),
    [
        (0, TrueZero(), TrueZero()),
        (1, Suppressed(), Suppressed()),
        (4, Suppressed(), Suppressed()),
        (5, Suppressed(), Value(5)),
        (7, Suppressed(), Value(7)),
        (8, Value(10), Value(8)),
        (12, Value(10), Value(12)),
        (13, Value(15), Value(13)),
        (107, Value(105), Value(107)),
    ],
)
def test_a_policy_says_what_becomes_of_a_count(count: int, publishable: object, board: object) -> None:
    assert PUBLISHABLE.shown(count) == publishable
    assert BOARD.shown(count) == board


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_a_reader_infers_from_a_shown_count_exactly_what_could_be_printed_as_it(policy) -> None:
    for shown in {policy.rounded(count) for count in range(policy.suppress_to + 1, 60)}:
        could_be = [n for n in range(70) if not policy.is_small(n) and n and policy.rounded(n) == shown]
        assert policy.interval(shown) == (min(could_be), max(could_be))


def test_a_case_in_three_themes_is_one_case_in_the_total() -> None:
    case = CountedCase(date(2025, 5, 1), "Rutland", frozenset({"prematurity", "consanguinity", "neonatal"}))
    counts = count_cases([case])
    assert counts[(CASES, "all", "2025-26-Q1")] == 1
    assert counts[(CASES, "Leicestershire and Rutland", "2025-26")] == 1
    assert counts[("consanguinity", "Rutland", "2025-26-H1")] == 1
    assert (CASES, "Leicester", "2025-26") not in counts


@pytest.mark.parametrize("period", ["2023-24-Q1", "2027-28-Q1"])
def test_a_period_of_which_nothing_is_held_is_missing_and_not_zero(period: str) -> None:
    question = read_question(KNOWN, by="sex", period=period, today=TODAY)
    day, first = TODAY, date(2024, 10, 1)
    table = published_table(question, PUBLISHABLE, {}, frozenset(), as_of=day, held_from=first)
    assert {row.cell for row in table.rows} | {table.total} == {Missing()}


def test_a_sector_that_notified_nobody_is_shown_as_zero() -> None:
    question = read_question(KNOWN, by="notifier_sector", period="2025-26", basis="notified", today=TODAY)
    table = published_table(question, PUBLISHABLE, {}, frozenset(), as_of=TODAY, held_from=date(2024, 10, 1))
    assert {row.key: row.cell for row in table.rows}["education"] == TrueZero()
