"""The tables of a release that is being prepared are changed, or put together anew with what is out now."""

from collections.abc import Sequence

from services.theming.actions.releases.keep_round import keep_round, keep_step
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.asking import question_faults, same_throughout
from services.theming.domain.releases.release import StatisticsRelease, number_faults
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.queries.counts import held_from
from services.theming.queries.releases import release_for_change
from shared.disclosure.policies import policy_on
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

OTHER_KIND = "A table of this release has its policy and counts the same deaths"


def change_tables(
    tx: Transaction, *, release_id: str, questions: Sequence[TableQuestion], panel_name: str
) -> StatisticsRelease:
    """What it held before stays on record. Raises Invalid, TransitionRefused, WouldGiveAway."""
    check(tx.person, Permission.PREPARE_RELEASE)
    release = release_for_change(tx, release_id)
    release.check_open()
    today = london_day(tx.at)
    faults = [*number_faults(questions), *question_faults(questions, today, held_from(tx))]
    if questions and same_throughout(questions) != (release.policy, release.basis):
        faults.append(Fault("tables", OTHER_KIND))
    if faults:
        raise Invalid(faults)
    policy = policy_on(release.policy, today)
    with tx.session.begin_nested():
        release.put_together(tx.at)
        release.policy_version = policy.version
        keep_round(tx, release, list(questions), policy, panel_name)
        keep_step(tx, release, "put_together")
    return release
