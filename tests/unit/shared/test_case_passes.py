"""A pass is its holder's alone, and says to nobody else what it holds."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime

import pytest

from shared.case_passes import LASTS_UNTIL_RATED, pass_for, pass_in, token_of
from shared.errors import NotFound
from shared.people import Person, Role

SECRET = "a secret of this installation, long enough"
NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
MEMBER = Person("member", "A Member", frozenset({Role.PANEL_MEMBER}))
OTHER = Person("other", "Another", frozenset({Role.PANEL_MEMBER}))
GIVEN = pass_for(MEMBER, "LLR-2026-0107", shut=("LLR-2026-0001",), rates_first=True, at=NOW)


def test_it_comes_back_as_it_was_given() -> None:
    assert pass_in(SECRET, token_of(SECRET, GIVEN), MEMBER) == GIVEN
    assert GIVEN.until == NOW + LASTS_UNTIL_RATED


def test_it_opens_nothing_for_anybody_else() -> None:
    with pytest.raises(NotFound):
        pass_in(SECRET, token_of(SECRET, GIVEN), OTHER)


@pytest.mark.parametrize("wrong", ["", "made-up", "é", "a" * 5000])
def test_what_was_made_up_is_none(wrong: str) -> None:
    with pytest.raises(NotFound):
        pass_in(SECRET, wrong, MEMBER)


def test_one_that_was_altered_or_sealed_elsewhere_is_none() -> None:
    token = token_of(SECRET, GIVEN)
    for wrong in (token[:-3], token[:20] + ("A" if token[20] != "A" else "B") + token[21:]):
        with pytest.raises(NotFound):
            pass_in(SECRET, wrong, MEMBER)
    with pytest.raises(NotFound):
        pass_in("another secret, just as long as the first", token, MEMBER)


def test_nobody_reads_in_an_address_whom_it_is_for_and_where_they_have_an_interest() -> None:
    bare = urlsafe_b64decode(token_of(SECRET, GIVEN))
    assert b"LLR-2026" not in bare
    assert b"member" not in bare
