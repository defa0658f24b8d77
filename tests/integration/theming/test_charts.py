"""The page of charts on a real database: what is drawn is what the statistics publish."""

import csv
import io
import random
import re
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.theming.conftest import Filled, Theming, enter, notified, reviewed

PAGE = "/themes/charts"
AGES = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")
AREAS = ("Leicester", "Leicestershire", "Rutland")
NAMES = ("timeliness", "categories", "themes", "deprivation", "funnel", "time-to-review")


def two_years(theming: Theming) -> None:
    """A hundred and fifty deaths notified and reviewed over two years, unevenly; two in three in time."""
    draw = random.Random(5)
    for number in range(1, 151):
        case, day = f"LLR-2023-{number:04d}", date(2024, 4, 1) + timedelta(days=draw.randrange(364))
        day = day.replace(year=day.year + number % 2) if (day.month, day.day) != (2, 29) else day
        theming.tell(
            notified(
                case,
                on=day - timedelta(days=draw.choice((90, 240, 400))),
                met=number % 3 != 0,
                area=draw.choices(AREAS, (50, 46, 4))[0],
                age_band=draw.choices(AGES, (42, 20, 13, 8, 8, 9))[0],
                deprivation_quintile=draw.choices((1, 2, 3, 4, 5), (40, 25, 15, 12, 8))[0],
            ),
            reviewed(
                case,
                on=day,
                category=draw.choices((8, 7, 3, 9), (45, 30, 15, 10))[0],
                modifiability="modifiable" if draw.random() < 0.45 else "none",
            ),
        )


@pytest.fixture
def drawn(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, two_years)


@pytest.fixture
def seen(drawn: Theming, web: TestClient) -> TestClient:
    enter(web, "public-health-analyst")
    return web


def get(web: TestClient, **query: str) -> Any:
    return web.get(PAGE, params={"year": "2025-26", **query})


def figures(web: TestClient, name: str, **query: str) -> list[dict[str, str]]:
    answer = web.get(f"{PAGE}/{name}.csv", params={"year": "2025-26", **query})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_page_has_six_charts_each_with_an_image_of_its_own(seen: TestClient) -> None:
    """The page itself protects nothing, so it does not wait."""
    page = get(seen)
    assert page.status_code == 200
    for name in NAMES:
        assert f'id="{name}"' in page.text
        assert f"/themes/charts/{name}.svg?" in page.text
        assert f"/themes/charts/{name}?" in page.text


def test_a_chart_that_is_still_being_drawn_says_so_and_keeps_its_place(seen: TestClient) -> None:
    page = get(seen).text
    assert page.count("This chart is being drawn.") == len(NAMES)
    images = re.findall(r'<(?:img class="cdr-chart|source )[^>]*>', page)
    assert len(images) == 2 * len(NAMES)
    assert all(re.search(r' width="\d+" height="\d+"', image) for image in images)


@pytest.mark.parametrize("name", ["timeliness", "deprivation"])
def test_a_charts_own_page_has_its_finding_its_image_its_table_and_its_files(
    seen: TestClient, name: str
) -> None:
    page = seen.get(f"{PAGE}/{name}", params={"year": "2025-26"})
    assert page.status_code == 200
    assert page.text.count('role="img"') == 2, "for a wide and for a narrow screen"
    assert page.text.count("<table") == 1
    assert f"/themes/charts/{name}.csv?" in page.text
    finding = re.search(r"<title id[^>]*>([^<]*)</title>", page.text)
    assert finding
    assert f"{finding[1]}</h1>" in page.text
    assert not re.search(r"LLR-20\d\d-", page.text)


def test_what_is_drawn_is_what_the_statistics_publish(seen: TestClient) -> None:
    """The same cells as the open table of the same year, hidden ones included."""
    query = {"by": "in_time", "period": "2024-25", "basis": "notified"}
    table = seen.get("/themes/statistics/table.csv", params=query).text
    published = {row["in_time"]: row["count"] for row in csv.DictReader(io.StringIO(table))}
    drawn = next(row for row in figures(seen, "timeliness") if row["Period"] == "2024-25")
    assert drawn["By the next working day"] == published["in_time"]
    assert drawn["Later"] == published["late"]


def test_no_count_that_the_policy_hides_is_in_any_file_or_image(seen: TestClient) -> None:
    for name in ("categories", "deprivation", "funnel"):
        for row in figures(seen, name):
            counts = {
                title: row[title.removesuffix(": status")] for title in row if title.endswith(": status")
            }
            assert all(row[t] in ("shown", "zero", "suppressed", "missing") for t in counts), row
            shown = [int(count) for count in counts.values() if count not in ("*", ":")]
            assert all(count == 0 or (count >= 8 and count % 5 == 0) for count in shown), row


def test_a_chart_comes_as_an_image_that_needs_nothing_else(seen: TestClient) -> None:
    image = seen.get(f"{PAGE}/funnel.svg", params={"year": "2025-26", "shape": "print"})
    assert image.headers["content-type"] == "image/svg+xml"
    assert 'filename="2025-26-all-funnel.svg"' in image.headers["content-disposition"]
    assert "<title" in image.text
    assert "England 48%, 2024-25" in image.text


def test_deprivation_is_drawn_as_rates_and_says_that_the_demonstrations_children_are_invented(
    seen: TestClient,
) -> None:
    image = seen.get(f"{PAGE}/deprivation.svg", params={"year": "2025-26"}).text
    assert "for each 100,000 children" in image
    assert "Synthetic: invented" in image


def test_every_fault_of_what_is_asked_is_named_and_nothing_is_repeated(seen: TestClient) -> None:
    page = get(seen, year="2025-26-Q1", area="Jane Doe", policy="mine")
    assert page.status_code == 422
    assert "Charts are about a whole year" in page.text
    assert page.text.count("For whom: this is not among the choices here.") == 1, "an analyst chooses none"
    assert page.text.count("Area: this is not among the choices here.") == 2
    assert "Jane Doe" not in page.text
    assert seen.get(f"{PAGE}/faces.svg", params={"year": "2025-26"}).status_code == 404


def test_the_board_sees_exact_counts_and_public_health_does_not(drawn: Theming, web: TestClient) -> None:
    board = {"year": "2025-26", "policy": "restricted_board"}
    enter(web, "public-health-analyst")
    assert get(web, policy="restricted_board").status_code == 403
    assert web.get(f"{PAGE}/timeliness", params=board).status_code == 403
    enter(web, "cdr-manager")
    assert "Not for publication" in web.get(f"{PAGE}/timeliness", params=board).text
    assert "Not for publication" in web.get(f"{PAGE}/timeliness.svg", params=board).text


def test_the_times_of_reviews_are_those_of_the_cases(seen: TestClient) -> None:
    """Half the reviews took eight months or less: gaps of 90, 240 and 400 days, as often as each other."""
    last = figures(seen, "time-to-review")[-1]
    assert last["Months from death to review (median)"] == "8"
    assert last["Without time on hold (median)"] == "8"


def test_a_year_of_which_nothing_is_held_is_told_so(theming: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    page = web.get(f"{PAGE}/time-to-review", params={"year": "2026-27"})
    assert page.status_code == 200
    assert "Nothing is held of reviews completed in 2026-27." in page.text
