"""Charts to test with, of counts made as a policy publishes them."""

from datetime import date
from types import ModuleType
from typing import Any

from services.theming.charts import (
    ages_and_themes,
    categories,
    deprivation,
    funnel,
    time_to_review,
    timeliness,
)
from services.theming.domain.statistics.dimensions import CATEGORIES, QUINTILES
from services.theming.domain.statistics.national_figures import nearest
from services.theming.domain.statistics.table_rules import table_rules
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy, policy_on

DAY = date(2026, 4, 1)
PUBLISHABLE, BOARD = policy_on("publishable", DAY), policy_on("restricted_board", DAY)
AGES = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")


def cells(policy: DisclosurePolicy, *counts: int | None) -> list[Cell]:
    """Each count as published; None is a cell of which nothing is held."""
    return [Missing() if count is None else policy.shown(count) for count in counts]


def notified(
    label: str, *counts: int | None, policy: DisclosurePolicy = BOARD, **given: Any
) -> timeliness.Notified:
    """In time, late, cannot be judged."""
    return timeliness.Notified(label, given.pop("within", ""), *cells(policy, *counts), **given)


def timely(
    *periods: timeliness.Notified,
    year: timeliness.Notified,
    before: timeliness.Notified | None = None,
    policy: DisclosurePolicy = BOARD,
) -> timeliness.Timeliness:
    return timeliness.Timeliness(periods or (year,), year, before, policy)


def category(
    number: str, modifiable: int, none: int, policy: DisclosurePolicy = BOARD, inadequate: int = 0
) -> categories.Category:
    counts = cells(policy, modifiable, none, inadequate, modifiable + none + inadequate)
    return categories.Category(CATEGORIES.get(number, number), *counts)


def by_category(*rows: categories.Category, total: categories.Category) -> categories.Categories:
    return categories.Categories("2021-22 to 2025-26", rows, total, BOARD)


def deprived(
    *deaths: int | None, children: float | None = 100_000, policy: DisclosurePolicy = BOARD
) -> deprivation.Deprivation:
    """The deaths of each fifth, with as many child-years in each."""
    shown = cells(policy, *deaths)
    fifths = [
        deprivation.Fifth(label, cell, children)
        for label, cell in zip(QUINTILES.values(), shown, strict=True)
    ]
    total, rules = policy.shown(sum(count or 0 for count in deaths)), table_rules(policy.name, DAY)
    return deprivation.Deprivation("2021-22 to 2025-26", tuple(fifths), TrueZero(), total, policy, rules)


def point(area: str, year: str, modifiable: int, reviews: int) -> funnel.AreaYear:
    return funnel.AreaYear(area, year, *cells(BOARD, modifiable, reviews))


def funnelled(*points: funnel.AreaYear, year: int = 2024) -> funnel.Funnel:
    return funnel.Funnel("2023-24 to 2025-26", points, nearest("modifiable", year), BOARD)


def months(label: str, reviews: int, gross: int, net: int) -> time_to_review.ReviewTimes:
    medians = cells(BOARD, 1, 1) if reviews < 8 else [Value(gross), Value(net)]
    return time_to_review.ReviewTimes(label, *cells(BOARD, reviews), *medians)


def reviewed(*periods: time_to_review.ReviewTimes) -> time_to_review.TimeToReview:
    return time_to_review.TimeToReview(periods, BOARD)


def theme(label: str, *counts: int | None, total: int | None = None) -> ages_and_themes.ThemeByAge:
    every = sum(count or 0 for count in counts) if total is None else total
    return ages_and_themes.ThemeByAge(label, tuple(cells(BOARD, *counts)), BOARD.shown(every))


def heat(*rows: ages_and_themes.ThemeByAge) -> ages_and_themes.AgesAndThemes:
    return ages_and_themes.AgesAndThemes("2021-22 to 2025-26", AGES, rows, BOARD)


GAP = Suppressed()
WHOLE = category("All categories", 60, 90)
#: One of each, with counts that are shown, hidden, none and not held.
EVERY: dict[str, tuple[ModuleType, Any]] = {
    "timeliness": (
        timeliness,
        timely(
            *(notified(f"Q{n}", 12, 3 * n, 0, within="2025-26") for n in range(1, 4)),
            notified("Q4", None, None, None, within="2025-26"),
            year=notified("2025-26", 36, 18, 0),
        ),
    ),
    "categories": (
        categories,
        by_category(category("4", 9, 30), category("9", 0, 0), category("10", 2, 3), total=WHOLE),
    ),
    "deprivation": (deprivation, deprived(60, 40, 0, 3, 20)),
    "funnel": (
        funnel,
        funnelled(
            point("Leicester", "2024-25", 18, 40), point("Leicestershire and Rutland", "2024-25", 2, 12)
        ),
    ),
    "time_to_review": (
        time_to_review,
        reviewed(months("2024-25", 4, 9, 9), months("2025-26", 30, 11, 8)),
    ),
    "ages_and_themes": (
        ages_and_themes,
        heat(theme("Asthma", 0, 3, 0, 12, 9, None, total=24), theme("Prematurity", 40, 5, 0, 0, 0, 0)),
    ),
}
