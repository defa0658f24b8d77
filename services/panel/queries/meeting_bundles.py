"""The bundles of one agenda, as far as they are open to who is looking."""

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.refusals import BundleClosed
from services.panel.queries.bundle_reading import readable_case
from services.panel.queries.meetings import cases_of
from services.panel.queries.relations import relations_to
from shared.people import Permission, can
from shared.storage import Transaction


def readable_cases(tx: Transaction, meeting: PanelMeeting) -> list[ReviewCase]:
    """The cases of the agenda whose bundles this person may read now, in its order."""
    visible = cases_of(tx, meeting)
    listed = [item.case_reference for item in meeting.agenda if item.case_reference in visible]
    return [case for reference in listed if (case := case_if_open(tx, reference))]


def downloadable_cases(tx: Transaction, meeting: PanelMeeting) -> list[ReviewCase]:
    """Those of them that this person may take away."""
    return [
        case
        for case in readable_cases(tx, meeting)
        if can(tx.person, Permission.DOWNLOAD_BUNDLE, relations_to(tx, case.reference))
    ]


def case_if_open(tx: Transaction, reference: str) -> ReviewCase | None:
    """The case, or None where its bundle has closed to this person since the meeting."""
    try:
        return readable_case(tx, reference)
    except BundleClosed:
        return None
