"""The page of charts on a real database: what is drawn is what the statistics publish."""

import csv
import io
import random
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.integration.theming.conftest import Theming, enter, notified, reviewed

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
def drawn(theming: Theming) -> Theming:
    two_years(theming)
    return theming


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


def test_all_six_charts_stand_with_their_findings_tables_and_files(seen: TestClient) -> None:
    page = get(seen)
    assert page.status_code == 200
    assert page.text.count('role="img"') == 12, "six charts, each for a wide and a narrow screen"
    assert page.text.count("<table") == 6
    for name in NAMES:
        assert f'id="{name}"' in page.text
        assert f"/themes/charts/{name}.csv?" in page.text
