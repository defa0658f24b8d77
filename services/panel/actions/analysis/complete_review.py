"""The chair signs the review off: it is checked as a whole, locked, and told to the other services."""

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.actions.analysis.keep_decision import keep_decision
from services.panel.actions.learning.tell_of_actions import tell_of_actions
from services.panel.domain.analysis.completion import check_quorum, review_completed
from services.panel.domain.analysis.named_in_analysis import analysis_texts
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.decisions.decision import DecisionKind, ReadToDecide, check_read
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import said_of
from services.panel.domain.own_work import check_own_work
from services.panel.queries.action_log import actions_told
from services.panel.queries.decisions import form_to_decide, sign_off_faults, writers_of_decision
from services.panel.queries.relations import sitting_for
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.storage import Transaction


def complete_review(
    tx: Transaction,
    *,
    case_reference: str,
    own_work_because: str = "",
    nobody_in: str = "",
    read: ReadToDecide | None = None,
) -> None:
    """Complete the review with the analysis as last saved; ReviewCompleted is published,
    and each of its actions.

    Refuses CaseNotListed, PanelNotQuorate, MeetingNotBegun, CaseCannotMove, CaseHeld; AnalysisNotAsRead where
    other words were ``read``; Invalid names every fault of the form and every question of the family without
    a reply; OwnWork to who wrote the decision, unless ``own_work_because`` says why it cannot wait.
    ``nobody_in``: the tick that words which may name somebody name nobody.
    """
    case, on = case_to_act_on(tx, case_reference, "complete_review"), london_day(tx.at)
    case.check_step(CaseStatus.COMPLETED)
    sitting = check_quorum(sitting_for(tx, case_reference))
    form, version = form_to_decide(tx, case)
    check_read(read, version)
    typed = {"own_work_because": own_work_because}
    if faults := sign_off_faults(tx, case, form, on, nobody_in=nobody_in, typed=typed):
        raise Invalid(faults)
    review = case.review_version + 1
    writers = writers_of_decision(tx, case_reference, review)
    own = check_own_work("complete_review", person_id=tx.person.id, workers=writers, because=own_work_because)
    case.sign_off(by=tx.person.id, at=tx.at)
    signed = {"completed_on": on, "meeting_id": sitting.meeting_id}
    keep_analysis(tx, case_reference, review, version + 1, form, **signed)  # type: ignore[arg-type]
    keep_decision(
        tx,
        case_reference,
        sitting,
        DecisionKind.SIGNED_OFF,
        review_version=review,
        form_version=version + 1,
        own_work_because=own_work_because.strip() if own else "",
    )
    tx.publish(review_completed(case, form, on))
    tell_of_actions(tx, actions_told(tx, case_reference))
    detail = {"review_version": review, "category": form.category, "overridden": form.overridden}
    said = said_of(analysis_texts(form, typed), nobody_in)
    tx.audit("complete_review", case=case.reference, detail={**detail, "own_work": own, **said})
