"""Write one version of an analysis form. Versions are only ever added."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import insert

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.queries.analyses import FORM
from services.panel.tables.analyses import analysis_form
from shared.storage import Transaction


def keep_analysis(
    tx: Transaction,
    case_reference: str,
    review_version: int,
    version: int,
    form: AnalysisForm,
    *,
    sections: Collection[str] = (),
    completed_on: date | None = None,
    meeting_id: str | None = None,
) -> None:
    """Add a row; the caller has checked the person and the version and holds the case.

    ``sections``: those in which it differs from the version before.
    """
    tx.session.execute(
        insert(analysis_form).values(
            case_reference=case_reference,
            review_version=review_version,
            version=version,
            form=FORM.dump_python(form, mode="json"),
            saved_by=tx.person.id,
            saved_by_name=tx.person.name,
            saved_at=tx.at,
            completed_on=completed_on,
            meeting_id=meeting_id,
            sections=list(sections),
        )
    )
