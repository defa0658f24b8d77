"""What somebody typed where another wrote too is kept, beside what was saved, until a person has chosen."""

from uuid import uuid4

from sqlalchemy import insert

from services.panel.actions.analysis.keep_changes import case_to_record
from services.panel.actions.analysis.settle_texts import settle_texts
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import SectionContent, with_section
from services.panel.queries.analyses import FORM
from services.panel.queries.kept_texts import open_texts
from services.panel.tables.analyses import kept_text
from shared.storage import Transaction


def keep_text(
    tx: Transaction, *, case_reference: str, section: str, content: SectionContent, version: int
) -> str:
    """Keep a section typed over ``version``; gives the id.

    What the same person had waiting is an earlier state of the same typing: it is settled, and kept too.
    """
    case = case_to_record(tx, case_reference)
    review, text_id = case.review_version + 1, str(uuid4())
    earlier = [one for one in open_texts(tx, case_reference, review) if one.kept_by == tx.person.id]
    settle_texts(tx, [one for one in earlier if (one.section, one.base_version) == (section, version)])
    tx.session.execute(
        insert(kept_text).values(
            id=text_id,
            case_reference=case_reference,
            review_version=review,
            section=section,
            base_version=version,
            form=FORM.dump_python(with_section(AnalysisForm(), section, content), mode="json"),
            kept_by=tx.person.id,
            kept_by_name=tx.person.name,
            kept_at=tx.at,
        )
    )
    tx.audit("keep_text", case=case_reference, detail={"section": section, "version": version})
    return text_id
