"""Who rates a case: of each seat one person; and how many are in is what the opened table shows."""

from collections.abc import Callable
from datetime import date

import pytest

from deploy.personas import PERSONAS
from services.panel.actions.meetings.name_deputy import name_deputy
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.meetings.take_case_off_agenda import take_case_off_agenda
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.actions.ratings.open_ratings import open_ratings
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.ratings.rating import FactorRating, Rating
from services.panel.domain.ratings.rating_round import NotAskedToRate, RatingsNotAllIn
from services.panel.queries.ratings import is_still_to_rate, opened_ratings, rounds_of
from tests.integration.panel.conftest import CASE, SEATS, Browser, Panel
from tests.integration.panel.test_ratings import asked, progress, rate

__all__ = ["asked"]  # a fixture: the id of a meeting at which the case is to be rated
DEPUTY = "member-community"
MEMBER = "member-social-care"
PAGE = f"/cases/{CASE}/ratings"


def a_deputy(panel: Panel) -> None:
    """Somebody on the panel who deputises for the member for social care."""
    seat = {"person_id": DEPUTY, "name": PERSONAS[DEPUTY].name, "role": "social_care"}
    place = {"organisation": "City council", "sector": "local_authority", "valid_from": date(2020, 1, 1)}
    panel.act("cdr-manager", seat_panel_member, **seat, **place, deputises_for=MEMBER)


def recorded(panel: Panel, meeting_id: str, person_id: str, mark: Mark, deputy: str | None = None) -> None:
    line = {"meeting_id": meeting_id, "person_id": person_id, "mark": mark, "deputy_id": deputy}
    panel.act("panel-chair", record_attendance, **line)


def still_to_rate(panel: Panel, person: str) -> bool:
    return bool(panel.reading(person, lambda tx: is_still_to_rate(tx, CASE)))


def shown(panel: Panel) -> int:
    found = panel.reading("panel-chair", lambda tx: opened_ratings(tx, rounds_of(tx, CASE)[0]))
    return len(found)


def test_a_deputy_rates_in_the_place_of_the_member_and_the_count_is_that_of_the_table(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    a_deputy(panel)
    panel.everybody_present(asked)
    recorded(panel, asked, MEMBER, Mark.DEPUTY, DEPUTY)
    for person in ("panel-chair", "panel-member", "member-acute"):
        rate(panel, person)
    with pytest.raises(NotAskedToRate, match="a deputy came in your place"):
        rate(panel, MEMBER)
    assert progress(panel) == "3 of 5 in"
    page = sign_in(MEMBER).get(PAGE).text
    assert "You are not asked to rate this case. The register says that a deputy came" in page
    assert "Send my rating" not in page
    assert (still_to_rate(panel, MEMBER), still_to_rate(panel, DEPUTY)) == (False, True)
    rate(panel, DEPUTY)
    assert progress(panel) == "4 of 5 in"
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="One could not sign in")
    assert shown(panel) == 4
    assert "with 4 of 5 in." in sign_in("panel-chair").get(PAGE).text


def test_a_rating_that_is_not_taken_is_refused_in_plain_words(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.everybody_present(asked)
    member = sign_in(MEMBER)
    typed = {"round": "1", "category": "10", "modifiability": "none"}
    typed |= {"factor-0-grade": "1", "factor-0-modifiable": "no"}
    recorded(panel, asked, MEMBER, Mark.APOLOGIES)
    refused = member.post(PAGE, PAGE, typed)
    assert refused.status_code == 409
    assert "You are not asked to rate this case" in refused.text
    assert "The register has your apologies for the meeting. Nothing has been kept." in refused.text
    assert progress(panel) == "0 of 4 in"


def test_a_deputy_who_is_only_announced_is_waited_for_in_the_place_of_the_member(
    panel: Panel, asked: str
) -> None:
    a_deputy(panel)
    named = {"meeting_id": asked, "person_id": MEMBER, "deputy_id": DEPUTY}
    panel.act("cdr-manager", name_deputy, **named)
    with pytest.raises(NotAskedToRate, match="A deputy is named to come in your place"):
        rate(panel, MEMBER)
    rate(panel, DEPUTY)
    assert progress(panel) == "1 of 5 in"


def test_who_is_out_of_the_room_for_the_case_does_not_rate_it(panel: Panel, asked: str) -> None:
    panel.everybody_present(asked)
    out = {"person_ids": ["member-acute"], "and_later": False}
    panel.act("panel-chair", record_out_of_the_room, meeting_id=asked, case_reference=CASE, **out)
    with pytest.raises(NotAskedToRate, match="out of the room"):
        rate(panel, "member-acute")
    assert progress(panel) == "0 of 4 in"


def test_a_rating_given_before_somebody_fell_out_is_counted_as_it_is_shown(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    rate(panel, "member-acute")
    rate(panel, "panel-member")
    panel.everybody_present(asked)
    recorded(panel, asked, "member-acute", Mark.APOLOGIES)
    assert progress(panel) == "2 of 5 in"
    assert "stays, and is counted" in sign_in("member-acute").get(PAGE).text
    for person in ("panel-chair", "designated-doctor", MEMBER):
        rate(panel, person)
    panel.act("cdr-manager", open_ratings, case_reference=CASE)
    assert shown(panel) == 5


def test_not_recorded_is_no_absence_and_a_blank_register_waits_for_all_who_are_to_come(
    panel: Panel, asked: str
) -> None:
    panel.act("panel-chair", start_meeting, meeting_id=asked)
    rate(panel, "panel-member")
    assert progress(panel) == "1 of 5 in"
    recorded(panel, asked, "panel-chair", Mark.PRESENT)
    rate(panel, "member-acute")
    assert progress(panel) == "2 of 3 in"  # both who rated, and the one whom the register has


def test_where_nobody_takes_part_any_more_the_office_does_not_open_what_came_in(
    panel: Panel, asked: str
) -> None:
    rate(panel, "panel-member")
    panel.act("cdr-manager", take_case_off_agenda, meeting_id=asked, case_reference=CASE)
    assert progress(panel) == "1 of 1 in"
    with pytest.raises(RatingsNotAllIn):
        panel.act("cdr-manager", open_ratings, case_reference=CASE)


def test_an_interest_after_the_opening_is_said_where_the_count_is(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    rate(panel, "member-acute")
    rate(panel, "panel-member")
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="Enough")
    page = sign_in("panel-chair")
    assert "none of anybody" not in page.get(PAGE).text
    panel.act("member-acute", declare_interest, case_reference=CASE, reason="I took part in the care")
    said = "with 2 of 5 in. Shown are the answers of 1 member, and none of anybody with an interest"
    assert said in page.get(PAGE).text


def test_the_page_says_what_the_percentage_counts_and_shows_who_could_not_say(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    grades, modifiable = (1, 2, 2, 0), ("yes", "yes", "yes", "not_known")
    for person, grade, said in zip(SEATS, grades, modifiable, strict=False):
        rate(panel, person[0], Rating("10", "modifiable", (FactorRating(grade, said),)))
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="One could not sign in")
    chair = sign_in("panel-chair")
    page = chair.get(PAGE).text
    assert "of every two members who could say, how many gave different answers" in page
    assert "67 % of 3 pairs" in page
    assert "1 × grade 0 (information not available)" in page
    assert "1 × Not known" in page
    assert "All who could say agree" in page
    assert "50 %" not in page
    differ = chair.get(f"/cases/{CASE}/chair").text.split("Where members differ")[1].split("<h2")[0]
    assert "B: Bed shared, grade" in differ
    assert "B: Bed shared, modifiable" not in differ
