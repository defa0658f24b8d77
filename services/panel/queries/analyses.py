"""Reads of analysis forms: the newest of one review, an earlier one, and every version that was saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import Select, select

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import SECTIONS
from services.panel.tables.analyses import analysis_form
from shared.storage import Transaction

FORM = TypeAdapter(AnalysisForm)
_COLUMNS = analysis_form.c


@dataclass(frozen=True)
class SavedAnalysis:
    """One saved version of the analysis of one review of a case.

    ``sections``: those this save changed; all of them where an old row does not say. ``last_saved_by``: who
    last changed each section in this review, by section; known for the newest version alone.
    """

    case_reference: str
    review_version: int
    version: int
    form: AnalysisForm
    saved_by: str
    saved_by_name: str
    saved_at: datetime
    completed_on: date | None
    meeting_id: str | None
    sections: tuple[str, ...] = ()
    last_saved_by: Mapping[str, str] = field(default_factory=dict)


def analyses_of(
    tx: Transaction, case_reference: str, review_version: int | None = None
) -> list[SavedAnalysis]:
    """Saved versions, newest first; of every review of the case or of one. For a case the caller may see."""
    return [
        _saved(dict(row._mapping))
        for row in tx.session.execute(_newest_first(case_reference, review_version))
    ]


def newest_analysis(tx: Transaction, case_reference: str, review_version: int) -> SavedAnalysis | None:
    """The newest version of one review's analysis, or None if nothing was saved yet."""
    row = tx.session.execute(_newest_first(case_reference, review_version).limit(1)).one_or_none()
    if row is None:
        return None
    return _saved(dict(row._mapping), last_saved_by=_last_saved_by(tx, case_reference, review_version))


def analysis_at(tx: Transaction, case_reference: str, review_version: int, version: int) -> AnalysisForm:
    """The form as it stood at a version: the empty one at 0, and where there is no such version."""
    found = _newest_first(case_reference, review_version).where(_COLUMNS.version == version)
    row = tx.session.execute(found).one_or_none()
    return _saved(dict(row._mapping)).form if row else AnalysisForm()


def due_dates_agreed(tx: Transaction, case_reference: str, review_version: int) -> set[date]:
    """Due dates of the actions of one completed review; for a case the caller may see."""
    agreed = newest_analysis(tx, case_reference, review_version)
    return {one.due_on for one in agreed.form.actions if one.due_on} if agreed else set()


def _last_saved_by(tx: Transaction, case_reference: str, review_version: int) -> dict[str, str]:
    saves = select(_COLUMNS.saved_by, _COLUMNS.sections).where(
        _COLUMNS.case_reference == case_reference, _COLUMNS.review_version == review_version
    )
    return {
        section: person
        for person, sections in tx.session.execute(saves.order_by(_COLUMNS.version))
        for section in (SECTIONS if sections is None else sections)
    }


def _newest_first(case_reference: str, review_version: int | None) -> Select[tuple[object, ...]]:
    found = select(analysis_form).where(_COLUMNS.case_reference == case_reference)
    if review_version is not None:
        found = found.where(_COLUMNS.review_version == review_version)
    return found.order_by(_COLUMNS.review_version.desc(), _COLUMNS.version.desc())


def _saved(row: dict[str, object], **more: object) -> SavedAnalysis:
    sections = SECTIONS if row["sections"] is None else row["sections"]
    form = FORM.validate_python(row["form"])
    return SavedAnalysis(**{**row, "form": form, "sections": tuple(sections), **more})  # type: ignore[arg-type]
