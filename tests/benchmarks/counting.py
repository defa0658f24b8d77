"""Themed statistics from the API over 40,000 cases (ten years of England) and over 4,000, on 127.0.0.1.

What is held up is a day of an analyst: six dimensions, five years, their quarters and halves, every area,
asked of a server that has just started, with a review completed anew now and then, and the step of the
worker that makes answers ready run after each, as a worker does within moments. Told apart besides: what was
asked already; what is asked at once after a change, before any worker has seen it; and a year that nobody,
nor the worker, has asked for (a database from before, in its first minutes).

Beside them what is simple: the rows of the year read anew, counted with pandas, and the smallest other count
of each row and column hidden. It hides too little (it does not look at how tables hang together) and is
measured without a web server.
"""

import random
import re
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from itertools import product
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlencode

import pandas
import psycopg

from deploy.host import installation
from services.theming.actions.statistics.make_ready import MAKE_READY, STILL_FOR
from services.theming.domain.statistics.tree import AREAS
from services.theming.domain.themes.codebook import load_codebook
from services.theming.handlers import HANDLERS
from shared.contracts import ReviewCompleted
from shared.people import SYSTEM
from shared.settings import Settings
from shared.storage import Database
from tests.benchmarks.measuring import load, note, report
from tests.benchmarks.processes import CDOP, environment_of, serving

FEW, MANY = 4_000, 40_000
YEARS = range(2021, 2026)  # of the ten
ASKED, ASKED_BETWEEN = 600, 50
MOST_MILLISECONDS, MOST_TIMES = 150.0, 1.5
PATH = "/themes/api/v1/statistics"
BY = ("theme", "theme_group", "category", "age_band", "modifiability", "sex")
PERIODS = ("-Q1", "-Q3", "-H1", "")
Taken = list[list[float]]
"""Seconds of each answer, over few cases and over many."""
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
BANDS = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")
LOCAL = ("Leicester", "Leicestershire", "Rutland")
_FACTS = (
    "case_reference, notified_on, area, age_band, sex, reviewed_on, review_version, category, modifiability"
)
_NOTIFIED, _REVIEWED = (
    "notified_on, area, age_band, sex",
    "reviewed_on, review_version, category, modifiability",
)
_STATEMENTS = (
    *(
        f"INSERT INTO case_fact_version (case_reference, source, number, known_from, {columns})"
        f" SELECT case_reference, '{source}', 1, now(), {columns} FROM case_facts"
        for source, columns in (("notified", _NOTIFIED), ("reviewed", _REVIEWED))
    ),
    "INSERT INTO theme_decision (case_reference, theme, step, decided_by, decided_by_name, decided_at)"
    " SELECT case_reference, theme, 'confirmed', 'm', 'M', decided_at FROM theme_confirmation",
)


def counting(few: Settings, many: Settings) -> None:
    """A row of the table. Ends the run where the API is too slow, or slower the more there is."""
    both = ((few, FEW), (many, MANY))
    for settings, cases in both:
        with installation(settings):
            _fill(settings.owner_url("theming"), cases)
    with ExitStack() as stack:
        asking = [stack.enter_context(_asking(settings)) for settings, _ in both]
        cold = _each_asked(asking, _first_questions())
    with ProcessPoolExecutor(len(both)) as workers:
        list(workers.map(_make_ready, [settings for settings, _ in both]))
    with ExitStack() as stack:
        asking = [stack.enter_context(_asking(settings)) for settings, _ in both]
        offices = [stack.enter_context(_office(*each)) for each in both]
        questions = list(_questions())
        mixed: Taken = [[], []]
        for start in range(0, ASKED, ASKED_BETWEEN):
            for office in offices:
                office.complete_a_review_anew()
                office.make_ready()
            _add(mixed, _each_asked(asking, questions[start : start + ASKED_BETWEEN]))
        warm = _each_asked(asking, questions)
        changed: Taken = [[], []]
        for question in _questions_of(offices[0].year):
            for office in offices:
                office.complete_a_review_anew()
            _add(changed, _each_asked(asking, [question]))
    simple = [_simply(many.owner_url("theming"), question) for question in questions[:60]]
    small, large = (_p95(each) for each in mixed)
    report(
        f"Statistics over {MANY:,} cases, 1 in p95",
        1 / large,
        1 / _p95(simple),
        "answers/s",
        "pandas, by thumb",
    )
    note(
        f"  p95 {large * 1000:.0f} ms over {MANY:,} cases (at most {MOST_MILLISECONDS:.0f}),"
        f" {small * 1000:.0f} ms over {FEW:,}: {large / small:.2f} times (at most {MOST_TIMES:.1f});"
        f" a change before every {ASKED_BETWEEN}th"
    )
    _note("asked already", warm)
    _note("the changed year, at once after one case changed", changed)
    _note("a year that nothing was settled of", cold)
    note(f"  {load()}")
    if large * 1000 > MOST_MILLISECONDS or large > MOST_TIMES * small:
        raise SystemExit(
            f"statistics take {large * 1000:.0f} ms, {large / small:.2f} times as long as over {FEW:,}"
        )


def _each_asked(asking: list["Asking"], questions: Iterable[dict[str, str]]) -> Taken:
    """Each question of one after the other, so that what else the machine does is shared out evenly."""
    taken: Taken = [[] for _ in asking]
    for question in questions:
        for mine, each in zip(taken, asking, strict=True):
            mine.append(each.take(question))
    return taken


def _add(taken: Taken, more: Taken) -> None:
    for mine, each in zip(taken, more, strict=True):
        mine += each


def _note(what: str, taken: Taken) -> None:
    few, many = (f"{_p95(each) * 1000:,.0f} ms" for each in taken)
    note(f"  {what}: p95 {many}, over {FEW:,} {few} ({len(taken[0])} questions)")


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18]


def _first_questions() -> Iterator[dict[str, str]]:
    for by, year in product(BY, YEARS[:2]):
        yield {"by": by, "period": _name(year), "area": "all"}


def _questions() -> Iterator[dict[str, str]]:
    draw = random.Random(3)
    for _ in range(ASKED):
        period = _name(draw.choice(YEARS)) + draw.choice(PERIODS)
        yield {"by": draw.choice(BY), "period": period, "area": draw.choice(AREAS)}


def _questions_of(year: int) -> Iterator[dict[str, str]]:
    for by, period in product(BY, PERIODS):
        yield {"by": by, "period": _name(year) + period, "area": "all"}


def _name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


class Asking:
    """An analyst with a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookie = ""
        form = self._ask("GET", "/sign-in", 200)
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        signing_in = {"csrf_token": token[1] if token else "", "persona": "public-health-analyst"}
        self._ask("POST", "/sign-in", 303, urlencode(signing_in))

    def take(self, question: dict[str, str]) -> float:
        """Seconds until the whole answer is there."""
        started = time.perf_counter()
        self._ask("GET", f"{PATH}?{urlencode(question, quote_via=quote)}", 200)
        return time.perf_counter() - started

    def _ask(self, method: str, path: str, status: int, body: str | None = None) -> str:
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._answer(method, path, body, headers)
        text = answer.read().decode()
        if answer.status != status:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {text[:300]}")
        self._cookie = (answer.getheader("Set-Cookie") or self._cookie).split(";")[0]
        return text

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        """The server closes a connection that was idle for 5 s."""
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except ConnectionError:
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()


@contextmanager
def _asking(settings: Settings) -> Iterator[Asking]:
    with serving("-c", CDOP, "serve", "theming", environment=environment_of(settings)) as server:
        yield Asking(server.port)


class Office:
    """Completes reviews anew, all of one year, and does what the worker does then."""

    year = YEARS[-1]

    def __init__(self, database: Database, cases: int) -> None:
        self._database, self._cases, self._done = database, cases, 0

    def complete_a_review_anew(self) -> None:
        self._done += 1
        case = _case(self._cases - 100 - self._done)
        event = ReviewCompleted(
            case_reference=case, completed_on=NOW.date(), summary="", review_version=2, category=2,
            secondary_categories=(), category_scale="2019", overridden=False, factors=(),
            modifiability="none", learning=(), actions=(),
        )  # fmt: skip
        with self._database.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            HANDLERS[ReviewCompleted](tx, event)

    def make_ready(self) -> None:
        """Until all that is asked for is ready; changes are taken to have stood still for long enough."""
        self._step(datetime.now(UTC))
        while self._step(datetime.now(UTC) + STILL_FOR):
            pass

    def _step(self, at: datetime) -> bool:
        with self._database.transaction(person=SYSTEM, at=at) as tx:
            task = MAKE_READY.take(tx)
        if task is None or task.year.basis != "reviewed" or task.year.year < YEARS[0]:
            return False  # what is asked here comes first: by default, and of the newest years
        settled = MAKE_READY.do(task)
        with self._database.transaction(person=SYSTEM, at=at) as tx:
            MAKE_READY.record(tx, task, settled)
        return True


@contextmanager
def _office(settings: Settings, cases: int) -> Iterator[Office]:
    database = Database("theming", settings.database_url("theming"))
    yield Office(database, cases)
    database.close()


def _make_ready(settings: Settings) -> None:
    with _office(settings, 0) as office:
        office.make_ready()


def _fill(url: str, cases: int) -> None:
    draw = random.Random(cases)
    themes = list(load_codebook().themes)
    usual = [1 / (place + 2) for place in range(len(themes))]
    with psycopg.connect(_plain(url)) as connection:
        with connection.cursor().copy(
            f"COPY case_facts (case_reference, {_NOTIFIED}, {_REVIEWED}) FROM STDIN"
        ) as copy:
            for number in range(cases):
                copy.write_row(_facts(number, cases, draw))
        with connection.cursor().copy(
            "COPY theme_confirmation (case_reference, theme, status, proposed_at, pipeline_version, by_hand,"
            " decided_by, decided_by_name, reason, decided_at) FROM STDIN"
        ) as copy:
            for number in range(cases):
                for theme in set(draw.choices(themes, usual, k=3)):
                    copy.write_row((_case(number), theme, "confirmed", NOW, "1", False, "m", "M", "", NOW))
        for statement in _STATEMENTS:
            connection.execute(statement)
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("ANALYZE")


def _case(number: int) -> str:
    return f"OLD-2016-{number:06}"


def _facts(number: int, cases: int, draw: random.Random) -> tuple[Any, ...]:
    day = date(2016, 4, 1) + timedelta(days=number * 3650 // cases)
    area = draw.choices(LOCAL, (50, 46, 4))[0]
    told = (
        _case(number),
        day - timedelta(days=150),
        area,
        draw.choices(BANDS, (42, 20, 13, 8, 8, 9))[0],
        "female",
    )
    return (*told, day, 1, draw.choices(range(1, 11), (1, 3, 6, 8, 8, 9, 25, 30, 6, 4))[0], "modifiable")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _simply(url: str, question: dict[str, str]) -> float:
    """Seconds to count the year's rows anew and hide what is small with the smallest beside it."""
    year = int(question["period"][:4])
    started = time.perf_counter()
    with psycopg.connect(_plain(url)) as connection:
        rows = connection.execute(
            "SELECT reviewed_on, area, age_band, category, theme FROM case_facts LEFT JOIN theme_confirmation"
            " USING (case_reference) WHERE reviewed_on BETWEEN %s AND %s",
            (date(year, 4, 1), date(year + 1, 3, 31)),
        ).fetchall()
    frame = pandas.DataFrame(rows, columns=["day", "area", "age_band", "category", "theme"])
    frame["quarter"] = pandas.PeriodIndex(pandas.to_datetime(frame["day"]), freq="Q-MAR").quarter
    by = question["by"] if question["by"] in frame else "theme"
    table = pandas.crosstab(frame[by], [frame["area"], frame["quarter"]], margins=True)
    _by_thumb(table)
    return time.perf_counter() - started


def _by_thumb(table: pandas.DataFrame) -> pandas.DataFrame:
    hidden = (table > 0) & (table < 8)
    while True:
        lines = [hidden.loc[row] for row in table.index] + [hidden[column] for column in table.columns]
        alone = [line for line in lines if line.sum() == 1 and len(line) > 1]
        if not alone:
            return table.mask(hidden).round(-1)
        line = alone[0]
        at = table.loc[line.name] if line.name in table.index else table[line.name]
        smallest = at[~line].idxmin()
        if line.name in table.index:
            hidden.loc[line.name, smallest] = True
        else:
            hidden.loc[smallest, line.name] = True
