"""The analysis form as fields of a page: rows of factors, learning points and actions, numbered from 0."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.scales import DOMAINS, LEVELS, MODIFIABILITY, MODIFIABLE, SCALES
from services.panel.pages.dates import date_from
from shared.errors import Fault
from shared.web import PostedForm

MOST_ROWS = 60
Row = TypeVar("Row")
Values = dict[str, str | list[str]]


def form_from(posted: PostedForm, start: AnalysisForm) -> tuple[AnalysisForm, list[Fault]]:
    """What was typed, without the rows left blank or taken out, and the dates that cannot be read."""
    faults: list[Fault] = []
    actions = _rows(lambda number: _action(posted, number, faults), posted, "action", _written)
    form = replace(
        start,
        cause_of_death=posted.text("cause_of_death"),
        summary=posted.text("summary"),
        category=_number(posted.text("category"), start.categories.numbers),
        secondary_categories=tuple(sorted(_secondary(posted, start))),
        override_reason=posted.text("override_reason"),
        factors=tuple(_rows(lambda number: _factor(posted, number, start), posted, "factor", _written)),
        modifiability=_one_of(posted.text("modifiability"), MODIFIABILITY),
        learning=tuple(_rows(lambda number: posted.text(f"learning-{number}"), posted, "learning", bool)),
        actions=tuple(actions),
        dissent=posted.text("dissent"),
    )
    return form, faults


def values_of(form: AnalysisForm) -> Values:
    """The fields that show a form."""
    values: Values = {
        name: str(getattr(form, name) or "")
        for name in ("cause_of_death", "summary", "category", "override_reason", "modifiability", "dissent")
    }
    values["secondary_categories"] = [str(one) for one in form.secondary_categories]
    for number, factor in enumerate(form.factors):
        for name in ("domain", "factor", "modifiable", "evidence"):
            values[f"factor-{number}-{name}"] = getattr(factor, name)
        values[f"factor-{number}-grade"] = "" if factor.grade is None else str(factor.grade)
    for number, point in enumerate(form.learning):
        values[f"learning-{number}"] = point
    for number, action in enumerate(form.actions):
        values |= _action_values(action, f"action-{number}")
    return values


def rows_shown(posted: PostedForm) -> dict[str, int]:
    """How many rows of each kind the posted page had."""
    return {kind: _how_many(posted, kind) for kind in ("factor", "learning", "action")}


def _rows(
    read: Callable[[int], Row], posted: PostedForm, kind: str, keep: Callable[[Row], bool]
) -> list[Row]:
    removed = posted.text("remove")
    numbers = (number for number in range(_how_many(posted, kind)) if f"{kind}-{number}" != removed)
    return [row for number in numbers if keep(row := read(number))]


def _how_many(posted: PostedForm, kind: str) -> int:
    written = posted.text(f"{kind}s")
    return min(int(written), MOST_ROWS) if written.isdecimal() and len(written) < 4 else 0


def _written(row: ContributoryFactor | AgreedAction) -> bool:
    return not row.blank


def _factor(posted: PostedForm, number: int, form: AnalysisForm) -> ContributoryFactor:
    named = f"factor-{number}"
    return ContributoryFactor(
        domain=_one_of(posted.text(f"{named}-domain"), DOMAINS),
        factor=posted.text(f"{named}-factor"),
        grade=_number(posted.text(f"{named}-grade"), tuple(SCALES[form.scale_version].grades)),
        modifiable=_one_of(posted.text(f"{named}-modifiable"), MODIFIABLE),
        evidence=posted.text(f"{named}-evidence"),
    )


def _action(posted: PostedForm, number: int, faults: list[Fault]) -> AgreedAction:
    named, where = f"action-{number}", f"Action {number + 1}: "
    due_on, due_faults = date_from(posted, f"{named}-due_on", where)
    told_on, told_faults = date_from(posted, f"{named}-told_on", where)
    faults += [*due_faults, *told_faults]
    return AgreedAction(
        text=posted.text(f"{named}-text"),
        owner=posted.text(f"{named}-owner"),
        level=_one_of(posted.text(f"{named}-level"), LEVELS),
        due_on=due_on,
        told_on=told_on,
    )


def _action_values(action: AgreedAction, named: str) -> Values:
    values: Values = {f"{named}-{name}": getattr(action, name) for name in ("text", "owner", "level")}
    for name in ("due_on", "told_on"):
        if on := getattr(action, name):
            parts = (("day", on.day), ("month", on.month), ("year", on.year))
            values |= {f"{named}-{name}-{part}": str(number) for part, number in parts}
    return values


def _secondary(posted: PostedForm, form: AnalysisForm) -> set[int]:
    written = (_number(str(one), form.categories.numbers) for one in posted.getlist("secondary_categories"))
    return {number for number in written if number is not None}


def _number(text: str, allowed: tuple[int, ...]) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in allowed else None


def _one_of(text: str, allowed: dict[str, str]) -> str:
    return text if text in allowed else ""
