"""Independent ratings on a real database: blinded for everybody until the round is opened, then kept."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from deploy.personas import PERSONAS
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.ratings.ask_for_ratings import ask_for_ratings
from services.panel.actions.ratings.open_ratings import open_ratings
from services.panel.actions.ratings.rate_case import rate_case
from services.panel.app import SERVICE
from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.ratings.rating import AddedFactor, FactorRating, Rating
from services.panel.domain.ratings.rating_round import (
    RatingsAlreadyAsked,
    RatingsNotAllIn,
    RatingsNotAsked,
    RoundChanged,
)
from services.panel.domain.refusals import ReviewLocked
from services.panel.queries.ratings import (
    my_rating,
    newest_round,
    opened_differences,
    opened_ratings,
    rating_progress,
    rounds_of,
)
from services.panel.tables.ratings import member_rating, rating_round
from shared.errors import Invalid, NotPermitted
from shared.storage import Transaction
from tests.integration.panel.conftest import CASE, SEATS, Browser, Panel
from tests.integration.panel.test_reviews import FORM

MEMBERS = [person_id for person_id, *_ in SEATS]
SECRET = "The ventilation was the thing"
DRAFT = AnalysisForm(factors=(ContributoryFactor(domain="B", factor="Bed shared", grade=2),))


def a_rating(category: str = "10", grade: int = 2, **given: Any) -> Rating:
    return Rating(category, "modifiable", (FactorRating(grade, "yes"),), **given)


@pytest.fixture
def asked(panel: Panel) -> str:
    """The id of a meeting with the case on its agenda, its draft's factor put up for rating."""
    panel.notified()
    meeting_id = panel.on_agenda()
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=DRAFT, version=0)
    panel.act("cdr-manager", ask_for_ratings, case_reference=CASE)
    return meeting_id


def rate(panel: Panel, person: str, rating: Rating | None = None, number: int = 1) -> int:
    given = {"case_reference": CASE, "number": number, "rating": rating or a_rating()}
    return int(panel.act(person, rate_case, **given))


def progress(panel: Panel, person: str = "cdr-manager") -> str:
    found = panel.reading(person, lambda tx: rating_progress(tx, CASE))
    return str(found.in_words)


def test_the_count_goes_up_and_nothing_else_is_told(panel: Panel, asked: str) -> None:
    assert progress(panel) == "0 of 5 in"
    rate(panel, "panel-member", a_rating("8", comment=SECRET))
    rate(panel, "panel-member", a_rating("9", comment=SECRET))
    assert progress(panel, "panel-chair") == "1 of 5 in"

    def others(tx: Transaction) -> Any:
        one = newest_round(tx, CASE)
        assert one is not None
        return opened_ratings(tx, one), my_rating(tx, one), opened_differences(tx, CASE)

    for person in ("panel-chair", "cdr-manager", "member-acute"):
        assert panel.reading(person, others) == ([], (None, 0), None)
    assert panel.reading("panel-member", others)[1] == (a_rating("9", comment=SECRET), 2)


def test_no_role_sees_a_rating_or_how_the_answers_fall_on_any_page_before_it_is_opened(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    rate(
        panel, "panel-member", a_rating("7", comment=SECRET, added=(AddedFactor("C", "Cold flat", 2, "yes"),))
    )
    paths = (
        f"/cases/{CASE}/ratings",
        f"/cases/{CASE}",
        f"/cases/{CASE}/bundle",
        f"/cases/{CASE}/review",
        f"/meetings/{asked}",
        "/audit",
        f"/api/cases/{CASE}",
        f"/cases/{CASE}/ratings?round=1",
    )
    for person in PERSONAS:
        if person == "panel-member":
            continue
        browser = sign_in(person)
        for path in paths:
            text = browser.get(path).text
            assert SECRET not in text, (person, path)
            assert "Cold flat" not in text, (person, path)
            assert "× " not in text, (person, path)
    assert SECRET in sign_in("panel-member").get(paths[0]).text


def test_when_all_are_in_the_office_opens_them_and_everybody_sees_the_differences_widest_first(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    for number, person in enumerate(MEMBERS):
        rate(panel, person, a_rating(str(6 + number), grade=1 + (number == 0), comment=f"Said {number}"))
    panel.act("cdr-manager", open_ratings, case_reference=CASE)
    found = panel.reading("panel-member", lambda tx: opened_differences(tx, CASE))
    assert [one.label for one in found][:2] == ["Category of death", "B: Bed shared, grade"]
    page = sign_in("panel-chair").get(f"/cases/{CASE}/ratings").text
    assert page.index("Category of death") < page.index("B: Bed shared, grade")
    assert "5 of 5 in" in page
    assert "Said 3" in page
    assert all(PERSONAS[person].name not in page.split("What members said")[1] for person in MEMBERS[1:])
    with pytest.raises(RatingsNotAsked):
        rate(panel, "panel-member", a_rating("1"))


def test_the_chair_opens_them_without_the_rest_for_a_reason_and_the_office_cannot(
    panel: Panel, asked: str
) -> None:
    rate(panel, "panel-member")
    with pytest.raises(RatingsNotAllIn):
        panel.act("cdr-manager", open_ratings, case_reference=CASE, because="Time")
    with pytest.raises(NotPermitted):
        panel.act("member-acute", open_ratings, case_reference=CASE, because="Time")
    with pytest.raises(Invalid):
        panel.act("panel-chair", open_ratings, case_reference=CASE)
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="Four could not sign in")
    [one] = panel.reading(
        "auditor-1" if "auditor-1" in PERSONAS else "cdr-manager", lambda tx: rounds_of(tx, CASE)
    )
    assert (one.came_in, one.expected, one.opened_because) == (1, 5, "Four could not sign in")


def test_only_those_who_take_part_are_waited_for(panel: Panel, asked: str) -> None:
    rate(panel, "panel-member")
    panel.act(
        "panel-chair", record_attendance, meeting_id=asked, person_id="member-acute", mark=Mark.APOLOGIES
    )
    assert progress(panel) == "1 of 4 in"
    panel.act("member-social-care", declare_interest, case_reference=CASE, reason="I know the family")
    assert progress(panel) == "1 of 3 in"


def test_whoever_has_an_interest_cannot_rate_and_what_they_rated_before_is_never_shown(
    panel: Panel, asked: str
) -> None:
    rate(panel, "member-acute", a_rating("3", comment=SECRET))
    panel.act("member-acute", declare_interest, case_reference=CASE, reason="I took part in the care")
    for refused in (
        lambda: rate(panel, "member-acute"),
        lambda: panel.reading("member-acute", lambda tx: rounds_of(tx, CASE)),
    ):
        with pytest.raises(NotPermitted):
            refused()
    rate(panel, "panel-member", a_rating("8"))
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="The others know it")

    def opened(tx: Transaction) -> list[Rating]:
        [one] = rounds_of(tx, CASE)
        return opened_ratings(tx, one)

    assert panel.reading("panel-chair", opened) == [a_rating("8")]


@pytest.mark.parametrize("person", ["cdr-manager", "cdop-administrator", "auditor"])
def test_nobody_but_the_panel_rates(panel: Panel, asked: str, person: str) -> None:
    with pytest.raises(NotPermitted):
        rate(panel, person)


def test_another_round_keeps_the_one_before_it_and_an_open_page_of_that_one_is_refused(
    panel: Panel, asked: str
) -> None:
    with pytest.raises(RatingsAlreadyAsked):
        panel.act("panel-chair", ask_for_ratings, case_reference=CASE, because="Again")
    rate(panel, "panel-member", a_rating("8"))
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="Enough")
    panel.act("panel-chair", ask_for_ratings, case_reference=CASE, because="The post-mortem report came")
    with pytest.raises(RoundChanged):
        rate(panel, "panel-member", a_rating("9"), number=1)
    rate(panel, "panel-member", a_rating("9"), number=2)

    def both(tx: Transaction) -> list[tuple[int, list[Rating]]]:
        return [(one.number, opened_ratings(tx, one)) for one in rounds_of(tx, CASE)]

    assert panel.reading("panel-chair", both) == [(2, []), (1, [a_rating("8")])]


def test_the_database_itself_keeps_every_rating_and_takes_none_once_a_round_is_opened(
    panel: Panel, asked: str
) -> None:
    rate(panel, "panel-member")
    one = panel.reading("cdr-manager", lambda tx: newest_round(tx, CASE))

    def refused(statement: Any) -> bool:
        try:
            with panel.database.engine.begin() as connection:  # no rule hides a rating from this one
                connection.execute(statement)
        except DBAPIError:
            return True
        return False

    row = {"round_id": one.id, "person_id": "x", "version": 1, "rating": {}, "rated_at": panel.at}
    assert refused(delete(member_rating))
    assert refused(update(member_rating).values(rating={}))
    assert refused(text("TRUNCATE member_rating"))
    assert refused(text("TRUNCATE rating_round CASCADE"))
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="Enough")
    assert refused(insert(member_rating).values(**row))
    assert refused(update(rating_round).values(opened_at=None))
    assert refused(delete(rating_round))


def test_the_audit_says_that_somebody_rated_and_not_what(panel: Panel, asked: str) -> None:
    rate(panel, "panel-member", a_rating("7", comment=SECRET))
    entry = SERVICE.metadata.tables["audit_entry"].c
    found = panel.reading(
        "cdr-manager",
        lambda tx: tx.session.execute(entry.detail.table.select().where(entry.action == "rate_case")).one(),
    )
    assert found.detail == {"round": 1, "version": 1}


def test_a_member_rates_on_the_page_and_everything_typed_is_shown_again_with_its_faults(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    member, path = sign_in("panel-member"), f"/cases/{CASE}/ratings"
    typed = {
        "round": "1",
        "category": "9",
        "added-1-factor": "Damp bedroom",
        "added-1-grade": "2",
        "comment": "The draft says little of the home",
    }
    wrong = member.post(path, path, typed)
    assert wrong.status_code == 422
    for shown in ("Damp bedroom", "The draft says little of the home", "choose a grade; 0 where"):
        assert shown in wrong.text
    assert 'value="9" selected' in wrong.text
    assert "Damp bedroom: choose whether it is modifiable, or not known" in wrong.text
    right = {
        **typed,
        "modifiability": "none",
        "factor-0-grade": "1",
        "factor-0-modifiable": "no",
        "added-1-domain": "C",
        "added-1-modifiable": "yes",
    }
    answer = member.post(path, path, right)
    assert answer.status_code == 200
    assert "Your rating is in" in answer.text
    assert "Nobody else sees it" in answer.text
    assert "0 of 5 in" not in answer.text
    chair = sign_in("panel-chair")
    assert chair.post(f"{path}/open", path, {"because": ""}).status_code == 422
    opened = chair.post(f"{path}/open", path, {"because": "No time"})
    assert "Damp bedroom" in opened.text
    assert "Open the ratings" not in opened.text


def test_sign_off_says_before_its_button_how_many_ratings_are_in_while_they_are_collected(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    rate(panel, "panel-member")
    chair, path = sign_in("panel-chair"), f"/cases/{CASE}/sign-off"
    said = "still being collected: 1 of 5 in"
    before, _, after = chair.get(path).text.partition("Sign off the review")
    assert said in before
    assert after
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="Enough")
    assert "still being collected" not in chair.get(path).text


def test_no_rating_is_taken_after_sign_off_and_none_for_a_reopened_review_in_the_round_before_it(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.everybody_present(asked)
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=FORM, version=1)
    rate(panel, "panel-member")
    page = sign_in("member-acute")
    path = f"/cases/{CASE}/ratings"
    before = page.get(path)
    assert "Send my rating" in before.text
    panel.act("panel-chair", complete_review, case_reference=CASE)
    with pytest.raises(ReviewLocked):
        rate(panel, "panel-member", a_rating("7"))
    after = page.get(path).text
    assert "no rating is taken any more" in after
    assert "Send my rating" not in after
    opened = {"reason": "A report came", "ground": "post_mortem"}
    panel.act("panel-chair", reopen_review, case_reference=CASE, **opened)
    with pytest.raises(RatingsNotAsked):
        rate(panel, "panel-member", a_rating("7"))
    assert "asked for before the review was signed off and opened again" in page.get(path).text
    panel.act("panel-chair", open_ratings, case_reference=CASE, because="They belong to the first review")
    panel.act("panel-chair", ask_for_ratings, case_reference=CASE, because="The report came")
    assert rate(panel, "panel-member", a_rating("7"), number=2) == 1


def test_the_drafts_own_grades_are_not_shown_to_whoever_rates(
    panel: Panel, asked: str, sign_in: Callable[[str], Browser]
) -> None:
    text = sign_in("member-acute").get(f"/cases/{CASE}/ratings").text
    assert "B: Bed shared" in text
    assert "checked" not in text
