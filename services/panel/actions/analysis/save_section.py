"""One section of the analysis is saved as the panel speaks; every save is kept."""

from services.panel.actions.analysis.keep_changes import case_to_record, keep_changes, saved_so_far
from services.panel.domain.analysis.sections import SectionContent, content_of, with_section
from services.panel.domain.refusals import SectionChangedMeanwhile
from services.panel.queries.analyses import analysis_at
from shared.storage import Transaction


def save_section(
    tx: Transaction, *, case_reference: str, section: str, content: SectionContent, version: int
) -> int:
    """Save a section typed over ``version`` of the form (0: nothing was saved yet); gives the new version.

    Refuses SectionChangedMeanwhile where this section was saved since, ReviewLocked once the case is closed.
    """
    case = case_to_record(tx, case_reference)
    base = content_of(analysis_at(tx, case_reference, case.review_version + 1, version), section)
    saved, saved_version = saved_so_far(tx, case)
    theirs = content_of(saved, section)
    if theirs not in (base, content):
        raise SectionChangedMeanwhile(section, saved_version, base=base, theirs=theirs, mine=content)
    return keep_changes(tx, case, with_section(saved, section, content))
