"""What was worked out of the data is kept until what statistics count changes, and no longer."""

from collections.abc import Hashable

from services.theming.actions.themes.add_theme import add_theme
from services.theming.handlers import HANDLERS
from services.theming.kept_answers import Kept
from services.theming.queries.data_version import data_version
from shared.people import SYSTEM
from tests.integration.theming.conftest import CASE, Theming, material, notified, reviewed

OTHER = "LLR-2026-0108"


class Made:
    """Counts how often something was worked out anew."""

    def __init__(self, most: int = 2) -> None:
        self.kept, self.times = Kept[int](most), 0

    def ask(self, theming: Theming, key: Hashable = "a") -> int:
        return theming.look(lambda tx: self.kept.get(tx, key, self._make))

    def _make(self) -> int:
        self.times += 1
        return self.times


def version(theming: Theming) -> str:
    return theming.look(data_version)


def test_an_answer_is_worked_out_once_until_something_changes(theming: Theming) -> None:
    made = Made()
    assert [made.ask(theming), made.ask(theming)] == [1, 1]
    theming.tell(notified())
    assert [made.ask(theming), made.ask(theming)] == [2, 2]


def test_a_fact_a_review_and_a_decision_are_changes_and_a_text_is_none(theming: Theming) -> None:
    seen = [version(theming)]
    for event in (notified(), reviewed()):
        theming.tell(event)
        seen.append(version(theming))
    theming.act("cdr-manager", add_theme, case=CASE, theme="asthma", reason="Read by hand")
    seen.append(version(theming))
    assert len(set(seen)) == 4
    theming.tell(material())
    theming.read_texts()
    assert version(theming) == seen[-1]


def test_what_is_not_committed_is_no_change_and_nobody_waits_for_it(theming: Theming) -> None:
    theming.tell(notified())
    before = version(theming)
    with theming.database.transaction(person=SYSTEM, at=theming.at) as tx:
        event = notified(OTHER)
        HANDLERS[type(event)](tx, event)
        assert version(theming) == before
        theming.tell(notified(OTHER.replace("0108", "0109")))  # would wait here for ever
        between = version(theming)
    assert len({before, between, version(theming)}) == 3


def test_the_answers_asked_for_last_are_kept(theming: Theming) -> None:
    made = Made(most=2)
    for key in ("a", "b", "a", "c", "a"):
        made.ask(theming, key)
    assert made.times == 3
    made.ask(theming, "b")
    assert made.times == 4
