"""The panel decided without a quorum: that is provisional, until a quorate panel signs off."""

from services.panel.actions.analysis.keep_decision import keep_decision
from services.panel.domain.analysis.named_in_analysis import analysis_texts
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.steps_by_hand import reason_faults
from services.panel.domain.decisions.decision import (
    DecisionKind,
    ReadToDecide,
    check_lack_of_quorum,
    check_not_decided_since,
    check_read,
)
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import said_of
from services.panel.queries.decisions import decision_faults, decisions_of, form_to_decide
from services.panel.queries.relations import sitting_for
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.storage import Transaction


def record_provisional_decision(
    tx: Transaction,
    *,
    case_reference: str,
    reason: str,
    nobody_in: str = "",
    read: ReadToDecide | None = None,
) -> None:
    """Keep what was decided; the case counts as discussed and the review stays open. Nothing is published.

    Refuses CaseNotListed, MeetingNotBegun, PanelQuorate, CaseCannotMove, CaseHeld; DecidedMeanwhile and
    AnalysisNotAsRead to a page that is no longer as it was ``read``; Invalid names every fault.
    """
    case, on = case_to_act_on(tx, case_reference, "decide_provisionally"), london_day(tx.at)
    if case.status is not CaseStatus.REVIEWED:
        case.check_step(CaseStatus.REVIEWED)
    sitting = check_lack_of_quorum(sitting_for(tx, case_reference))
    form, version = form_to_decide(tx, case)
    check_not_decided_since(read, decisions_of(tx, case_reference))
    check_read(read, version)
    typed = {"reason": reason}
    faults = decision_faults(tx, case, form, on, nobody_in=nobody_in, typed=typed)
    if faults := [*faults, *reason_faults(reason, "Say why the panel decided without a quorum")]:
        raise Invalid(faults)
    case.decide_provisionally(by=tx.person.id, at=tx.at, reason=reason.strip())
    keep_decision(
        tx,
        case_reference,
        sitting,
        DecisionKind.PROVISIONAL,
        review_version=case.review_version + 1,
        form_version=version,
        reason=reason.strip(),
    )
    detail = {"review_version": case.review_version + 1, "missing": list(sitting.quorum.missing)}
    detail |= said_of(analysis_texts(form, typed), nobody_in)
    tx.audit("record_provisional_decision", case=case.reference, subject=sitting.meeting_id, detail=detail)
