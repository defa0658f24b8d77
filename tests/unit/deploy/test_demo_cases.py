"""The demonstration's cases: the figures they have to show, and that nobody in them could be real."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest
from nhs_number import validate

from deploy.demo import DemoCase, demo_cases
from deploy.demo.case import Answer, Progress
from deploy.demo.cases import demo_cases as build
from deploy.demo.data import fragments, table
from deploy.demo.family import nhs_numbers
from deploy.demo.story import Setting, affirmed
from deploy.demo.timetable import HALF_YEARS, LONDON
from deploy.seeding.panels import analysis_of
from services.notifications.domain.clocks.judging import judge
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.analysis.named_in_analysis import analysis_naming_faults

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
THEMES = 44
CASES = demo_cases()
ACCEPTED = [case for case in CASES if case.progress is not Progress.INBOX]
REVIEWED = [case for case in CASES if case.progress is Progress.REVIEWED]


def answers(case: DemoCase) -> Answers:
    return read_form(flat(case.payload), now=NOW, demonstration=True)


def in_half_year(cases: list[DemoCase], number: int) -> list[DemoCase]:
    half = HALF_YEARS[number]
    return [case for case in cases if half.first <= case.notified_at.astimezone(LONDON).date() <= half.last]


def texts(case: DemoCase) -> list[str]:
    return [case.payload["circumstances"], *(" ".join(each.sections.values()) for each in case.returns)]


def test_the_same_cases_come_out_of_every_run() -> None:
    assert build.__wrapped__() == CASES


@pytest.mark.parametrize("number", range(4))
def test_each_half_year_holds_about_107_notifications(number: int) -> None:
    assert 101 <= len(in_half_year(ACCEPTED, number)) <= 112


def test_the_last_half_year_has_107_notifications_72_of_them_in_time_by_the_product_s_own_clock() -> None:
    met = Counter(next_working_day_met(case) for case in in_half_year(ACCEPTED, 3))
    assert met == {True: 72, False: 35}


def test_three_children_died_on_the_road_in_each_half_year() -> None:
    road = [case for case in ACCEPTED if "road_traffic_collision" in case.payload["death"]["events"]]
    assert [len(in_half_year(road, number)) for number in range(4)] == [3, 3, 3, 3]


def test_what_a_slot_says_of_timeliness_is_what_the_clock_says() -> None:
    assert [case.in_time for case in ACCEPTED] == [next_working_day_met(case) for case in ACCEPTED]


def test_one_to_three_deaths_of_unknown_date_cannot_be_judged() -> None:
    assert 1 <= [case.in_time for case in ACCEPTED].count(None) <= 3


def test_a_death_and_its_notification_fall_into_the_same_half_year() -> None:
    for number, half in enumerate(HALF_YEARS):
        assert all(half.first <= case.died_at.date() <= half.last for case in in_half_year(ACCEPTED, number))


def test_the_notification_form_finds_no_fault_in_any_payload() -> None:
    for case in CASES:
        assert answers(case).not_understood == {}


def test_every_accepted_child_is_in_scope() -> None:
    assert {answers(case).scope_facts.residence for case in ACCEPTED} == {"in_area"}


def test_every_nhs_number_is_valid_and_nobody_s() -> None:
    numbers = [case.payload["child"]["nhs_number"] for case in CASES if "nhs_number" in case.payload["child"]]
    assert len(set(numbers)) == len(numbers) >= len(ACCEPTED)
    assert all(validate.is_valid(number) and number.startswith("999") for number in numbers)


def test_telephone_numbers_are_those_kept_for_drama() -> None:
    written = " ".join(text for case in CASES for text in texts(case))
    found = re.findall(r"\b0\d{3,4} \d{3} ?\d{3,4}\b", written)
    assert len(found) > len(CASES)
    assert all(number.startswith(("0116 496 0", "07700 900")) for number in found)


def test_every_theme_is_affirmed_in_at_least_three_reviewed_cases() -> None:
    told = Counter(theme for case in REVIEWED for theme in case.truth.affirmed)
    assert len(told) == THEMES
    assert min(told.values()) >= 3


def test_every_theme_is_also_mentioned_without_being_affirmed_in_every_way() -> None:
    ways = {pair for case in REVIEWED for pair in case.truth.mentioned}
    wanted = ("negated", "historical", "other_person", "hypothetical", "unanswered")
    assert {(theme, way) for theme in fragments() for way in wanted} <= ways


def test_no_case_affirms_a_theme_that_it_also_denies() -> None:
    for case in CASES:
        assert not set(case.truth.affirmed) & {theme for theme, _ in case.truth.mentioned}


def test_every_affirmed_theme_of_a_reviewed_case_is_told_by_an_agency() -> None:
    for case in REVIEWED:
        told = " ".join(texts(case)[1:])
        for theme in case.truth.affirmed:
            assert any(_stem(sentence) in told for sentence in _sentences(theme)), (case.number, theme)


def test_the_texts_name_the_child_so_that_redaction_has_work() -> None:
    for case in ACCEPTED:
        child = case.payload["child"]
        assert child["given_names"] in case.payload["circumstances"]
        assert any(child["family_name"] in text for text in texts(case))


def test_no_blank_is_left_unfilled_and_no_tag_is_left_in_a_text() -> None:
    for case in CASES:
        assert not re.search(r"[{}]|@[a-z0-9+]+ ", " ".join(texts(case)))


def test_most_returns_are_pages_rather_than_lines() -> None:
    lengths = [len(text.split()) for case in ACCEPTED for text in texts(case)[1:] if text]
    assert sum(150 <= length <= 450 for length in lengths) > 0.9 * len(lengths)


def test_about_six_in_ten_children_are_infants_half_live_in_the_city_and_few_in_rutland() -> None:
    infants = [answers(case).born_on for case in ACCEPTED]
    young = sum(
        (case.died_at.date() - born).days < 365 for case, born in zip(ACCEPTED, infants, strict=True) if born
    )
    areas = Counter(case.payload["home"]["local_authority"] for case in ACCEPTED)
    assert 0.55 <= young / len(ACCEPTED) <= 0.65
    assert 0.45 <= areas["Leicester"] / len(ACCEPTED) <= 0.57
    assert 0 < areas["Rutland"] <= 20


def test_meetings_take_six_to_nine_cases_and_deaths_of_the_first_year_are_mostly_reviewed() -> None:
    sizes = Counter(case.meeting_on for case in REVIEWED)
    assert all(6 <= size <= 9 for size in sizes.values())
    first_year = [case for case in ACCEPTED if case.died_at.date() < date(2025, 10, 1)]
    assert sum(case in REVIEWED for case in first_year) > 0.8 * len(first_year)


def test_a_case_reaches_the_panel_after_its_returns_were_due() -> None:
    for case in REVIEWED:
        answered = [each.answered_at for each in case.returns if each.answered_at]
        assert case.meeting_on
        assert max(answered).date() < case.meeting_on
        assert case.returns[0].answer is Answer.RETURNED


def test_a_panel_could_complete_every_decision_as_it_stands() -> None:
    for case in REVIEWED:
        assert case.decision
        assert case.meeting_on
        assert analysis_faults(analysis_of(case.decision), case.meeting_on) == []
        assert list(analysis_naming_faults(analysis_of(case.decision))) == []


def test_quarters_hold_themes_of_eight_cases_and_more() -> None:
    quarters: dict[tuple[int, int], Counter[str]] = {}
    for case in REVIEWED:
        assert case.meeting_on
        quarter = (case.meeting_on.year, (case.meeting_on.month - 1) // 3)
        quarters.setdefault(quarter, Counter()).update(case.truth.affirmed)
    assert sum(max(told.values()) >= 8 for told in quarters.values()) >= 4


def test_the_inbox_holds_twins_a_likely_duplicate_and_deaths_that_are_not_ours() -> None:
    inbox = [answers(case) for case in CASES if case.progress is Progress.INBOX]
    assert {"Baby Twin 1", "Baby Twin 2"} <= {each.get("child.given_names") for each in inbox}
    assert {each.scope_facts.residence for each in inbox} == {"in_area", "elsewhere"}
    assert any(each.number("birth.gestation_weeks") == 21 for each in inbox)


def test_some_agencies_hold_nothing_and_some_have_not_replied() -> None:
    seen = Counter(each.answer for case in ACCEPTED for each in case.returns)
    assert min(seen[answer] for answer in Answer) >= 20


def test_a_sentence_for_older_children_is_never_chosen_for_a_newborn_baby() -> None:
    newborn = Setting("newborn", 2, sudden=False, in_hospital=True)
    assert not newborn.fits("@5 At school.")
    assert not newborn.fits("@home In the kitchen.")
    assert newborn.fits("@birth In labour.")


def test_nhs_numbers_without_a_check_digit_are_passed_over() -> None:
    assert all(validate.is_valid(number) for number in nhs_numbers())


def test_a_hospice_s_part_in_a_case_affirms_a_life_limiting_condition() -> None:
    setting = Setting("newborn", 2, sudden=False, in_hospital=True)
    said = affirmed(Random(1), table("scenarios")["newborn_anomaly"], ["hospice"], setting)
    assert "life_limiting_disability" in {each.theme for each in said}


def next_working_day_met(case: DemoCase) -> bool | None:
    return next(each.met for each in judge(answers(case).times) if each.clock.id == "next_working_day")


def _sentences(theme: str) -> list[str]:
    return [*fragments()[theme]["affirmed"], *table("again")[theme]]


def _stem(sentence: str) -> str:
    """The longest piece of a sentence without a blank in it."""
    return max(re.split(r"\{\w+\}", re.sub(r"^@\w+ ", "", sentence)), key=len)
