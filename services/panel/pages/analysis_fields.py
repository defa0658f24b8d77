"""The analysis form as fields of a page: rows of factors, points and actions, numbered from 0."""

import re
from dataclasses import replace
from typing import Any

from services.panel.domain.analysis.analysis import AnalysisForm, CertificateCause, ContributoryFactor
from services.panel.domain.analysis.analysis_faults import CERTIFICATE_LINES, POINTS
from services.panel.domain.analysis.scales import CAUSES_AGREE, DOMAINS, MODIFIABILITY, MODIFIABLE, SCALES
from services.panel.pages.action_fields import Values, action_values, actions_from
from services.panel.pages.posted_rows import how_many, rows_from
from shared.errors import Fault
from shared.web import PostedForm

TEXTS = ("cause_of_death", "causes_comment", "summary", "override_reason", "dissent")
CHOICES = ("category", "causes_agree", "modifiability")
# The rows of a page, by the name their fields begin with, and the field of the form that holds them.
ROWS = {"factor": "factors", **POINTS, "action": "actions"}
_FACTOR_TEXTS = ("factor", "evidence", "source")
_PAGE = re.compile(r"^(?:page|p\.?|document)\s*(?=\d)", re.IGNORECASE)  # "page 2.3" is 2.3


def form_from(posted: PostedForm, start: AnalysisForm) -> tuple[AnalysisForm, list[Fault]]:
    """What was typed, without the rows left blank or taken out, and the dates that cannot be read.

    ``start`` gives the versions of the form, its scale and its categories.
    """
    actions, faults = actions_from(posted)
    texts: dict[str, Any] = {name: posted.text(name) for name in TEXTS}
    texts |= {name: tuple(_points(posted, kind)) for kind, name in POINTS.items()}
    form = replace(
        start,
        **texts,
        certificate_cause=CertificateCause(
            **{line: posted.text(f"certificate-{line}") for line in CERTIFICATE_LINES}
        ),
        causes_agree=_one_of(posted.text("causes_agree"), CAUSES_AGREE),
        category=_number(posted.text("category"), start.categories.numbers),
        secondary_categories=tuple(sorted(_secondary(posted, start))),
        factors=tuple(rows_from(lambda number: _factor(posted, number, start), posted, "factor", _written)),
        modifiability=_one_of(posted.text("modifiability"), MODIFIABILITY),
        actions=actions,
    )
    return form, faults


def values_of(form: AnalysisForm) -> Values:
    """The fields that show a form."""
    values: Values = {name: str(getattr(form, name) or "") for name in (*TEXTS, *CHOICES)}
    values |= {f"certificate-{line}": getattr(form.certificate_cause, line) for line in CERTIFICATE_LINES}
    values["secondary_categories"] = [str(one) for one in form.secondary_categories]
    for number, factor in enumerate(form.factors):
        for name in (*_FACTOR_TEXTS, "domain", "modifiable"):
            values[f"factor-{number}-{name}"] = getattr(factor, name)
        values[f"factor-{number}-grade"] = "" if factor.grade is None else str(factor.grade)
    for kind, name in POINTS.items():
        values |= {f"{kind}-{number}": point for number, point in enumerate(getattr(form, name))}
    return values | action_values(form.actions)


def rows_shown(posted: PostedForm) -> dict[str, int]:
    """How many rows of each kind the posted page had."""
    return {kind: how_many(posted, kind) for kind in ROWS}


def rows_of(form: AnalysisForm, add: str = "") -> dict[str, int]:
    """How many rows of each kind are shown: one more of the kind to be added, one factor at least."""
    return {
        kind: max(len(getattr(form, name)) + int(add == kind), int(kind == "factor"))
        for kind, name in ROWS.items()
    }


def action_ids(posted: PostedForm, form: AnalysisForm) -> dict[str, str]:
    """The ids that the actions of a posted page were given, by the field that carries them."""
    typed = posted.texts()
    ids = iter(form.actions)
    written = (
        number
        for number in range(how_many(posted, "action"))
        if any(typed[name].strip() for name in typed if _tells(name, f"action-{number}-"))
    )
    return {f"action-{number}-id": one.id for number, one in zip(written, ids, strict=False)}


def _tells(name: str, row: str) -> bool:
    return name.startswith(row) and not name.endswith("-id")


def _points(posted: PostedForm, kind: str) -> list[str]:
    return rows_from(lambda number: posted.text(f"{kind}-{number}"), posted, kind, bool)


def _written(row: ContributoryFactor) -> bool:
    return not row.blank


def _factor(posted: PostedForm, number: int, form: AnalysisForm) -> ContributoryFactor:
    named = f"factor-{number}"
    texts = {name: posted.text(f"{named}-{name}") for name in _FACTOR_TEXTS}
    texts["source"] = _PAGE.sub("", texts["source"])
    return ContributoryFactor(
        **texts,
        domain=_one_of(posted.text(f"{named}-domain"), DOMAINS),
        grade=_number(posted.text(f"{named}-grade"), tuple(SCALES[form.scale_version].grades)),
        modifiable=_one_of(posted.text(f"{named}-modifiable"), MODIFIABLE),
    )


def _secondary(posted: PostedForm, form: AnalysisForm) -> set[int]:
    written = (_number(str(one), form.categories.numbers) for one in posted.getlist("secondary_categories"))
    return {number for number in written if number is not None}


def _number(text: str, allowed: tuple[int, ...]) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in allowed else None


def _one_of(text: str, allowed: dict[str, str]) -> str:
    return text if text in allowed else ""
