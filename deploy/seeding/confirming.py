"""Cases are read to the end, a tenth of them by a second person; a theme of the panel's own waits for use."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from deploy.demo.case import DemoCase
from deploy.learning import learn_now
from deploy.seeding.people import ADMINISTRATOR, MANAGER
from services.theming.actions.confirming.finish_reading import finish_reading
from services.theming.actions.confirming.read_as_second import read_as_second
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.domain.discovery.local_theme import LOCAL_GROUP
from services.theming.domain.themes.theme_confirmation import ThemeStatus
from services.theming.queries.judging import affirming_sentences
from services.theming.queries.local_themes import local_themes
from services.theming.queries.standing import confirmations_of
from shared.storage import Database, Transaction

if TYPE_CHECKING:
    from deploy.host import Installation

AT_A_TIME = 40
#: Left for the visitor to read as the second person.
LEFT = 2
#: The second person thinks otherwise of one theme in every so many cases.
DIFFERS = 4


def show_confirming(place: "Installation", references: dict[int, str], cases: Iterable[DemoCase]) -> None:
    """Read what is decided, twice where the sample says so; learn from it; make a theme nobody uses yet."""
    theming = place.databases["theming"]
    reviewed = sorted((case for case in cases if case.meeting_on), key=lambda case: str(case.meeting_on))
    read = _finish(theming, references, reviewed)
    twice = [case for case in read if confirming_rules().is_read_twice(references[case.number])]
    for number, case in enumerate(twice[:-LEFT] if len(twice) > LEFT else twice[:1]):
        with theming.transaction(person=ADMINISTRATOR, at=_days_after(case, 9)) as tx:
            _read_second(tx, references[case.number], set(case.truth.affirmed), differs=number % DIFFERS == 0)
    _make_a_theme(theming)
    learn_now(place, lambda _: None)


def _finish(theming: Database, references: dict[int, str], reviewed: list[DemoCase]) -> list[DemoCase]:
    read = []
    for first in range(0, len(reviewed), AT_A_TIME):
        with theming.transaction(person=MANAGER, at=datetime.now(UTC)) as tx:
            for case in reviewed[first : first + AT_A_TIME]:
                at = theming.joined(tx.session, person=MANAGER, at=_days_after(case, 5))
                if _is_decided(at, references[case.number]):
                    finish_reading(at, case=references[case.number])
                    read.append(case)
    return read


def _is_decided(tx: Transaction, reference: str) -> bool:
    standing = confirmations_of(tx, reference).values()
    return bool(standing) and all(each.status is not ThemeStatus.PROPOSED for each in standing)


def _read_second(tx: Transaction, reference: str, true_of_it: set[str], *, differs: bool) -> None:
    proposed = sorted({each.theme for each in affirming_sentences(tx, reference)})
    answers = {theme: "yes" if theme in true_of_it else "no" for theme in proposed}
    if differs and proposed:
        answers[proposed[0]] = "no" if answers[proposed[0]] == "yes" else "yes"
    more = sorted(true_of_it - set(proposed))
    read_as_second(tx, case=reference, answers=answers, more=more)


def _make_a_theme(theming: Database) -> None:
    with theming.transaction(person=MANAGER, at=datetime.now(UTC)) as tx:
        if not local_themes(tx):
            make_local_theme(
                tx,
                label="A night away from the usual place of sleep",
                group=LOCAL_GROUP,
                definition="the child slept somewhere else than usual on the night when it happened.",
                patterns=["out of routine night", "away from home overnight"],
            )


def _days_after(case: DemoCase, days: int) -> datetime:
    assert case.meeting_on
    return datetime.combine(case.meeting_on + timedelta(days=days), time(15, 10), UTC)
