"""An analyst or the office prepares a release: its tables are counted, and protected with all that is out."""

from collections.abc import Sequence

from services.theming.actions.releases.keep_round import keep_round, keep_step
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.asking import question_faults, same_throughout
from services.theming.domain.releases.release import (
    StatisticsRelease,
    naming_faults,
    number_faults,
    release_id,
)
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.domain.two_people import Standing
from services.theming.queries.counts import held_from
from services.theming.queries.releases import may_see_all_of, numbers_taken
from shared.disclosure.policies import policy_on
from shared.errors import Fault, Invalid, NotPermitted
from shared.people import Permission, check
from shared.storage import Transaction


def prepare_release(
    tx: Transaction,
    *,
    title: str,
    purpose: str,
    questions: Sequence[TableQuestion],
    panel_name: str,
    unreadable: Sequence[Fault] = (),
) -> StatisticsRelease:
    """Raises Invalid naming every fault, WouldGiveAway with the released tables that are the reason."""
    check(tx.person, Permission.PREPARE_RELEASE)
    today = london_day(tx.at)
    faults = [
        *naming_faults(title, purpose),
        *unreadable,
        *([] if unreadable else number_faults(questions)),
        *question_faults(questions, today, held_from(tx)),
    ]
    if faults:
        raise Invalid(faults)
    policy_name, basis = same_throughout(questions)
    if not may_see_all_of(tx, policy_name):
        raise NotPermitted("What is for boards is prepared by the office.")
    policy = policy_on(policy_name, today)
    made = StatisticsRelease(
        id=release_id(numbers_taken(tx) + 1),
        title=title,
        purpose=purpose,
        policy=policy.name,
        policy_version=policy.version,
        basis=basis,
        status=Standing.DRAFT,
        round=1,
        data_as_of=tx.at,
        prepared_by=tx.person.id,
        prepared_by_name=tx.person.name,
        prepared_at=tx.at,
    )
    with tx.session.begin_nested():
        tx.session.add(made)
        tx.session.flush()
        keep_round(tx, made, list(questions), policy, panel_name)
        keep_step(tx, made, "prepared")
    return made
