"""Somebody who asks the table maker much, puts the answers together, and what she can work out of them."""

import random
from collections import Counter
from datetime import date
from itertools import product

import highspy
import numpy as np

from deploy.personas import PERSONAS
from services.theming.actions.statistics.ask_table import Answer, ask_table
from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.spans import parse_span
from services.theming.domain.statistics.table_question import Asked, read_table_question
from services.theming.queries.facts import cases_counted
from services.theming.tables_made.counting import count_cells, kinds_of
from services.theming.tables_made.layout import linking_of
from services.theming.tables_made.making import KNOWN, SAFE
from services.theming.tables_made.open_statistics import open_statistics
from shared.disclosure.cells import Suppressed
from shared.disclosure.policies import policy_on

from .conftest import NOW, Theming, notified, reviewed

TODAY = date(2026, 11, 21)
PUBLISHABLE = policy_on("publishable", TODAY)
DIMS = ("age_band", "sex", "modifiability")
FILTERS = {
    "age_band": ("0-27 days", "28-364 days", "15-17 years"),
    "sex": ("female", "male"),
    "modifiability": ("modifiable", "none"),
}
PERIODS = (
    "2023-24..2025-26",
    "2024-25..2025-26",
    "2023-24..2024-25",
    "2025-26",
    "2024-25",
    "2025-26-H1",
    "2025-26-H2",
)
AGES = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")


def fill(theming: Theming) -> None:
    """Three years of about 75 deaths, as uneven as they are: four in ten newborn, few in Rutland."""
    draw = random.Random(9)
    for number in range(1, 226):
        case = f"LLR-2023-{number:04d}"
        year = 2023 + number % 3
        day = date(year, 4, 1).toordinal() + draw.randrange(365)
        theming.tell(
            notified(
                case,
                on=date.fromordinal(day - 100),
                area=draw.choices(("Leicester", "Leicestershire", "Rutland"), (50, 46, 4))[0],
                age_band=draw.choices(AGES, (42, 20, 13, 8, 8, 9))[0],
                sex=draw.choices(("female", "male", "not_known"), (44, 55, 1))[0],
                deprivation_quintile=draw.choices((1, 2, 3, 4, 5), (40, 22, 16, 12, 10))[0],
            ),
            reviewed(
                case,
                on=date.fromordinal(day),
                category=draw.choices((8, 7, 5, 9, 4, 3, 10, 2, 6), (34, 24, 8, 7, 6, 6, 7, 4, 4))[0],
                modifiability=draw.choices(("modifiable", "none"), (40, 60))[0],
            ),
        )


def ask(theming: Theming, person: str = "public-health-analyst", **asked) -> Answer:
    asked.setdefault("period", "2023-24..2025-26")
    question = read_table_question(SAFE, Asked(**asked), today=TODAY)
    return theming.act(person, ask_table, question=question, today=TODAY)


class Reader:
    """Somebody with every answer and the open tables; her unknowns are the finest groups of cases."""

    def __init__(self, theming: Theming, basis: str = "reviewed") -> None:
        with theming.database.transaction(person=PERSONAS["public-health-analyst"], at=NOW) as tx:
            counted = cases_counted(
                tx, basis=basis, dims=DIMS, first_day=date(2023, 4, 1), last_day=date(2026, 3, 31)
            )
        self.kinds = kinds_of(counted)
        self.linking = linking_of(KNOWN, {})
        used = {dim: sorted({v for kind in self.kinds for v in kind.values[dim]}) for dim in (*DIMS, "area")}
        halves = {
            span.name: sorted(span.months)[0]
            for span in (parse_span(f"{y}-{y - 1999}-H{h}") for y in (2023, 2024, 2025) for h in (1, 2))
        }
        self.dims = (*DIMS, "area", "period")
        self.groups = list(product(*(used[dim] for dim in (*DIMS, "area")), halves.values()))
        self.model = highspy.Highs()
        self.model.silent()
        self.model.setOptionValue("simplex_strategy", 4)
        self.model.addVars(len(self.groups), np.zeros(len(self.groups)), np.full(len(self.groups), np.inf))

    def members(self, key) -> np.ndarray:
        held = {dim: self.linking.leaves(dim, value) for dim, value in pairs(key)}
        at = [(self.dims.index(dim), leaves) for dim, leaves in held.items()]
        return np.array(
            [n for n, g in enumerate(self.groups) if all(g[p] in leaves for p, leaves in at)], dtype=np.int32
        )

    def told(self, key, cell) -> None:
        if not isinstance(cell, Suppressed):
            low, high = PUBLISHABLE.interval(getattr(cell, "count", 0))
            members = self.members(key)
            if len(members):
                self.model.addRow(low, high, len(members), members, np.ones(len(members)))

    def range_of(self, key) -> tuple[float, float]:
        members = self.members(key)
        return self._best(members, 1), self._best(members, -1)

    def _best(self, members: np.ndarray, sign: int) -> float:
        for place in members.tolist():
            self.model.changeColCost(place, float(sign))
        self.model.run()
        assert self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = np.array(self.model.getSolution().col_value)[members].sum()
        for place in members.tolist():
            self.model.changeColCost(place, 0.0)
        return float(found)


def some_question(draw: random.Random) -> dict:
    """One of many that are nearly the same: of few dimensions, filtered, of near periods and areas."""
    rows, columns, *others = draw.sample(DIMS, len(DIMS))
    asked = {"rows": rows, "period": draw.choice(PERIODS)}
    if draw.random() < 0.5:
        asked["columns"] = draw.choice([columns, "area"])
    if draw.random() < 0.5:
        dim = draw.choice([d for d in (columns, *others) if d != asked.get("columns")])
        asked["filters"] = (f"{dim}={draw.choice(FILTERS[dim])}",)
    if asked.get("columns") != "area" and draw.random() < 0.5:
        asked["area"] = draw.choice(["Leicester", "Leicestershire and Rutland"])
    return asked


def narrowed_by(theming: Theming, questions: list[dict]) -> tuple[Counter, list]:
    """How the questions were answered, and what hidden counts their answers together narrow.

    A count that nobody had asked for can be narrower already when it is asked for: then it counts if it gets
    narrower still.
    """
    reader, hidden, before, outcomes = Reader(theming), {}, {}, Counter()
    for key, cell in open_cells(reader).items():
        reader.told(key, cell)
    for asked in questions:
        answer = ask(theming, **asked)
        outcomes[type(answer.refused).__name__ if answer.refused else "answered"] += 1
        for place, key in answer.table.keys.items() if answer.table else ():
            cell = answer.table.cells[place]
            if isinstance(cell, Suppressed) and key not in hidden:
                hidden[key] = count_cells(reader.kinds, [key], reader.linking)[key]
                before[key] = reader.range_of(key)
        for place, key in answer.table.keys.items() if answer.table else ():
            reader.told(key, answer.table.cells[place])
    found = [
        (key, count, reader.range_of(key), before[key])
        for key, count in hidden.items()
        if count and not wide(count, *reader.range_of(key)) and narrower(reader.range_of(key), before[key])
    ]
    return outcomes, found


def narrower(now: tuple[float, float], before: tuple[float, float]) -> bool:
    return now[1] - now[0] < before[1] - before[0] - 1e-6


def wide(count: int, low: float, high: float) -> bool:
    if count > 7:  # suppressed for another's sake: no nearer than it would be printed
        return high - low >= 4 - 1e-6
    return low <= 1 + 1e-6 and high >= 7 - 1e-6


def open_cells(reader: Reader) -> dict:
    found = {}
    for span in map(parse_span, ("2023-24", "2024-25", "2025-26")):
        shown = open_statistics(reader.kinds, span, [KNOWN[dim] for dim in DIMS], reader.linking, PUBLISHABLE)
        for key, count in shown.counts.items():
            found[key] = Suppressed() if key in shown.hidden else PUBLISHABLE.shown(count)
    return found
