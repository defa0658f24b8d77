"""In how many reviews of each category of death modifiable factors were identified."""

from dataclasses import dataclass

from services.theming.charts.beside import TableBeside, interval_text, share_text
from services.theming.charts.look import BLUE, SHAPES
from services.theming.charts.rows import Rows
from services.theming.charts.told import NOT_SHOWN, WHY_NO_SHARE, base_text, sentence, share_told, unsaid
from services.theming.domain.statistics.shares import HIDDEN, NOTHING_HELD, Share, differ, in_words
from shared.disclosure.cells import Cell
from shared.disclosure.policies import DisclosurePolicy

ANSWERS = ("Modifiable factors", "None", "Too little known")


@dataclass(frozen=True)
class Category:
    """One category of death: its reviews, by what each found of modifiable factors."""

    label: str
    modifiable: Cell
    none: Cell
    inadequate: Cell
    reviews: Cell


@dataclass(frozen=True)
class Categories:
    """Reviews completed within ``period`` (words)."""

    period: str
    rows: tuple[Category, ...]
    total: Category
    policy: DisclosurePolicy

    def share(self, row: Category) -> Share:
        return Share(row.modifiable, row.reviews, self.policy)


def finding(data: Categories) -> str:
    """What the chart says, and which category is above or below the rest by more than chance makes."""
    whole = data.share(data.total)
    if not whole.known:
        of = f"reviews completed in {data.period}"
        return unsaid(whole, of, f"In how many of the {of} modifiable factors were identified")
    said = f"Modifiable factors were identified in {in_words(whole, 'reviews')} completed in {data.period}"
    return sentence(f"{said}; {_apart(data, whole)}")


def _apart(data: Categories, whole: Share) -> str:
    """Categories that differ from all reviews, with so strict a level that ten comparisons count as one."""
    known = [(row, data.share(row)) for row in data.rows if data.share(row).known]
    if not known:
        return "the numbers of single categories are too small to compare"
    level = 1 - 0.05 / len(known)
    above = [row for row, share in known if share.value > whole.value and differ(share, whole, level)]
    below = [row for row, share in known if share.value < whole.value and differ(share, whole, level)]
    parts = [
        f"{word} in {_named(rows)}" for word, rows in (("more often", above), ("less often", below)) if rows
    ]
    return " and ".join(parts) or "no category differs from this by more than chance could make"


def _named(rows: list[Category]) -> str:
    names = [f"category {row.label.split(' ', 1)[0]} ({row.label.split(' ', 1)[1].lower()})" for row in rows]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def table(data: Categories) -> TableBeside:
    head = ("Category of death", *ANSWERS, "Reviews", "Share modifiable", "95% interval")
    rows = [
        (
            row.label,
            *(row.modifiable, row.none, row.inadequate, row.reviews),
            *(share_text(data.share(row)), interval_text(data.share(row))),
        )
        for row in (*data.rows, data.total)
    ]
    return TableBeside(head, tuple(rows))


def as_svg(data: Categories, shape: str = "wide") -> str:
    """A dot for the share of each category, with its interval; the dashed line is all of them."""
    rows = Rows(
        SHAPES[shape],
        [row.label for row in data.rows],
        [base_text(row.reviews) for row in data.rows],
        "Reviews",
        100,
    )
    whole = data.share(data.total)
    if whole.known:
        rows.line_at(100 * whole.value, f"All: {whole.percent}")
    for place, row in enumerate(data.rows):
        _draw(rows, place, data.share(row))
    y = rows.scale(lambda value: f"{value:.0f}%", "Share with modifiable factors, 95% interval")
    hidden = any(data.share(row).status == HIDDEN for row in data.rows)
    y = rows.drawing.legend(y, [("gap", "", NOT_SHOWN)]) if hidden else y
    told = "; ".join(f"{row.label}: {share_told(data.share(row))}" for row in data.rows)
    return rows.drawing.as_svg(y, finding(data), sentence(f"Share with modifiable factors. {told}"))


def _draw(rows: Rows, place: int, share: Share) -> None:
    if share.known:
        low, high = share.interval
        rows.interval(place, 100 * low, 100 * high, colour=BLUE)
        rows.drawing.dot((rows.x(100 * share.value), rows.middles[place]), colour=BLUE)
    elif share.status == HIDDEN:
        rows.gap(place)
    else:
        rows.says(place, ":" if share.status == NOTHING_HELD else WHY_NO_SHARE[share.status])
