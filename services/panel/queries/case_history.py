"""The history of one case from the tables that keep it: steps, holds, analyses, decisions and the audit."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_differences import differences
from services.panel.domain.cases.case_history import (
    TOLD_ELSEWHERE,
    HistoryLine,
    change_in_words,
    hold_change,
    in_order,
)
from services.panel.domain.cases.case_status import STATUS_LABELS
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.decisions.decision import DecisionKind
from services.panel.domain.rights import RIGHTS
from services.panel.queries.analyses import SavedAnalysis, analyses_of
from services.panel.queries.cases import names_of, visible_case
from services.panel.queries.decisions import decisions_of
from services.panel.queries.relations import relations_to
from services.panel.tables.cases import review_case
from shared.people import check
from shared.storage import Transaction


def history_of(tx: Transaction, case_reference: str) -> list[HistoryLine]:
    """Every change of a case, the oldest first; for the office."""
    check(tx.person, RIGHTS["export_history"].permission, relations_to(tx, case_reference))
    case = visible_case(tx, case_reference)
    decisions = decisions_of(tx, case_reference)
    signed = [one.decided_at for one in decisions if one.kind is DecisionKind.SIGNED_OFF]
    names = names_of(tx, case_reference)
    lines = [
        *_steps(case, names),
        *_writing(analyses_of(tx, case_reference)),
        *(
            HistoryLine(
                one.decided_at,
                "decision",
                f"{one.label}, review {one.review_version}",
                one.decided_by,
                one.decided_by_name,
                one.reason or one.own_work_because,
            )
            for one in decisions
        ),
        *_audited(tx, case),
    ]
    first = min(signed, default=None)
    return in_order(replace(one, after_sign_off=first is not None and one.at > first) for one in lines)


def _steps(case: ReviewCase, names: dict[str, str]) -> Iterator[HistoryLine]:
    for one in case.history:
        words = f"{STATUS_LABELS[one.from_status]} → {STATUS_LABELS[one.to_status]}"
        yield HistoryLine(one.at, "step", words, one.by, names.get(one.by, one.by), one.why)


def _writing(saved: list[SavedAnalysis]) -> Iterator[HistoryLine]:
    """Every save with what it changed, field by field."""
    oldest_first = saved[::-1]
    for before, now in pairwise((None, *oldest_first)):
        assert now is not None
        was = before.form if before else AnalysisForm()
        # What a field said stays in the analysis itself: the line says which fields changed.
        changed = ", ".join(str(one[0]) for one in differences(was, now.form)) or "nothing changed"
        words = f"Analysis of review {now.review_version}, version {now.version}: {changed}"
        yield HistoryLine(now.saved_at, "analysis", words, now.saved_by, now.saved_by_name)


def _audited(tx: Transaction, case: ReviewCase) -> Iterator[HistoryLine]:
    holds = {hold.id: hold for hold in case.holds}
    entry = review_case.metadata.tables["audit_entry"].c
    rows = tx.session.execute(
        select(entry.at, entry.action, entry.subject, entry.person_id, entry.person_name)
        .where(entry.case_reference == case.reference, entry.reading.is_(False))
        .where(entry.action.not_in(TOLD_ELSEWHERE))
        .order_by(entry.id)
    )
    for row in rows:
        words, why = change_in_words(row.action), ""
        if hold := holds.get(row.subject):
            words, why = hold_change(row.action, hold)
        yield HistoryLine(row.at, "action", words, row.person_id, row.person_name, why)
