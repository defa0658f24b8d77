"""What a request holds ends once, before its endpoint returns, with its error if it had one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from shared.web.ending import Ending, ending_in_its_thread


@dataclass
class Holding:
    ending: Ending[None]


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def holding(told: list[str]) -> Holding:
    @contextmanager
    def opened() -> Iterator[None]:
        try:
            yield
        except LookupError:
            told.append("rolled back")
            raise
        told.append("committed")

    ending = Ending(opened())
    ending.begin()
    return Holding(ending)


def test_it_is_committed_before_the_endpoint_returns_and_only_once(holding: Holding, told: list[str]) -> None:
    @ending_in_its_thread
    def endpoint(tx: Holding) -> str:
        told.append("worked")
        return "answer"

    assert endpoint(tx=holding) == "answer"
    holding.ending.end()
    assert told == ["worked", "committed"]


def test_an_error_rolls_back_and_goes_on(holding: Holding, told: list[str]) -> None:
    @ending_in_its_thread
    def endpoint(tx: Holding) -> str:
        raise LookupError

    with pytest.raises(LookupError):
        endpoint(tx=holding)
    holding.ending.end()
    assert told == ["rolled back"]


def test_a_failing_commit_is_an_error_of_the_endpoint() -> None:
    @contextmanager
    def opened() -> Iterator[None]:
        yield
        raise ConnectionError

    ending = Ending(opened())
    ending.begin()
    with pytest.raises(ConnectionError):
        ending_in_its_thread(lambda tx: "answer")(tx=Holding(ending))
