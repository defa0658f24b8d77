"""Deaths by how deprived the area is where the child lived: rates, or counts where no population is held."""

from dataclasses import dataclass

from services.theming.charts.beside import TableBeside
from services.theming.charts.look import BLUE, SHAPES
from services.theming.charts.rows import Rows
from services.theming.charts.told import NOT_SHOWN, counted, sentence, unsaid
from services.theming.domain.statistics.chance import Interval, Ratio, poisson_interval, rate_ratio
from services.theming.domain.statistics.shares import Share, in_words, number
from services.theming.domain.statistics.table_rules import TableRules
from shared.disclosure.cells import Cell, Missing, as_text
from shared.disclosure.policies import DisclosurePolicy

EACH = 100_000


@dataclass(frozen=True)
class Fifth:
    """``children``: child-years lived in these areas within the period, or None if that is not held."""

    label: str
    deaths: Cell
    children: float | None = None


@dataclass(frozen=True)
class Deprivation:
    """Fifths from the most to the least deprived. ``total`` has deaths with no area recorded too.

    ``population``: where the numbers of children come from, where there are any.
    """

    period: str
    fifths: tuple[Fifth, ...]
    not_recorded: Cell
    total: Cell
    policy: DisclosurePolicy
    rules: TableRules
    population: str = ""

    @property
    def others(self) -> tuple[tuple[str, Cell], ...]:
        return (("Not recorded", self.not_recorded), ("All deaths", self.total))

    @property
    def rates(self) -> bool:
        """Whether rates can be said: of each fifth it is held how many children live there."""
        return all(fifth.children for fifth in self.fifths)

    def value(self, fifth: Fifth) -> float | None:
        """The rate, or the count where there are no rates; None if neither is shown."""
        shown = number(fifth.deaths)
        if shown is None or (self.rates and shown < self.rules.least_for_a_rate):
            return None
        return shown * self._scale(fifth)

    def interval(self, fifth: Fifth) -> Interval:
        """95 %, exact, from the least count that can be meant to the most."""
        least, most = self.policy.interval(number(fifth.deaths) or 0)
        return poisson_interval(least)[0] * self._scale(fifth), poisson_interval(most)[1] * self._scale(fifth)

    def _scale(self, fifth: Fifth) -> float:
        return EACH / fifth.children if self.rates and fifth.children else 1.0

    @property
    def ratio(self) -> Ratio | None:
        """The rate of the most deprived over that of the least; its interval allows for rounding too."""
        most, least = self.fifths[0], self.fifths[-1]
        one, other = number(most.deaths), number(least.deaths)
        if not (self.rates and one and other and most.children and least.children):
            return None
        (low, high), (least_low, least_high) = self.policy.interval(one), self.policy.interval(other)
        people = (most.children, least.children)
        middle = rate_ratio((one, other), people)
        lowest, highest = rate_ratio((low, least_high), people), rate_ratio((high, least_low), people)
        return Ratio(middle.value, lowest.low, highest.high) if middle and lowest and highest else None


def finding(data: Deprivation) -> str:
    """How the most and the least deprived areas compare, or how many lived in the most deprived."""
    if data.rates:
        return sentence(_compared(data))
    share = Share(data.fifths[0].deaths, data.total, data.policy)
    if not share.known:
        of = f"deaths notified in {data.period}"
        return unsaid(share, of, f"How many of the {of} were of children in the most deprived fifth of areas")
    return sentence(
        f"{in_words(share, 'deaths')} notified in {data.period} were of children who lived in the "
        "most deprived fifth of areas. How many children live there is not reckoned with, so this says "
        "nothing of risk"
    )


def _compared(data: Deprivation) -> str:
    found, when = data.ratio, f"in {data.period}"
    if found is None:
        return (
            f"The most and the least deprived areas cannot be compared {when}, as their numbers are not shown"
        )
    bounds = f"{found.value:.1f} times, 95% interval {found.low:.1f} to {found.high:.1f}"
    if found.low <= 1 <= found.high:
        return (
            f"The death rates of children in the most and the least deprived areas differ {when} by no more "
            f"than chance could make ({bounds})"
        )
    higher = "a higher" if found.value > 1 else "a lower"
    return (
        f"Children in the most deprived fifth of areas died at {higher} rate than those in the least "
        f"deprived {when}: {'about ' if data.policy.round_to > 1 else ''}{bounds}"
    )


def table(data: Deprivation) -> TableBeside:
    """Every fifth, those with none recorded, and all deaths."""
    rows = [(fifth.label, fifth.deaths, *_figures(data, fifth)) for fifth in data.fifths]
    others = [(label, cell, *("" for _ in rows[0][2:])) for label, cell in data.others]
    rate = "Deaths a year for each 100,000 children" if data.rates else "Number of deaths"
    head = ("Where the child lived", "Deaths", *((rate, "95% interval") if data.rates else ("95% interval",)))
    return TableBeside(head, (*rows, *others))


def _figures(data: Deprivation, fifth: Fifth) -> tuple[str, ...]:
    value = data.value(fifth)
    if value is None:
        return (as_text(fifth.deaths) if number(fifth.deaths) is None else "", "")[: 2 if data.rates else 1]
    low, high = data.interval(fifth)
    bounds = f"{low:.1f} to {high:.1f}"
    mark = " u" if unreliable(data, fifth) else ""
    return (f"{value:.1f}{mark}", bounds) if data.rates else (bounds,)


def as_svg(data: Deprivation, shape: str = "wide") -> str:
    """A dot for each fifth with its exact interval."""
    shown = [data.interval(fifth)[1] for fifth in data.fifths if data.value(fifth) is not None]
    labels, deaths = [fifth.label for fifth in data.fifths], [_beside(data, fifth) for fifth in data.fifths]
    rows = Rows(SHAPES[shape], labels, deaths, "Deaths", max(shown, default=10))
    for place, fifth in enumerate(data.fifths):
        _draw(rows, place, data, fifth)
    y = rows.scale(lambda value: f"{value:g}", f"{_measure(data)}, 95% interval")
    y = rows.source(y, data.population) if data.rates else y
    hidden = any(number(fifth.deaths) is None for fifth in data.fifths)
    y = rows.drawing.legend(y, [("gap", "", NOT_SHOWN)]) if hidden else y
    told = "; ".join(f"{fifth.label}: {fifth_told(data, fifth)}" for fifth in data.fifths)
    return rows.drawing.as_svg(y, finding(data), sentence(f"{_measure(data)}. {told}"))


def _measure(data: Deprivation) -> str:
    return f"Deaths a year for each {EACH:,} children" if data.rates else "Number of deaths"


def _beside(data: Deprivation, fifth: Fifth) -> str:
    return as_text(fifth.deaths) + (" u" if unreliable(data, fifth) else "")


def unreliable(data: Deprivation, fifth: Fifth) -> bool:
    """Whether the rate rests on so few deaths that it is marked."""
    shown = number(fifth.deaths)
    return bool(data.rates and shown and shown < data.rules.unreliable_below)


def fifth_told(data: Deprivation, fifth: Fifth) -> str:
    """The deaths of a fifth, and its rate and interval where there is one."""
    value = data.value(fifth)
    if value is None or not data.rates:
        return counted(fifth.deaths, data.policy)
    low, high = data.interval(fifth)
    return (
        f"{value:.1f}, 95% interval {low:.1f} to {high:.1f}, of {counted(fifth.deaths, data.policy)} deaths"
    )


def _draw(rows: Rows, place: int, data: Deprivation, fifth: Fifth) -> None:
    value = data.value(fifth)
    if value is not None:
        rows.interval(place, *data.interval(fifth), colour=BLUE)
        rows.drawing.dot((rows.x(value), rows.middles[place]), colour=BLUE)
    elif isinstance(fifth.deaths, Missing):
        rows.says(place, ":")
    elif number(fifth.deaths) is None:
        rows.gap(place)
    else:
        rows.says(place, "too few for a rate")
