"""Reads of decisions, and of who wrote what is to be signed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.analysis.kept_texts import kept_text_faults
from services.panel.domain.analysis.named_in_analysis import analysis_naming_faults
from services.panel.domain.analysis.source_faults import source_faults
from services.panel.domain.bundles.bundle import page_ids
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.decisions.decision import DecisionKind, ReviewDecision
from services.panel.domain.decisions.finalising import Finalising
from services.panel.domain.family.family_questions import open_question_faults
from services.panel.domain.nobody_named import NOTHING_TYPED, Texts
from services.panel.domain.own_work import own_work_rules
from services.panel.queries.analyses import due_dates_agreed, newest_analysis
from services.panel.queries.bundles import bundle_of
from services.panel.queries.family_questions import questions_of
from services.panel.queries.kept_texts import open_texts
from services.panel.tables.decisions import review_decision, review_finalising
from shared.errors import Fault
from shared.storage import Transaction

_SHOWN = [column for column in review_decision.c if column.name != "id"]


def decisions_of(tx: Transaction, case_reference: str) -> list[ReviewDecision]:
    """Every decision on a case in the order in which they were taken; for a case the caller may see."""
    return _decisions(tx, review_decision.c.case_reference == case_reference)


def decisions_at(
    tx: Transaction, meeting_id: str, visible: Collection[str]
) -> dict[str, list[ReviewDecision]]:
    """Every decision of a meeting by case, of those cases (``visible``) that the caller may see."""
    wanted = (review_decision.c.meeting_id == meeting_id) & review_decision.c.case_reference.in_(visible)
    found: dict[str, list[ReviewDecision]] = {}
    for one in _decisions(tx, wanted):
        found.setdefault(one.case_reference, []).append(one)
    return found


def finalisings_of(tx: Transaction, case_reference: str) -> list[Finalising]:
    """When each review of a case was finalised, the first first; for a case the caller may see."""
    wanted = select(review_finalising).where(review_finalising.c.case_reference == case_reference)
    rows = tx.session.execute(wanted.order_by(review_finalising.c.review_version))
    return [Finalising(**row._mapping) for row in rows]


def finalised_since(tx: Transaction, first: date, last: date) -> int:
    """How many reviews were finalised from ``first`` to ``last``, both included; the action has checked."""
    days = review_finalising.c.finalised_on
    return len(tx.session.execute(select(days).where(days.between(first, last))).all())


def form_to_decide(tx: Transaction, case: ReviewCase) -> tuple[AnalysisForm, int]:
    """The analysis of the review under way and its version; an empty one and 0 before anything is saved."""
    saved = newest_analysis(tx, case.reference, case.review_version + 1)
    return (saved.form, saved.version) if saved else (AnalysisForm(), 0)


def decision_faults(
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    on: date,
    *,
    nobody_in: str = "",
    typed: Texts = NOTHING_TYPED,
) -> list[Fault]:
    """What keeps the analysis from being a decision, provisional or not.

    ``typed``: what was typed with the decision. ``nobody_in``: the tick that nobody is named in all this.
    """
    return [
        *analysis_faults(form, on, due_dates_agreed(tx, case.reference, case.review_version)),
        *analysis_naming_faults(form, nobody_in, typed),
    ]


def sign_off_faults(
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    on: date,
    *,
    nobody_in: str = "",
    typed: Texts = NOTHING_TYPED,
) -> list[Fault]:
    """What keeps the review from being signed off, apart from the quorum; the same for page and action."""
    return [
        *decision_faults(tx, case, form, on, nobody_in=nobody_in, typed=typed),
        *source_faults(form, page_ids(bundle_of(tx, case.reference))),
        *kept_text_faults(open_texts(tx, case.reference, case.review_version + 1)),
        *open_question_faults(questions_of(tx, case.reference)),
    ]


def writers_of_decision(tx: Transaction, case_reference: str, review_version: int) -> set[str]:
    """Ids of those who last wrote what the chair signs; a part untouched since is of the review before."""
    parts = set(own_work_rules()["complete_review"].sections)
    writers: set[str] = set()
    while parts and review_version > 0:
        saved = newest_analysis(tx, case_reference, review_version)
        by = dict(saved.last_saved_by) if saved else {}
        writers |= {by[part] for part in parts & by.keys()}
        parts -= by.keys()
        review_version -= 1
    return writers


def _decisions(tx: Transaction, wanted: Any) -> list[ReviewDecision]:
    rows = tx.session.execute(select(*_SHOWN).where(wanted).order_by(review_decision.c.id))
    return [_decision(dict(row._mapping)) for row in rows]


def _decision(row: dict[str, Any]) -> ReviewDecision:
    kept = {"kind": DecisionKind(row["kind"])}
    lists = {name: tuple(row[name]) for name in ("missing", "taking_part")}
    return ReviewDecision(**{**row, **kept, **lists})
