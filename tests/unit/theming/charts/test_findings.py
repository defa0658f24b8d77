"""What a chart says in its title: true at every edge, and never more than the numbers carry."""

from dataclasses import replace

import pytest

from services.theming.charts import (
    ages_and_themes,
    categories,
    deprivation,
    funnel,
    time_to_review,
    timeliness,
)
from shared.disclosure.cells import Suppressed
from tests.unit.theming.charts.drawn import (
    AGES,
    PUBLISHABLE,
    by_category,
    category,
    cells,
    deprived,
    funnelled,
    heat,
    months,
    notified,
    point,
    reviewed,
    theme,
    timely,
)


def test_two_in_three_deaths_were_notified_by_the_next_working_day() -> None:
    year, before = notified("2025-26", 72, 35, 0), notified("2024-25", 60, 40, 0)
    assert timeliness.finding(timely(year=year, before=before)) == (
        "Two in three deaths (67.3% of 107) were notified by the next working day in 2025-26; in 2024-25 it "
        "was 60.0% of 100, a difference which chance alone could make."
    )


def test_a_year_that_is_far_from_the_one_before_is_said_to_be() -> None:
    year, before = notified("2025-26", 95, 5, 0), notified("2024-25", 60, 40, 0)
    assert "more than chance alone would make" in timeliness.finding(timely(year=year, before=before))


def test_a_year_that_is_not_over_is_told_so_far_and_a_hidden_one_before_is_left_out() -> None:
    year, before = notified("2025-26", 20, 20, 0, complete=False), notified("2024-25", 9, 3, 0)
    said = timeliness.finding(timely(year=year, before=before))
    assert said == "Half of all deaths (50.0% of 40) were notified by the next working day in 2025-26 so far."


def test_where_a_year_is_hidden_the_year_before_is_told_if_it_is_shown() -> None:
    said = timeliness.finding(
        timely(year=notified("2025-26", 3, 9, 0), before=notified("2024-25", 60, 40, 0))
    )
    assert said.endswith("so that no child can be recognised; in 2024-25 it was 60.0% of 100.")


def test_of_deaths_that_cannot_be_judged_no_share_is_made() -> None:
    share = timely(year=notified("2025-26", 30, 10, 20))
    assert share.share(share.year).percent == "75.0%"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            (3, 9, 0),
            "How many of the deaths notified in 2025-26 were notified by the next working day is not shown, "
            "so that no child can be recognised.",
        ),
        (
            (145, 3, 9),
            "145 deaths notified in 2025-26 were notified by the next working day; their share is not "
            "shown, so that no child can be recognised.",
        ),
        (
            (0, 3, 9),
            "None of the deaths notified in 2025-26 were notified by the next working day; how many were "
            "later is not shown, so that no child can be recognised.",
        ),
        ((None, None, None), "Nothing is held of deaths notified in 2025-26."),
        ((0, 0, 0), "There were no deaths notified in 2025-26."),
        ((8, 0, 0), "There were too few deaths notified in 2025-26 to say a share."),
    ],
)
def test_where_no_share_may_be_said_the_title_says_why(counts: tuple[int | None, ...], said: str) -> None:
    assert timeliness.finding(timely(year=notified("2025-26", *counts))) == said


def test_a_category_is_named_only_if_it_is_apart_from_all_by_more_than_chance() -> None:
    whole = category("All categories", 150, 150)
    alike = by_category(category("3", 26, 24), category("4", 22, 28), total=whole)
    apart = by_category(category("3", 45, 5), category("4", 22, 28), category("7", 5, 45), total=whole)
    assert categories.finding(alike) == (
        "Modifiable factors were identified in half of all reviews (50.0% of 300) completed in 2021-22 to "
        "2025-26; no category differs from this by more than chance could make."
    )
    assert categories.finding(apart).endswith(
        "more often in category 3 (trauma and other external factors) and less often in category 7 "
        "(chromosomal, genetic and congenital anomalies)."
    )


def test_ten_comparisons_of_categories_are_judged_more_strictly_than_one() -> None:
    row, whole = category("3", 32, 18), category("All categories", 140, 160)
    one = by_category(row, total=whole)
    ten = by_category(row, *(category(str(n), 10, 12) for n in range(4, 11)), total=whole)
    assert "more often" in categories.finding(one)
    assert "more often" not in categories.finding(ten)


def test_deprivation_is_compared_by_rates_with_the_interval_of_their_ratio() -> None:
    assert deprivation.finding(deprived(60, 50, 40, 30, 20)).startswith(
        "Children in the most deprived fifth of areas died at a higher rate than those in the least deprived "
        "in 2021-22 to 2025-26: 3.0 times, 95% interval 1."
    )
    assert "by no more than chance could make" in deprivation.finding(deprived(25, 25, 25, 25, 20))
    assert "cannot be compared" in deprivation.finding(deprived(60, 50, 40, 30, 3))


def test_without_a_population_nothing_is_said_of_risk() -> None:
    said = deprivation.finding(deprived(60, 50, 40, 30, 20, children=None))
    assert said.startswith("Three in ten deaths (30.0% of 200) notified")
    assert "says nothing of risk" in said


def test_a_rate_of_fewer_than_three_deaths_is_not_said_and_one_of_fewer_than_twenty_is_marked() -> None:
    data = deprived(60, 19, 0, 5, 20)
    assert data.value(data.fifths[2]) is None
    assert [deprivation.unreliable(data, fifth) for fifth in data.fifths] == [False, True, False, True, False]


def test_a_share_within_the_funnel_differs_by_no_more_than_chance() -> None:
    inside = funnelled(point("Leicester", "2024-25", 18, 40), point("Leicester", "2025-26", 22, 40))
    assert funnel.finding(inside) == (
        "Both shares that can be shown differ from England’s share (48% in 2024-25) by no more than chance "
        "could make."
    )


def test_one_of_many_outside_the_inner_limits_is_told_as_what_chance_does() -> None:
    points = [point("Leicester", f"20{n}-{n + 1}", 18, 40) for n in range(20, 25)]
    said = funnel.finding(funnelled(*points, point("Leicester", "2025-26", 27, 40)))
    assert said.startswith("1 of 6 shares is outside the 95% limits")
    assert "chance alone" in said


def test_a_share_outside_the_outer_limits_is_named_with_another_reason_than_care() -> None:
    said = funnel.finding(funnelled(point("Leicester", "2024-25", 38, 40)))
    assert said.startswith("Leicester in 2024-25 is above England’s share")
    assert "how reviews are recorded" in said


def test_an_area_is_not_compared_with_a_national_figure_of_long_before() -> None:
    far = funnelled(point("Leicester", "2021-22", 38, 40), year=2021)
    assert far.national is None
    assert funnel.finding(far).startswith("No national figure of 2023-24 to 2025-26")
    assert funnel.standing(far, far.points[0]) == ""


def test_half_of_reviews_took_so_long_or_less_with_and_without_holds() -> None:
    assert time_to_review.finding(reviewed(months("2025-26", 74, 11, 8))) == (
        "Half of the reviews completed in 2025-26 (74) took 11 months or less from the death; without the "
        "time on hold, 8 months or less."
    )
    assert "does not change this" in time_to_review.finding(reviewed(months("2025-26", 74, 11, 11)))
    assert "too few to say" in time_to_review.finding(reviewed(months("2025-26", 6, 11, 11)))
    quarter = time_to_review.finding(reviewed(months("Quarter 2 of 2026-27", 42, 9, 9)))
    assert quarter.startswith("Half of the reviews completed in quarter 2 of 2026-27 (42)")


def test_the_most_frequent_theme_is_named_with_its_age_only_if_rounding_leaves_no_doubt() -> None:
    clear = heat(theme("Prematurity", 40, 5, 0, 0, 0, 0), theme("Asthma", 0, 0, 0, 12, 10, 0))
    assert ages_and_themes.finding(clear) == (
        "Prematurity (45 reviews) is the theme most often confirmed in the reviews completed in 2021-22 to "
        "2025-26, most of them of children who died at 0-27 days (40)."
    )
    rounded = ages_and_themes.AgesAndThemes(
        "2025-26", clear.ages,
        tuple(
            ages_and_themes.ThemeByAge(label, (), PUBLISHABLE.shown(count))
            for label, count in (("Asthma", 42), ("Drowning", 38))
        ),
        PUBLISHABLE,
    )  # fmt: skip
    assert ages_and_themes.finding(rounded).startswith(
        "Asthma (about 40 reviews) and drowning (about 40 reviews)"
    )


def test_a_hidden_theme_can_be_the_most_frequent_so_the_title_speaks_of_those_shown() -> None:
    hidden = heat(theme("Prematurity", 40, 5, 0, 0, 0, 0), theme("Asthma", 0, 0, 0, 2, 2, 0))
    assert ages_and_themes.finding(hidden).startswith("Of those whose numbers are shown, prematurity")
    assert "can be shown" in ages_and_themes.finding(heat(theme("Asthma", 0, 0, 0, 2, 2, 0)))
    assert ages_and_themes.finding(heat(theme("Asthma", 0, 0, 0, 0, 0, 0))).startswith(
        "No theme was confirmed"
    )


def test_a_group_whose_total_is_hidden_is_drawn_and_is_not_outdone_by_a_smaller_one_beside_it() -> None:
    hidden = ages_and_themes.ThemeByAge(
        "Neonatal", tuple(cells(PUBLISHABLE, 45, 3, 0, 0, 0, 0)), Suppressed()
    )
    shown = ages_and_themes.ThemeByAge(
        "Substances", tuple(cells(PUBLISHABLE, 20, 18, 0, 0, 0, 0)), PUBLISHABLE.shown(38)
    )
    data = ages_and_themes.AgesAndThemes("2025-26", AGES, (shown, hidden), PUBLISHABLE, grouped=True)
    assert [row.label for row in data.drawn] == ["Neonatal", "Substances"]
    assert ages_and_themes.finding(data) == (
        "It cannot be said which group of themes was confirmed most often in the reviews completed in "
        "2025-26, as some numbers are not shown: it may be neonatal (about 45 reviews or more)."
    )
    assert ages_and_themes.table(data).head[0] == "Group of themes"
    fewer = replace(hidden, cells=tuple(cells(PUBLISHABLE, 10, 3, 0, 0, 0, 0)))
    said = ages_and_themes.finding(replace(data, rows=(shown, fewer)))
    assert said.startswith("Of those whose numbers are shown, substances (about 40 reviews) is the group of")
