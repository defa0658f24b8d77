"""Every clock of a case that is decided is judged once and kept with its working."""

from collections.abc import Collection

from services.notifications.domain.clocks.strip import ClockState
from services.notifications.queries.clocks import live_judgements, unsettled_strip
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.clocks import clock_judgement
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.working_days import CALENDAR_VERSION


def judge_clocks(tx: Transaction, *, case: str) -> list[ClockState]:
    """Keep the result of each clock that has ended and has not been judged. Returns what was judged."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    known = live_judgements(tx, case)
    decided = [state for state in unsettled_strip(tx, case) if state.decided and state.id not in known]
    for state in decided:
        tx.session.execute(clock_judgement.insert(), _row(tx, case, state, ""))
    return decided


def judge_again(tx: Transaction, *, case: str, because: str) -> list[ClockState]:
    """Judge every decided clock by what is known now, saying why; the older judgements are kept."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification_to_change(tx, case)
    if not because.strip():
        raise Invalid([Fault("judge_because", "Write why the clocks are judged again")])
    known = live_judgements(tx, case)
    changed = [state for state in unsettled_strip(tx, case) if state.decided and differs(state, known)]
    set_aside(tx, case, {state.id for state in changed})
    for state in changed:
        tx.session.execute(clock_judgement.insert(), _row(tx, case, state, because.strip()))
    tx.audit("judge_again", case=case, detail={"changed": [state.id for state in changed]})
    return changed


def differs(state: ClockState, known: dict[str, ClockState]) -> bool:
    """Whether judging now gives another result, limit or rule than the one that is kept."""
    kept = known.get(state.id)
    return kept is None or (kept.state, kept.due_on, kept.version) != (
        state.state,
        state.due_on,
        state.version,
    )


def set_aside(tx: Transaction, case: str, clock_ids: Collection[str]) -> None:
    """The judgements of these clocks no longer count; they stay to be read."""
    columns = clock_judgement.c
    live = (columns.case_reference == case, columns.superseded_at.is_(None), columns.clock_id.in_(clock_ids))
    tx.session.execute(clock_judgement.update().where(*live).values(superseded_at=tx.at))


def _row(tx: Transaction, case: str, state: ClockState, because: str) -> dict[str, object]:
    return {
        "case_reference": case,
        "clock_id": state.id,
        "clock_version": state.version,
        "calendar_version": CALENDAR_VERSION,
        "started": state.started,
        "due_on": state.due_on,
        "due_at": state.due_at,
        "ended_on": state.ended_on,
        "met": state.met,
        "working": [list(pair) for pair in state.working],
        "judged_at": tx.at,
        "judged_by": tx.person.name,
        "because": because,
    }
