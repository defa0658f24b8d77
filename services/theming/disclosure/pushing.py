"""Many cells made safe at once, where asking of each cell by itself would take hours.

A few of the small counts, drawn by lot, are pushed as far as the policy wants in one linear program, in which
shown counts may give way at the price of their going; those that do are hidden. A second program, in which
nothing gives way, bears witness to how far counts can go now. What is hidden here only grows, so that every
witness stays good. What is bought early is what is cheap: a push is worth little at first. (After Kelly,
Golden and Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22, 1992,
with many cells in each program.)
"""

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray

from services.theming.disclosure.choosing import cost_of
from services.theming.disclosure.evident import Evident
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.programs import Numbers, bounds_if_hidden, bounds_if_shown, program
from services.theming.domain.statistics.tree import Key

Places = NDArray[np.bool_]
SHARE, FEW_AT_ONCE, MANY_AT_ONCE = 0.05, 1, 50
"""Of the counts that cannot yet go far enough, so many are pushed at once: they get in each other's way."""
WORTH, GROWS, GROWS_IF_HUGE, MOST_WORTH = 2.0, 1.2, 1.5, 2e4
"""What it is worth at first that a count can go one further, and how that grows from push to push: if slowly,
less is hidden."""
HUGE = 10_000
IDLE, MOST_PUSHES = 4, 150
"""It ends after so many pushes that bear witness to nothing new, or after so many in all."""
MOST_AT_RANDOM, ENOUGH_AT_RANDOM = 60, 0.97
"""At first all are pushed this way or that while nothing gives way: so often at most, and as long as no more
than this share of the bounds is still too near after a push."""
LEFT_TO_THE_READER = 12
"""So few bounds are asked about one by one sooner than all are pushed again."""
IN_VAIN = 3
"""After so many pushes for which nothing gave way, it is first tried without."""
GIVES_WAY = 0.05
"""What moves by less does so for the solver's rounding."""
TOLERANCE = 1e-6
Says = Callable[[str], None]


def silent(_: str) -> None:
    """Says nothing."""


class Pushing:
    """``hidden`` grows, and ``lowest`` and ``highest`` grow apart: by place, published cells, then finer."""

    def __init__(self, problem: Problem, hidden: frozenset[Key], evident: Evident) -> None:
        self.problem = problem
        self.hidden: Places = np.array([key in hidden for key in problem.keys])
        self.counts = np.array([float(count) for count in problem.counts.values()])
        self.lowest, self.highest = self.counts.copy(), self.counts.copy()
        self._least = evident.at_least[: len(problem.keys)]
        self._in_vain = 0
        self._when_hidden, self._when_shown = bounds_if_hidden(problem), bounds_if_shown(problem)
        able = [key in problem.hideable and not self.hidden[at] for at, key in enumerate(problem.keys)]
        self._able = np.flatnonzero(able)
        far = problem.policy.suppress_to - problem.policy.suppress_from
        self._prices = np.array([cost_of(problem, problem.keys[at]) / far for at in self._able.tolist()])
        self._draw = np.random.default_rng(len(problem.keys))  # the same for the same problem
        self._model = program(problem, self._when_hidden)
        self._model.setOptionValue("solver", "ipm")
        self._model.setOptionValue("run_crossover", "off")
        self._add_what_gives_way()

    def _add_what_gives_way(self) -> None:
        """Two more columns for each cell that may be hidden: how far it is above and below what is shown."""
        entries: dict[Key, list[tuple[int, float]]] = {
            self.problem.keys[at]: [] for at in self._able.tolist()
        }
        for row, relation in enumerate(self.problem.relations):
            for key in relation.keys:
                if key in entries:
                    entries[key].append((row, 1.0 if key in relation.whole else -1.0))
        starts = np.cumsum([0, *map(len, entries.values())])[:-1].astype(np.int32)
        rows = np.array([row for each in entries.values() for row, _ in each], dtype=np.int32)
        values = np.array([value for each in entries.values() for _, value in each], dtype=np.float64)
        nothing = np.zeros(len(entries))
        for sign in (1.0, -1.0):
            self._model.addCols(
                len(entries), nothing, nothing, nothing, len(rows), starts, rows, sign * values
            )

    def push_all(self, say: Says) -> None:
        """Pushes until every hidden count can go far enough, or nothing more comes of it."""
        self._push_at_random(say)
        worth, idle = WORTH, 0
        grows = GROWS_IF_HUGE if len(self.counts) > HUGE else GROWS
        for number in range(MOST_PUSHES):
            before = self._short_of()
            if before <= LEFT_TO_THE_READER or idle >= IDLE:
                break
            if number % 10 == 0:
                say(f"{self.hidden.sum():,} counts are suppressed; {before:,} bounds are still too near.")
            self._push(worth)
            worth = min(MOST_WORTH, grows * worth)
            idle = idle + 1 if worth == MOST_WORTH and self._short_of() == before else 0

    def _push_at_random(self, say: Says) -> None:
        """Pushes all that is still too near this way or that, as long as that tells of enough of them."""
        before = self._short_of()
        for number in range(MOST_AT_RANDOM):
            if number % 10 == 0:
                say(f"{self.hidden.sum():,} counts are suppressed; {before:,} bounds are still too near.")
            near = np.logical_or(*self._short())
            ways = np.where(near, self._draw.uniform(-1, 1, len(near)), 0.0)
            self._keep(self._solved(ways, np.full(len(near), np.inf), gives_way=False))
            before, left = self._short_of(), before
            if before > ENOUGH_AT_RANDOM * left:
                return

    def _short_of(self) -> int:
        down, up = self._short()
        return int(down.sum() + up.sum())

    def _wanted(self) -> tuple[Numbers, Numbers]:
        """How low and how high each hidden count must be able to go."""
        policy = self.problem.policy
        small = (self.counts > 0) & (self.counts <= policy.suppress_to)
        width = policy.suppress_to - policy.suppress_from
        low = np.where(small, np.maximum(policy.suppress_from, self._least), np.inf)
        high = np.where(small, policy.suppress_to, self.lowest + width)
        return np.where(self.hidden, low, np.inf), np.where(self.hidden, high, -np.inf)

    def _short(self) -> tuple[Places, Places]:
        """The counts that cannot go low enough yet, and those that cannot go high enough."""
        low, high = self._wanted()
        return self.lowest > low + TOLERANCE, self.highest < high - TOLERANCE

    def _push(self, worth: float) -> None:
        down, up = self._short()
        if self._in_vain >= IN_VAIN:
            before = self._short_of()
            self._bear_witness(self._some(up, MANY_AT_ONCE), down)
            if self._short_of() < before:
                return
        ups, before = self._some(up, FEW_AT_ONCE), int(self.hidden.sum())
        moved = self._solved(self._prices_of(ups, down, worth), self._high_enough(ups), gives_way=True)
        if moved is not None:
            given = moved[len(self._when_hidden) :].reshape(2, len(self._able))
            self.hidden[self._able[given.max(axis=0) > GIVES_WAY]] = True
        self._in_vain = 0 if self.hidden.sum() > before else self._in_vain + 1
        self._bear_witness(ups, down)

    def _some(self, up: Places, least: int) -> Places:
        """About ``SHARE`` of them, or at least about so many, drawn by lot."""
        drawn: Places = self._draw.random(len(up)) < max(SHARE, least / max(1, up.sum()))
        return up & drawn

    def _bear_witness(self, ups: Places, down: Places) -> None:
        """Pushes as far as can be with what is hidden by now."""
        self._keep(
            self._solved(self._prices_of(ups, down, MOST_WORTH), self._high_enough(ups), gives_way=False)
        )

    def _keep(self, held: Numbers | None) -> None:
        if held is not None:
            published = held[: len(self.counts)]
            self.lowest = np.minimum(self.lowest, published)
            self.highest = np.maximum(self.highest, published)

    def _prices_of(self, up: Places, down: Places, worth: float) -> Numbers:
        prices = np.where(up, -worth, np.where(down & ~up, 1.0, 0.0))
        return prices * self._draw.uniform(0.5, 1.5, len(up))

    def _high_enough(self, up: Places) -> Numbers:
        """No count is pushed further than it must go."""
        return np.where(up, self._wanted()[1], np.inf)

    def _solved(self, prices: Numbers, most: Numbers, *, gives_way: bool) -> Numbers | None:
        """The solution, or None if the solver found none that is good enough."""
        able, hidden = self._able, np.concatenate([self.hidden, np.ones(len(self.problem.finer), bool)])
        bounds = np.where(hidden[:, None], self._when_hidden, self._when_shown)
        bounds[: len(most), 1] = np.minimum(bounds[: len(most), 1], most)
        still = gives_way & ~self.hidden[able]
        above = np.where(still, self._when_hidden[able, 1], 0.0)
        below = np.where(still, np.maximum(0.0, self._when_shown[able, 0] - self._when_hidden[able, 0]), 0.0)
        dear = self._prices * self._draw.uniform(0.9, 1.1, len(able))
        least = np.concatenate([bounds[:, 0], np.zeros(2 * len(able))])
        costs = np.concatenate([prices, np.zeros(len(self.problem.finer)), dear, dear])
        every = np.arange(len(costs), dtype=np.int32)
        self._model.changeColsBounds(len(every), every, least, np.concatenate([bounds[:, 1], above, below]))
        self._model.changeColsCost(len(every), every, costs)
        self._model.clearSolver()
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._model.getSolution().col_value)
