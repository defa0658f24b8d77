"""Every role, relation, state and action: as decided, as the table says, and as the product does."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, combinations
from typing import Any

import pytest
from sqlalchemy import text

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_discussion import record_discussion
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.defer_case import defer_case
from services.panel.actions.cases.finalise_review import finalise_review
from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.move_case import move_case
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.meeting_refusals import CaseCannotBeListed
from services.panel.domain.refusals import CaseCannotMove, ReviewLocked
from services.panel.domain.rights import RIGHTS, has_right
from shared.errors import NotPermitted, NotSignedIn, Refusal
from shared.people import ANONYMOUS, SYSTEM, Person, Relation, Role
from tests.integration.panel.conftest import CASE, NOW, Panel
from tests.integration.panel.test_reviews import FORM

S = CaseStatus
GUESSED = "LLR-2026-9999"
OPEN = "notified gathering ready_for_panel listed deferred reviewed reopened"
EVERY = f"{OPEN} completed finalised out_of_scope transferred duplicate"
EXITS_FROM = "notified gathering ready_for_panel deferred"

# What was decided, written down apart from the product: who, and where the case may stand.
DECIDED: dict[str, tuple[str, str]] = {
    "view_case": ("office, invited", EVERY),
    "read_bundle": ("office, invited", EVERY),
    "declare_interest": ("invited or interested", EVERY),
    "answer_family_question": ("office or chair without interest", EVERY),
    "place_hold": ("office", OPEN),
    "lift_hold": ("office", EVERY),
    "mark_ready": ("office", "notified gathering deferred reopened"),
    "take_back": ("office", "notified ready_for_panel deferred reopened out_of_scope transferred"),
    "take_out_of_scope": ("office", EXITS_FROM),
    "transfer": ("office", EXITS_FROM),
    "mark_duplicate": ("office", EXITS_FROM),
    "list_case": ("office", "ready_for_panel deferred reviewed"),
    "record_analysis": ("office, in the chair", OPEN),
    "defer_case": ("office, in the chair", "listed reviewed"),
    "record_discussion": ("in the chair", "listed reopened"),
    "decide_provisionally": ("in the chair", "listed reviewed reopened"),
    "complete_review": ("in the chair", "listed reviewed reopened"),
    "reopen_review": ("manager or chair without interest", "completed finalised"),
    "finalise_review": ("office", "completed"),
    "export_national_form": ("office", "completed finalised"),
    "export_history": ("office", EVERY),
}
OFFICE = {Role.CDR_MANAGER, Role.CDOP_ADMINISTRATOR}
PANEL = {Role.PANEL_MEMBER, Role.PANEL_CHAIR}


def decided(who: str, role: Role, relations: frozenset[Relation]) -> bool:
    invited, interested = Relation.INVITED in relations, Relation.INTERESTED in relations
    acting, chair = Relation.CHAIRING in relations, role is Role.PANEL_CHAIR
    if Relation.RESTRICTED in relations and not {Relation.NAMED, Relation.BROKEN_GLASS} & relations:
        return False
    sits = role in PANEL and invited
    return {
        "office": role in OFFICE,
        "office, invited": role in OFFICE or (sits and not interested),
        "invited or interested": sits,
        "office or chair without interest": (role in OFFICE or chair) and not interested,
        "in the chair": sits and not interested and (chair or acting),
        "office, in the chair": role in OFFICE or (sits and not interested and (chair or acting)),
        "manager or chair without interest": (role is Role.CDR_MANAGER or chair) and not interested,
    }[who]


def somebody(role: Role, standing: str = "stranger") -> Person:
    return Person(f"{role.value}-{standing}", "Somebody", frozenset({role}), "Somewhere")


def subsets() -> Iterator[frozenset[Relation]]:
    every = list(Relation)
    return map(frozenset, chain.from_iterable(combinations(every, size) for size in range(len(every) + 1)))


def test_every_role_relation_state_and_action_is_as_it_was_decided() -> None:
    assert DECIDED.keys() == RIGHTS.keys()
    wrong = [
        (right, role.value, sorted(relations), status.value)
        for right, (who, states) in DECIDED.items()
        for role in Role
        for relations in subsets()
        for status in S
        if has_right(somebody(role), right, relations, status)
        != (decided(who, role, relations) and status.value in states.split())
    ]
    assert wrong == []


STANDINGS: dict[str, frozenset[Relation]] = {
    "stranger": frozenset(),
    "invited": frozenset({Relation.INVITED}),
    "interested": frozenset({Relation.INVITED, Relation.INTERESTED}),
    "acting": frozenset({Relation.INVITED, Relation.CHAIRING}),
}
# Every standing of a panel's people; of the others those that could matter.
ROLES = (*OFFICE, *PANEL, Role.AUDITOR, Role.PUBLIC_HEALTH_ANALYST, Role.CALDICOTT_GUARDIAN)
TRIED = [
    *((role, standing) for role in PANEL for standing in STANDINGS),
    *((role, standing) for role in OFFICE for standing in ("stranger", "interested")),
    *((role, "acting") for role in ROLES if role not in OFFICE | PANEL),
]
REASON = "Said in the meeting"


def move(status: CaseStatus, **given: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    return move_case, {"status": status, "reason": REASON, **given}


ACTIONS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "declare_interest": (declare_interest, {"reason": REASON}),
    "place_hold": (place_hold, {"kind": "inquest", "reason": REASON, "placed_on": date(2026, 6, 1)}),
    "lift_hold": (lift_hold, {"hold_id": "none", "because": REASON}),
    "mark_ready": (mark_ready, {"without_because": REASON}),
    "take_back": move(S.GATHERING),
    "take_out_of_scope": move(S.OUT_OF_SCOPE, ground="other"),
    "transfer": move(S.TRANSFERRED, concerns="Another panel"),
    "mark_duplicate": move(S.DUPLICATE, concerns="LLR-2026-0108"),
    "list_case": (put_case_on_agenda, {"meeting_id": "next"}),
    "record_analysis": (save_analysis, {"form": FORM, "version": 0}),
    "defer_case": (defer_case, {"ground": "other", "reason": REASON}),
    "record_discussion": (record_discussion, {"reason": REASON}),
    "decide_provisionally": (record_provisional_decision, {"reason": REASON}),
    "complete_review": (complete_review, {}),
    "reopen_review": (reopen_review, {"reason": REASON, "ground": "other", "authorised_by": "The chair"}),
    "finalise_review": (finalise_review, {}),
}


NAMED = text(
    "INSERT INTO acting_chair (meeting_id, person_id, because, named_by, named_by_name, named_at)"
    " SELECT id, :person, 'Ill', 'x', 'x', :at FROM the_meeting"
)


class Undone(Exception):
    """What was tried is not kept."""


@pytest.fixture
def sitting(panel: Panel) -> Panel:
    """A meeting in session with the case, and a seat for everybody of ROLES who is not a stranger."""
    panel.notified("LLR-2026-0108")
    panel.notified()
    meeting = panel.on_agenda()
    panel.everybody_present(meeting)
    seat = text(
        "INSERT INTO meeting_seat (meeting_id, person_id, name, role, organisation, sector, mark)"
        " SELECT :meeting, :person, 'Somebody', 'police', 'Police', 'emergency_services', 'apologies'"
    )
    interest = text(
        "INSERT INTO declared_interest (id, person_id, person_name, case_reference, reason, declared_at)"
        " VALUES (:person, :person, 'Somebody', :case, 'Known', :at)"
    )
    next_month = {"held_on": date(2026, 7, 15), "starts": "09:30", "place": "Room 1"}
    (following,) = panel.act("cdr-manager", plan_meeting, **next_month)
    ACTIONS["list_case"][1]["meeting_id"] = following.id
    with panel.database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE the_meeting AS SELECT :meeting AS id"), {"meeting": meeting})
        connection.execute(text("GRANT SELECT ON the_meeting TO PUBLIC"))
        for role in ROLES:
            for standing, relations in STANDINGS.items():
                row = {"meeting": meeting, "person": f"{role.value}-{standing}", "case": CASE, "at": NOW}
                if Relation.INVITED in relations:
                    connection.execute(seat, row)
                if Relation.INTERESTED in relations:
                    connection.execute(interest, row)
    return panel


def outcome(panel: Panel, person: Person, status: CaseStatus, right: str, *, acting: bool) -> str:
    """What becomes of trying: "no", "not now", or "may" where only other things can be in the way."""
    action, given = ACTIONS[right]
    try:
        with panel.database.transaction(person=person, at=NOW) as tx:
            with tx.seen_by_the_system():
                if acting:
                    tx.session.execute(NAMED, {"person": person.id, "at": NOW})
                tx.session.execute(
                    text("UPDATE review_case SET status = :status WHERE reference = :case"),
                    {"status": status.value, "case": CASE},
                )
            action(tx, case_reference=CASE, **given)
            raise Undone
    except (NotPermitted, NotSignedIn):
        return "no"
    except (CaseCannotMove, CaseCannotBeListed, ReviewLocked):
        return "not now"
    except (Refusal, Undone):
        return "may"


def test_an_action_is_possible_exactly_where_the_table_says(sitting: Panel) -> None:
    assert [cell for right in ACTIONS for cell in wrongly_decided(sitting, right)] == []


def wrongly_decided(sitting: Panel, right: str) -> Iterator[tuple[str, str, str, str]]:
    """Each state for those who may; one for those who may not, of whom that is asked first."""
    who, states = DECIDED[right]
    for role, standing in TRIED:
        person, allowed = somebody(role, standing), decided(who, role, STANDINGS[standing])
        for status in S if allowed else (S.LISTED,):
            got = outcome(sitting, person, status, right, acting=standing == "acting")
            possible = "may" if status.value in states.split() else "not now"
            if got != (possible if allowed else "no"):
                yield right, person.id, status.value, got
    for nobody in (ANONYMOUS, SYSTEM):
        if outcome(sitting, nobody, S.LISTED, right, acting=False) != "no":
            yield right, nobody.id, "listed", "may"
