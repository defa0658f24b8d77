"""The demonstration has signals to try: found in what its cases notify, and worked through by the office."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.demo import demo_cases
from deploy.demo.case import Progress
from deploy.seeding.signals import show_signals
from services.theming.app import SERVICE
from services.theming.domain.signals.settings import signal_settings_on
from services.theming.domain.signals.signal import SignalStatus
from services.theming.queries import signals
from shared.service import Service
from shared.storage import Database
from tests.integration.theming.conftest import Theming, notified

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: Enough of the two years to see what they show: the circumstances in which there is a rise, and two others.
KINDS = {"cardiac", "sudden_unexpected_death", "infection", "oncology"}


@pytest.fixture
def theming(database_for: Callable[[Service], Database]) -> Theming:
    made = Theming(database_for(SERVICE))
    made.at = NOW
    for case in demo_cases():
        events = tuple(case.payload["death"].get("events", ()))
        if case.progress is not Progress.INBOX and KINDS & set(events):
            made.tell(notified(f"LLR-D-{case.number:04}", on=case.notified_at.date(), events=events))
    return made


def raised(theming: Theming) -> dict[str, Any]:
    return {each.series: each for each in theming.look(signals.signals)}


def test_one_is_assessed_and_told_and_one_only_seen_as_they_would_have_been_found(theming: Theming) -> None:
    show_signals(theming.database, NOW)
    found = raised(theming)
    heart, sudden = found["circumstance-cardiac"], found["circumstance-sudden_unexpected_death"]
    assert (heart.status, sudden.status) == (SignalStatus.ASSESSED, SignalStatus.SEEN)
    assert "circumstance-infection" not in found
    assert "circumstance-oncology" not in found
    steps = theming.look(lambda tx: signals.steps_of(tx, heart.id))
    assert [each.step for each in steps] == ["seen", "told", "assessed", "assessed"]
    assert [each.at for each in steps] == sorted(each.at for each in steps)
    assert heart.due_on(signal_settings_on(NOW.date())) > NOW.date(), "there is a day to look at it again"
    _, cases = theming.look(lambda tx: signals.evidence_of(tx, sudden.id))
    assert len(cases) >= 5


def test_a_second_time_nothing_is_looked_at_or_done(theming: Theming) -> None:
    show_signals(theming.database, NOW)
    before = {
        each.id: theming.look(lambda tx, id=each.id: signals.steps_of(tx, id))
        for each in raised(theming).values()
    }
    show_signals(theming.database, NOW)
    after = {
        each.id: theming.look(lambda tx, id=each.id: signals.steps_of(tx, id))
        for each in raised(theming).values()
    }
    assert before
    assert before == after


def test_nothing_is_made_up_where_nothing_is_notified(database_for: Callable[[Service], Database]) -> None:
    empty = Theming(database_for(SERVICE))
    show_signals(empty.database, NOW)
    assert raised(empty) == {}
