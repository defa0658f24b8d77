"""The manager decides the proposed themes of reviewed cases; those of the latest meeting wait for her."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

from deploy.demo.case import DemoCase
from deploy.seeding.people import MANAGER
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.themes.theme_confirmation import ThemeStatus
from services.theming.queries.standing import confirmations_of
from shared.storage import Database, Transaction

CASES_AT_A_TIME = 40
_READ = "Read in the returns; no rule had proposed it."
_ONLY_MENTIONED = "Mentioned, but not true of this child."


def decide_themes(
    database: Database, references: dict[int, str], cases: Iterable[DemoCase], done: Callable[[int], None]
) -> None:
    """Confirm what is true of a case, reject what is only mentioned, add by hand what no rule found."""
    reviewed = sorted((case for case in cases if case.meeting_on), key=lambda case: str(case.meeting_on))
    latest = reviewed[-1].meeting_on
    decided = [case for case in reviewed if case.meeting_on != latest]
    for first in range(0, len(decided), CASES_AT_A_TIME):
        some = decided[first : first + CASES_AT_A_TIME]
        with database.transaction(person=MANAGER, at=_after_the_meeting(some[0])) as tx:
            for case in some:
                at = database.joined(tx.session, person=MANAGER, at=_after_the_meeting(case))
                _decide(at, references[case.number], set(case.truth.affirmed))
        done(first + len(some))


def _decide(tx: Transaction, reference: str, true_of_it: set[str]) -> None:
    standing = confirmations_of(tx, reference)
    for theme, proposal in standing.items():
        if proposal.status is not ThemeStatus.PROPOSED:
            continue
        if theme in true_of_it:
            confirm_theme(tx, case=reference, theme=theme)
        else:
            reject_theme(tx, case=reference, theme=theme, reason=_ONLY_MENTIONED)
    for theme in sorted(true_of_it - standing.keys()):
        add_theme(tx, case=reference, theme=theme, reason=_READ)


def _after_the_meeting(case: DemoCase) -> datetime:
    assert case.meeting_on
    return datetime.combine(case.meeting_on + timedelta(days=4), time(14, 20), UTC)
