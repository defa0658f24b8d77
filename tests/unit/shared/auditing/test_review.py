"""Who may say what of reading that was found, and when it is overdue."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.auditing.reading.review import ANSWERS, LONGEST, OwnReading, check_review, is_overdue
from shared.auditing.reading.unusual import OVERDUE_AFTER
from shared.errors import Invalid

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def test_nobody_reviews_their_own_reading() -> None:
    with pytest.raises(OwnReading):
        check_review(reader="a", reviewer="a", answer="explained", words="On call.")
    check_review(reader="a", reviewer="b", answer="explained", words="On call.")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_review(reader="a", reviewer="b", answer="forgiven", words="")
    assert [fault.field for fault in refused.value.faults] == ["answer", "words"]
    with pytest.raises(Invalid):
        check_review(reader="a", reviewer="b", answer="explained", words="x" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("answer", "overdue"), [(None, True), ("to_follow_up", True), ("explained", False), ("referred", False)]
)
def test_what_nobody_settled_is_overdue_after_its_time(answer: str | None, overdue: bool) -> None:
    found_at = NOW - timedelta(days=OVERDUE_AFTER)
    assert is_overdue(found_at=found_at, answer=answer, now=NOW) is overdue
    assert not is_overdue(found_at=found_at + timedelta(seconds=1), answer=answer, now=NOW)


def test_the_answers_are_three() -> None:
    assert set(ANSWERS) == {"explained", "to_follow_up", "referred"}
