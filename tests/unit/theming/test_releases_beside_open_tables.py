"""A release put together beside the open tables, in which zeros are hidden to cover others."""

import random
from datetime import date

import pytest

from services.theming.disclosure.ledger import adding_up
from services.theming.disclosure.releases import protect_release
from services.theming.domain.releases.laid_out import laid_out
from services.theming.domain.statistics.linked_tables import Release
from services.theming.domain.statistics.spans import parse_span
from services.theming.domain.statistics.table_question import Asked, read_table_question
from services.theming.queries.facts import CountedFacts
from services.theming.tables_made.open_tables import KNOWN, open_tables
from shared.disclosure.policies import policy_on

YEAR, TODAY = "2025-26", date(2026, 11, 1)
PUBLISHABLE = policy_on("publishable", TODAY)


def some_year(number: int) -> list[CountedFacts]:
    """Many cases in all; few are in Rutland, and nobody or hardly anybody is of two of the sexes."""
    draw = random.Random(number)
    return [
        CountedFacts(
            draw.choice([date(2025, 5, 1), date(2025, 8, 1), date(2025, 11, 1), date(2026, 2, 1)]),
            draw.choices(["Leicester", "Leicestershire", "Rutland", "Other"], [48, 46, 3, 2])[0],
            {
                "sex": frozenset(draw.choices(["female", "male", "not_known"], [48, 50, 2])),
                "category": frozenset(draw.choices(list(KNOWN["category"].values)[:10])),
            },
        )
        for _ in range(120)
    ]


@pytest.mark.parametrize("number", range(4))
def test_zeros_that_cover_in_open_tables_are_no_reason_to_refuse_a_release(number: int) -> None:
    cases = some_year(number)
    question = read_table_question(KNOWN, Asked(rows="category", columns="sex", period=YEAR), today=TODAY)
    _, table = laid_out(question, cases)
    out = open_tables(cases, ["category", "sex"], [parse_span(YEAR)], PUBLISHABLE)
    counts = out.release.cells()
    assert any(not counts[key] for key in out.hidden)
    release = Release((table,), adding_up((table, *out.release.tables)))
    protected = protect_release(release, PUBLISHABLE, [out])
    assert {key for key, count in release.cells().items() if PUBLISHABLE.is_small(count)} <= protected.hidden
