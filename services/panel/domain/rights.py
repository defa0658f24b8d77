"""What may be done with a case: by whom and in which states. One table, read by pages and actions.

A right asks two questions apart: may this person (the permission, with their relations to the case), and may
this happen now (the state of the case). What else an action needs, such as a quorum, is named in ``needs``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.panel.domain.cases.case_status import (
    CASE_TRANSITIONS,
    CLOSED,
    MADE_READY_FROM,
    SIGNED_OFF,
    STATUS_LABELS,
    CaseStatus,
)
from services.panel.domain.refusals import CaseCannotMove
from shared.people import Permission, Person, Relation, can

S = CaseStatus
P = Permission
ANY = frozenset(S)


@dataclass(frozen=True)
class Right:
    """``label`` says what is done; ``statuses``: where the case may stand; ``needs``: what else is asked."""

    id: str
    label: str
    permission: Permission
    statuses: frozenset[CaseStatus] = ANY
    needs: str = ""


def before(status: CaseStatus) -> frozenset[CaseStatus]:
    """The states from which one step of CASE_TRANSITIONS leads to ``status``."""
    return frozenset(each for each, following in CASE_TRANSITIONS.items() if status in following)


_UNDER_WAY = ANY - CLOSED
_DECIDED_FROM = before(S.REVIEWED) | {S.REVIEWED}

RIGHTS: Mapping[str, Right] = {
    right.id: right
    for right in (
        Right("view_case", "See the case", P.VIEW_BUNDLE),
        Right("read_bundle", "Read the bundle", P.VIEW_BUNDLE),
        Right("declare_interest", "Declare an interest", P.DECLARE_INTEREST),
        Right("answer_family_question", "Answer a question of the family", P.ANSWER_FAMILY_QUESTION),
        Right("place_hold", "Put on hold", P.HOLD_CASE, _UNDER_WAY),
        Right("lift_hold", "Lift a hold", P.HOLD_CASE),
        Right("mark_ready", "Mark ready", P.PREPARE_MEETING, MADE_READY_FROM, "nothing missing, or a reason"),
        Right("take_back", "Take back to gathering", P.PREPARE_MEETING, before(S.GATHERING), "a reason"),
        Right(
            "take_out_of_scope",
            "Out of scope",
            P.PREPARE_MEETING,
            before(S.OUT_OF_SCOPE),
            "the rule and a reason",
        ),
        Right(
            "transfer", "Transfer", P.PREPARE_MEETING, before(S.TRANSFERRED), "the other panel and a reason"
        ),
        Right("mark_duplicate", "Duplicate", P.PREPARE_MEETING, before(S.DUPLICATE), "the case that stays"),
        Right("list_case", "Put on an agenda", P.PREPARE_MEETING, before(S.LISTED), "no hold"),
        Right("record_analysis", "Write the analysis", P.RECORD_ANALYSIS, _UNDER_WAY),
        Right("defer_case", "Defer", P.RECORD_ANALYSIS, before(S.DEFERRED), "a ground and a reason"),
        Right("record_discussion", "Record as discussed", P.COMPLETE_REVIEW, before(S.REVIEWED)),
        Right("decide_provisionally", "Decide provisionally", P.COMPLETE_REVIEW, _DECIDED_FROM, "no quorum"),
        Right("complete_review", "Sign off", P.COMPLETE_REVIEW, before(S.COMPLETED), "a quorum"),
        Right("reopen_review", "Reopen", P.REOPEN_REVIEW, SIGNED_OFF, "a ground, a reason, an authority"),
        Right("finalise_review", "Finalise", P.FINALISE_REVIEW, before(S.FINALISED), "nothing in the way"),
        Right("export_national_form", "Export the national form", P.FINALISE_REVIEW, SIGNED_OFF),
        Right("export_history", "Export the history", P.VIEW_ALL_CASES),
    )
}
OF_STEPS: Mapping[CaseStatus, str] = {
    S.GATHERING: "take_back",
    S.OUT_OF_SCOPE: "take_out_of_scope",
    S.TRANSFERRED: "transfer",
    S.DUPLICATE: "mark_duplicate",
}


def has_right(person: Person, right: str, relations: Collection[Relation], status: CaseStatus) -> bool:
    """Whether ``person`` may do this with a case that stands at ``status``."""
    return can(person, RIGHTS[right].permission, relations) and status in RIGHTS[right].statuses


def rights_of(person: Person, relations: Collection[Relation], status: CaseStatus) -> dict[str, bool]:
    """Every right by its id: what a page offers."""
    return {right: has_right(person, right, relations, status) for right in RIGHTS}


def check_state(right: str, status: CaseStatus) -> None:
    """Refuse CaseCannotMove where the case does not stand at one of the right's states."""
    if status not in RIGHTS[right].statuses:
        label = STATUS_LABELS[status]
        raise CaseCannotMove(f"“{RIGHTS[right].label}” is not possible: the case is now “{label}”.")
