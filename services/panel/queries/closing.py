"""What is shown of each case before its meeting is closed."""

from sqlalchemy import select

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.closing import CaseAtClosing, at_closing
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.decisions import decision_faults, form_to_decide
from services.panel.queries.meetings import cases_of
from services.panel.tables.cases import review_case
from shared.people import Permission, check
from shared.storage import Transaction


def cases_at_closing(tx: Transaction, meeting: PanelMeeting) -> list[CaseAtClosing]:
    """The cases still listed, in the order of the agenda; of one closed to who looks the reference alone.

    ``meeting``: one that the caller may see. Each case whose analysis is looked into is audited as read.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    open_to_me, listed = cases_of(tx, meeting), _listed(tx, meeting)
    items = [item.case_reference for item in meeting.agenda if item.case_reference in listed]
    return [
        _standing(tx, open_to_me[case]) if case in open_to_me else CaseAtClosing(case, None) for case in items
    ]


def _standing(tx: Transaction, case: ReviewCase) -> CaseAtClosing:
    tx.audit("read_analysis", case=case.reference, reading=True)
    form, version = form_to_decide(tx, case)
    lacking = decision_faults(tx, case, form, london_day(tx.at)) if version else []
    return at_closing(case.reference, form, len(lacking))


def _listed(tx: Transaction, meeting: PanelMeeting) -> set[str]:
    references = [item.case_reference for item in meeting.agenda]
    listed = select(review_case.c.reference).where(
        review_case.c.reference.in_(references), review_case.c.status == CaseStatus.LISTED
    )
    with tx.seen_by_the_system():  # also those closed to who looks: that they wait, no more
        return set(tx.session.scalars(listed))
