"""Keys of programs, their quotas, what a program prefers and what it has already."""

from datetime import UTC, date, datetime

import pytest
from fastapi import Response
from hypothesis import given
from hypothesis import strategies as st

from services.theming.conditional import Conditional
from services.theming.domain.clients.client import SCOPES, ApiClient, ApiKey, replaced_on
from services.theming.domain.clients.key_text import digest_of, is_secret, parts_of, written
from services.theming.domain.clients.quota import Use, headers_of, refusal_of
from services.theming.negotiating import preferred_kind
from shared.people import Permission, can

A_DAY = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
CLIENT = ApiClient(
    "1f2e3d4c", "Dashboard", "A county", "Head of intelligence", ("statistics:read",), 60, 500,
    date(2027, 11, 21), A_DAY, "Morgan Testerley",
)  # fmt: skip
HEXADECIMAL = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(HEXADECIMAL, HEXADECIMAL)
def test_a_key_is_read_as_it_is_written_and_known_by_its_digest_alone(secret: str, other: str) -> None:
    assert parts_of(written("0a1b2c3d4e5f", secret)) == ("0a1b2c3d4e5f", secret)
    assert is_secret(secret, digest_of(secret))
    assert is_secret(other, digest_of(secret)) == (other == secret)


@given(st.text())
def test_what_is_no_key_has_no_parts(text: str) -> None:
    assert parts_of(text) == ("", "")
    assert parts_of(f"cdrkey_{text}") == ("", "")


def test_no_scope_holds_anything_that_leads_to_a_case() -> None:
    held = frozenset[Permission]().union(*(scope.permissions for scope in SCOPES.values()))
    assert held == {Permission.VIEW_STATISTICS, Permission.VIEW_SCORECARD, Permission.READ_RELEASES}
    person = CLIENT.person
    assert [each for each in Permission if can(person, each)] == [Permission.VIEW_STATISTICS]
    assert person.id == "client:1f2e3d4c"


def test_replacing_a_key_again_never_puts_off_its_last_day() -> None:
    today = date(2026, 11, 21)
    key = ApiKey("0a1b2c3d4e5f", CLIENT.id, "", A_DAY, "Morgan Testerley")
    assert replaced_on(today, key) == date(2026, 12, 5)
    ending = ApiKey("0a1b2c3d4e5f", CLIENT.id, "", A_DAY, "Morgan Testerley", ends_on=date(2026, 11, 25))
    assert replaced_on(today, ending) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (datetime(2026, 11, 21, 10, 30, tzinfo=UTC), 13 * 3600 + 1800),
        (datetime(2026, 7, 21, 10, 30, tzinfo=UTC), 12 * 3600 + 1800),  # midnight in London is 23:00 UTC
        (datetime(2026, 7, 21, 23, 30, tzinfo=UTC), 23 * 3600 + 1800),  # and the next day has begun there
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), 23 * 3600),  # the clocks go forward: a day of 23 hours
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), 25 * 3600),  # and back: one of 25
    ],
)
def test_a_day_of_a_quota_is_a_day_in_london(at: datetime, seconds: int) -> None:
    refusal = refusal_of(Use(CLIENT, at, 1, 500, admitted=False))
    assert refusal.headers["Retry-After"] == str(seconds)


def test_part_of_a_second_is_waited_for_whole() -> None:
    at = datetime(2026, 11, 21, 10, 59, 59, 500_000, tzinfo=UTC)
    assert refusal_of(Use(CLIENT, at, 60, 60, admitted=False)).headers["Retry-After"] == "1"


def test_a_quota_that_was_lowered_leaves_nothing_and_never_less() -> None:
    told = headers_of(Use(CLIENT, A_DAY, 90, 700))["RateLimit"]
    assert told == '"hour";r=0;t=1800, "day";r=0;t=48600'


@given(st.text(max_size=60))
def test_whatever_a_program_says_it_prefers_it_gets_a_kind_that_there_is(accept: str) -> None:
    assert preferred_kind(accept) in ("json", "csv", "ods", "xlsx")


def tagged(sent: str, *parts: str, body: str = "5") -> Response:
    return Conditional(sent, *parts).tagged(Response(body))


def test_a_tag_holds_for_the_same_question_on_the_same_data_and_for_no_other() -> None:
    tag = tagged("", "8.3", "sex").headers["etag"]
    assert Conditional(tag, "8.3", "sex").still_holds
    assert not Conditional(tag, "9.3", "sex").still_holds
    assert not Conditional(tag, "8.3", "area").still_holds
    assert not Conditional(tag, "8.3 sex").still_holds
    assert not Conditional("", "8.3", "sex").still_holds
    assert not Conditional("*", "8.3", "sex").still_holds


def test_two_answers_have_one_tag_only_if_they_are_the_same_to_the_byte() -> None:
    first, second = (tagged("", "8.3", "sex", body=body).headers["etag"] for body in ("5", "6"))
    assert first != second
    assert tagged("", "8.3", "sex").headers["etag"] == first


def test_what_nobody_should_keep_is_not_said_to_be_kept() -> None:
    answer = Conditional("", "8.3").tagged(Response("5"), kept=False)
    assert "cache-control" not in answer.headers
