"""What finalising a review depends on, for one case or for many at once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, tuple_

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.cases.case_status import SIGNED_OFF, CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.decisions.finalising import CompletedReview
from services.panel.domain.decisions.national_form import NationalForm, SignedReview, national_form
from services.panel.queries.action_log import logged_actions
from services.panel.queries.analyses import FORM
from services.panel.queries.cases import cases_visible_to, visible_case
from services.panel.queries.family_questions import questions_by_case
from services.panel.tables.analyses import analysis_form
from services.panel.tables.cases import review_case
from services.panel.tables.meetings import panel_meeting
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Signed = tuple[AnalysisForm, date, date | None]


def reviews_to_finalise(tx: Transaction) -> list[CompletedReview]:
    """Every completed review that is not finalised, the longest completed first."""
    check(tx.person, Permission.FINALISE_REVIEW)
    completed = cases_visible_to(tx.person).where(review_case.c.status == CaseStatus.COMPLETED)
    cases = list(tx.session.scalars(completed.order_by(None).order_by(review_case.c.closed_on)))
    return _reviews(tx, cases)


def review_to_finalise(tx: Transaction, case_reference: str) -> CompletedReview:
    """One case with everything that its finalising depends on, wherever it stands."""
    check(tx.person, Permission.FINALISE_REVIEW)
    return _reviews(tx, [visible_case(tx, case_reference)])[0]


def signed_form(tx: Transaction, case_reference: str) -> NationalForm:
    """The completed review as the national database would have it; NotFound before there is one."""
    check(tx.person, Permission.FINALISE_REVIEW)
    case = visible_case(tx, case_reference)
    form = _reviews(tx, [case])[0].form
    if form is None:
        raise NotFound("There is no completed review of this case.")
    return form


def _reviews(tx: Transaction, cases: Sequence[ReviewCase]) -> list[CompletedReview]:
    signed = _signed(tx, cases)
    questions = questions_by_case(tx, [case.reference for case in cases])
    actions = logged_actions(tx, cases[0].reference if len(cases) == 1 else None)
    not_told = Counter(one.case_reference for one in actions if one.told_on is None)
    return [
        _review(case, signed.get(case.reference), open_questions, not_told[case.reference])
        for case in cases
        for open_questions in [sum(one.is_open for one in questions.get(case.reference, ()))]
    ]


def _review(case: ReviewCase, signed: Signed | None, questions: int, not_told: int) -> CompletedReview:
    if signed is None:
        return CompletedReview(case, None, (), questions, not_told)
    form, completed_on, panel_date = signed
    agreed = {one.due_on for one in form.actions if one.due_on}
    faults = analysis_faults(form, completed_on, agreed)
    shown = national_form(SignedReview(case, form, case.review_version, completed_on, panel_date))
    return CompletedReview(case, shown, tuple(faults), questions, not_told)


def _signed(tx: Transaction, cases: Sequence[ReviewCase]) -> dict[str, Signed]:
    """The analysis that stands, the day it was signed and the day of its meeting, by case."""
    key = (analysis_form.c.case_reference, analysis_form.c.review_version)
    standing = [(one.reference, one.review_version) for one in cases if one.status in SIGNED_OFF]
    rows = tx.session.execute(
        select(key[0], analysis_form.c.form, analysis_form.c.completed_on, panel_meeting.c.held_on)
        .outerjoin(panel_meeting, panel_meeting.c.id == analysis_form.c.meeting_id)
        .where(tuple_(*key).in_(standing), analysis_form.c.completed_on.is_not(None))
    )
    return {row[0]: (FORM.validate_python(row[1]), row[2], row[3]) for row in rows}
