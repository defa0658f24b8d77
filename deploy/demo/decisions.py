"""What the panel decided: category, factors from what the case affirms, modifiability, learning, actions."""

from datetime import date, timedelta
from random import Random

from deploy.demo.case import DemoAction, DemoDecision, DemoFactor
from deploy.demo.data import Table, table

_INADEQUATE = 0.04
_MOST_FACTORS = 6
_DAYS_FOR_AN_ACTION = (60, 90, 120, 180)
# A theme that is itself a category of death, recorded as secondary where the primary one comes before it.
_CATEGORY_OF = {
    "malignancy": 4,
    "genetic_chromosomal": 7,
    "congenital_heart": 7,
    "congenital_other": 7,
    "prematurity": 8,
    "infection_sepsis": 9,
}


def decide(rng: Random, scenario: Table, affirmed: list[str], on: date) -> DemoDecision:
    """The panel's record for a case of this kind with these themes, at a meeting ``on`` a day."""
    themes = affirmed[:_MOST_FACTORS]
    modifiability = _modifiability(rng, scenario)
    rows = [table("factors")[theme] for theme in themes]
    factors = _factors(rng, rows, modifiability)
    graded = zip(rows, factors, strict=True)
    wanted = [row for row, factor in graded if factor.modifiable == "yes"] or rows[:1]
    primary: int = scenario["category"]
    secondary = sorted({_CATEGORY_OF[theme] for theme in themes if _CATEGORY_OF.get(theme, 0) > primary})
    return DemoDecision(
        category=primary,
        secondary_categories=tuple(secondary),
        factors=factors,
        modifiability=modifiability,
        cause_of_death=scenario["cause"],
        summary=_summary(scenario, factors),
        learning=tuple(row["learning"] for row in wanted[:3]),
        actions=_actions(rng, wanted, on) if modifiability == "modifiable" else (),
    )


def _modifiability(rng: Random, scenario: Table) -> str:
    if rng.random() < _INADEQUATE:
        return "inadequate_information"
    return "modifiable" if rng.random() < scenario["modifiable"] else "none"


def _factors(rng: Random, rows: list[Table], modifiability: str) -> tuple[DemoFactor, ...]:
    found = [_factor(rng, row, modifiability) for row in rows]
    if modifiability == "modifiable" and not any(factor.modifiable == "yes" for factor in found):
        last = found[-1]
        found[-1] = DemoFactor(last.domain, last.factor, 2, "yes")
    return tuple(found)


def _factor(rng: Random, row: Table, modifiability: str) -> DemoFactor:
    if modifiability == "inadequate_information":
        return DemoFactor(row["domain"], row["factor"], 0, "not_known")
    if modifiability == "none":
        return DemoFactor(row["domain"], row["factor"], rng.choice((1, 2, 2)), "no")
    return DemoFactor(row["domain"], row["factor"], 2, row["modifiable"])


def _summary(scenario: Table, factors: tuple[DemoFactor, ...]) -> str:
    noted = "; ".join(factor.factor[0].lower() + factor.factor[1:] for factor in factors if factor.grade == 2)
    return f"{scenario['summary']} The panel noted: {noted}." if noted else scenario["summary"]


def _actions(rng: Random, rows: list[Table], on: date) -> tuple[DemoAction, ...]:
    chosen = [row["action"] for row in rows[: rng.choice((1, 1, 2))]]
    return tuple(DemoAction(row["text"], row["owner"], _due(rng, on), row["level"]) for row in chosen)


def _due(rng: Random, on: date) -> date:
    return on + timedelta(days=rng.choice(_DAYS_FOR_AN_ACTION))
