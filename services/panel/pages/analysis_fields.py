"""The analysis form as fields of a page: rows of factors, learning points and actions, numbered from 0."""

from dataclasses import replace

from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.scales import DOMAINS, MODIFIABILITY, MODIFIABLE, SCALES
from services.panel.pages.action_fields import Values, action_values, actions_from
from services.panel.pages.posted_rows import how_many, rows_from
from shared.errors import Fault
from shared.web import PostedForm


def form_from(posted: PostedForm, start: AnalysisForm) -> tuple[AnalysisForm, list[Fault]]:
    """What was typed, without the rows left blank or taken out, and the dates that cannot be read."""
    actions, faults = actions_from(posted)
    form = replace(
        start,
        cause_of_death=posted.text("cause_of_death"),
        summary=posted.text("summary"),
        category=_number(posted.text("category"), start.categories.numbers),
        secondary_categories=tuple(sorted(_secondary(posted, start))),
        override_reason=posted.text("override_reason"),
        factors=tuple(rows_from(lambda number: _factor(posted, number, start), posted, "factor", _written)),
        modifiability=_one_of(posted.text("modifiability"), MODIFIABILITY),
        learning=tuple(rows_from(lambda number: posted.text(f"learning-{number}"), posted, "learning", bool)),
        actions=actions,
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
    return values | action_values(form.actions)


def rows_shown(posted: PostedForm) -> dict[str, int]:
    """How many rows of each kind the posted page had."""
    return {kind: how_many(posted, kind) for kind in ("factor", "learning", "action")}


def _written(row: ContributoryFactor) -> bool:
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


def _secondary(posted: PostedForm, form: AnalysisForm) -> set[int]:
    written = (_number(str(one), form.categories.numbers) for one in posted.getlist("secondary_categories"))
    return {number for number in written if number is not None}


def _number(text: str, allowed: tuple[int, ...]) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in allowed else None


def _one_of(text: str, allowed: dict[str, str]) -> str:
    return text if text in allowed else ""
