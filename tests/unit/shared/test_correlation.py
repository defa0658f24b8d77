"""The correlation id travels everywhere, so nothing can be said in it."""

from uuid import UUID, uuid4

import pytest
import structlog

from shared.contracts import ReportingFormReceived
from shared.correlation import correlated, correlation_id, is_plain
from shared.messaging import Record
from shared.messaging.observing import handling

NAMES = ["Quillfeatherstone-Zephyrinella", "9990000018", "LLR-2026-0001", "", "a" * 64, "x" * 5000, 7, None]


def record(**envelope: object) -> Record:
    return Record("a-topic", "a-case", {"id": str(uuid4()), "type": ReportingFormReceived.type, **envelope})


@pytest.mark.parametrize(
    "given",
    [
        "0b6c9c1e-5a43-4f0e-9a44-2f6a4b0d7c11",
        "0b6c9c1e5a434f0e9a442f6a4b0d7c11",
        "0B6C9C1E-5A43-4F0E-9A44-2F6A4B0D7C11",
    ],
)
def test_a_uuid_is_kept_as_it_came(given: str) -> None:
    with correlated(given):
        assert correlation_id() == given


@pytest.mark.parametrize("given", NAMES)
def test_anything_freer_is_replaced(given: object) -> None:
    assert not is_plain(given)
    with correlated(given) as chosen:
        assert str(UUID(chosen)) == chosen


def test_nothing_of_one_record_is_left_for_the_next_even_when_it_fails() -> None:
    first = str(uuid4())
    with pytest.raises(ZeroDivisionError), handling(record(correlationid=first), consumer="panel"):
        assert structlog.contextvars.get_contextvars() == {"correlation_id": first}
        raise ZeroDivisionError
    assert (correlation_id(), structlog.contextvars.get_contextvars()) == ("", {})
    with handling(record(), consumer="panel"):
        assert correlation_id() != first


def test_a_record_without_an_id_of_its_own_is_followed_by_the_events_id() -> None:
    older = record()
    with handling(older, consumer="panel"):
        assert correlation_id() == older.envelope["id"]


@pytest.mark.parametrize(
    "envelope", [{"data_base64": "AA=="}, {"id": {"a": 1}, "type": ["b"]}, {"id": "x", "type": "x"}]
)
def test_a_record_that_says_nothing_sensible_is_counted_as_unknown(envelope: dict[str, object]) -> None:
    with handling(Record("a-topic", "", envelope, "a-topic/2@105"), consumer="panel") as this:
        assert (this.type, this.event_id) == ("unknown", "a-topic/2@105")
