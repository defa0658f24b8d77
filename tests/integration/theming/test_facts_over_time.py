"""Whatever happens, in whatever order: what was answered on a day is answered as known on that day."""

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.statistics.dimensions import AGE_BANDS, FACTOR_DOMAINS, dimensions
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import cases_counted
from services.theming.queries.waiting import times_to_review
from shared.contracts import HoldRaised, HoldReleased, ReviewedFactor
from shared.errors import Refusal
from tests.integration.theming.conftest import Theming, notified, reviewed

EVERY = tuple(dimensions(load_codebook()))
FIRST, LAST = date(2024, 4, 1), date(2027, 3, 31)
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
STEPS = 40
Answer = dict[str, Counter[Any]]


def answers(theming: Theming, known_at: datetime | None) -> Answer:
    """Every count by every dimension, on both bases, and how long reviews took."""
    found: Answer = {}
    for basis in ("notified", "reviewed"):
        counted = theming.act(
            "cdr-manager",
            cases_counted,
            basis=basis,
            dims=EVERY,
            first_day=FIRST,
            last_day=LAST,
            known_at=known_at,
        )
        found[basis] = Counter()
        for each in counted:
            found[basis][each.day, each.area, tuple(each.values[dim] for dim in EVERY)] += each.cases
    waits = theming.act("cdr-manager", times_to_review, first_day=FIRST, last_day=LAST, known_at=known_at)
    return {**found, "waits": Counter(waits)}


class Happenings:
    """Events and decisions as chance brings them: told twice, told late, told otherwise."""

    def __init__(self, theming: Theming, seed: int) -> None:
        self.theming, self.chance = theming, random.Random(seed)
        self.cases = [f"LLR-2026-{number:04}" for number in range(8)]

    def one(self) -> None:
        case = self.chance.choice(self.cases)
        happens = self.chance.choice(
            (self.notify, self.notify, self.review, self.review, self.hold, self.decide)
        )
        with suppress(Refusal):  # there is nothing to decide: that happens too
            happens(case)

    def day(self) -> date:
        return date(2025, 1, 1) + timedelta(days=self.chance.randrange(600))

    def notify(self, case: str) -> None:
        said = notified(
            case,
            on=self.day(),
            met=self.chance.choice((True, False, None)),
            died_in=self.chance.choice((None, "2024-11", "2025-03")),
            age_band=self.chance.choice(AGE_BANDS),
            area=self.chance.choice(("Leicester", "Rutland", "Elsewhere")),
            expected=self.chance.choice(("yes", "no", "not_known")),
            supplementary_forms=tuple(self.chance.sample(("Drowning", "Epilepsy", "Cardiac"), 2)),
        )
        self.theming.tell(*[said] * self.chance.choice((1, 2)))

    def review(self, case: str) -> None:
        factors = [
            ReviewedFactor(domain=domain, factor="x", grade=1, modifiable=self.chance.choice(("yes", "no")))
            for domain in FACTOR_DOMAINS
        ]
        self.theming.tell(
            reviewed(
                case,
                on=self.day(),
                review_version=self.chance.randrange(1, 6),
                category=self.chance.randrange(1, 11),
                factors=tuple(factors),
            )
        )

    def hold(self, case: str) -> None:
        hold_id = f"{case}-{self.chance.choice('ab')}"
        began = HoldRaised(case_reference=case, hold_id=hold_id, kind="inquest", placed_on=self.day())
        ended = HoldReleased(case_reference=case, hold_id=hold_id, lifted_on=self.day())
        self.theming.tell(self.chance.choice((began, ended)))

    def decide(self, case: str) -> None:
        theme = self.chance.choice(("asthma", "drowning", "consanguinity"))
        decides = self.chance.choice((add_theme, confirm_theme, reject_theme))
        self.theming.act("cdr-manager", decides, case=case, theme=theme, reason="As the case says")


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.rehearsal) for n in (1, 2, 3))])
def test_what_was_answered_on_a_day_is_answered_as_known_on_that_day_ever_after(
    theming: Theming, seed: int
) -> None:
    happenings, noted = Happenings(theming, seed), {}
    for step in range(STEPS):
        theming.at = BEGAN + timedelta(days=step)
        happenings.one()
        noted[theming.at] = answers(theming, None)
        assert answers(theming, theming.at) == noted[theming.at], "what is known now is what is known today"
    assert len({str(answer) for answer in noted.values()}) > STEPS / 3, "the figures did change"
    for at, answer in list(noted.items())[::2]:
        assert answers(theming, at) == answer
