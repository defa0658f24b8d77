"""Reads of analysis forms: the newest of one review, and every version that was saved."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import select

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.tables.analyses import analysis_form
from shared.storage import Transaction

FORM = TypeAdapter(AnalysisForm)


@dataclass(frozen=True)
class SavedAnalysis:
    """One saved version of the analysis of one review of a case."""

    case_reference: str
    review_version: int
    version: int
    form: AnalysisForm
    saved_by: str
    saved_by_name: str
    saved_at: datetime
    completed_on: date | None
    meeting_id: str | None


def analyses_of(
    tx: Transaction, case_reference: str, review_version: int | None = None
) -> list[SavedAnalysis]:
    """Saved versions, newest first; of every review of the case or of one. For a case the caller may see."""
    found = select(analysis_form).where(analysis_form.c.case_reference == case_reference)
    if review_version is not None:
        found = found.where(analysis_form.c.review_version == review_version)
    newest_first = found.order_by(analysis_form.c.review_version.desc(), analysis_form.c.version.desc())
    return [_saved(dict(row._mapping)) for row in tx.session.execute(newest_first)]


def newest_analysis(tx: Transaction, case_reference: str, review_version: int) -> SavedAnalysis | None:
    """The newest version of one review's analysis, or None if nothing was saved yet."""
    return next(iter(analyses_of(tx, case_reference, review_version)), None)


def due_dates_agreed(tx: Transaction, case_reference: str, review_version: int) -> set[date]:
    """Due dates of the actions of one completed review; for a case the caller may see."""
    agreed = newest_analysis(tx, case_reference, review_version)
    return {one.due_on for one in agreed.form.actions if one.due_on} if agreed else set()


def _saved(row: dict[str, object]) -> SavedAnalysis:
    return SavedAnalysis(**{**row, "form": FORM.validate_python(row["form"])})  # type: ignore[arg-type]
