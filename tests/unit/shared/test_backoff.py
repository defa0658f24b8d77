"""How long a failed event waits before it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.messaging.backoff import BACKOFF, Backoff

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)


def seconds(backoff: Backoff, tries: int, chance: float) -> float | None:
    at = backoff.next_try(tries, NOW, lambda: chance)
    return (at - NOW).total_seconds() if at else None


@pytest.mark.parametrize(("tries", "waits"), [(1, 2), (2, 10), (3, 50), (4, 250), (5, None), (6, None)])
def test_each_wait_is_longer_and_the_fifth_failure_is_for_a_person(tries: int, waits: float | None) -> None:
    assert seconds(BACKOFF, tries, 1.0) == waits


@pytest.mark.parametrize(("chance", "waits"), [(0.0, 5), (0.5, 7.5), (1.0, 10)])
def test_chance_shortens_a_wait_by_up_to_half(chance: float, waits: float) -> None:
    assert seconds(BACKOFF, 2, chance) == waits


def test_no_wait_is_longer_than_the_longest() -> None:
    patient = Backoff(base_seconds=60, factor=60, cap_seconds=600, tries=9)
    assert seconds(patient, 8, 1.0) == 600
    assert patient.longest == timedelta(seconds=600)
