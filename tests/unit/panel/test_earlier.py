"""Earlier recommendations on the same themes: said once, however many reviews made them."""

from dataclasses import replace
from datetime import date

from services.panel.domain.learning.action_steps import ActionState
from services.panel.domain.learning.earlier import EarlierRecommendation, to_the_point, told_once
from shared.themes import theme_label


def recommended(
    text: str, owner: str = "Midwifery", effect: str = "", **given: object
) -> EarlierRecommendation:
    facts: dict[str, object] = {
        "level": "local",
        "kind": "",
        "themes": (),
        "agreed_in": "2026-03",
        "evidence": "",
    }
    when = {"due_on": None, "told_on": None, "state": ActionState.TOLD, "overdue": False}
    return EarlierRecommendation(text=text, owner=owner, effect=effect, **{**facts, **when, **given})  # type: ignore[arg-type]


def test_the_same_words_to_the_same_owner_stand_once_with_what_became_of_each() -> None:
    found = [
        recommended("Teach it", overdue=True),
        recommended("Offer it"),
        recommended("Teach it"),
        recommended("Teach it", overdue=True),
        recommended("Teach it", owner="Schools"),
    ]
    made = told_once(found)
    assert [(one.text, one.owner, one.times) for one in made] == [
        ("Teach it", "Midwifery", 3),
        ("Offer it", "Midwifery", 1),
        ("Teach it", "Schools", 1),
    ]
    label = found[1].state_label
    assert made[0].states_in_words == f"{label}, overdue (2), {label} (1)"
    assert made[1].states_in_words == label


def test_the_same_recommendation_says_in_how_many_reviews_and_no_month_of_one() -> None:
    many = [recommended("Teach it", agreed_in=month) for month in ("2024-03", "2026-06", "2026-06")]
    many[0] = replace(many[0], evidence="Leaflet sent")
    [one] = told_once(many)
    assert one.agreed_in_words == "in 3 reviews, agreed 2024 to 2026"
    assert one.evidence == "Leaflet sent"
    [alone] = told_once(many[1:2])
    assert alone.agreed_in_words == "agreed 2026"


def test_nothing_recommended_is_nothing_told() -> None:
    assert told_once([]) == []


DAY = date(2026, 6, 15)
SLEEP, SMOKE, FIRE, HEART = "unsafe_sleep_surface", "smoke_exposure", "fire_burns", "congenital_heart"


def test_what_was_made_on_a_theme_of_the_case_comes_first_and_says_so() -> None:
    found = [
        recommended("Of a case like it", themes=(SLEEP, SMOKE)),
        recommended("On one theme", themes=(SLEEP, HEART), own=True),
        recommended("On both", themes=(SLEEP, SMOKE), own=True),
    ]
    shown = to_the_point(found, (SLEEP, SMOKE), DAY)
    assert [one.text for one in shown] == ["On both", "On one theme", "Of a case like it"]
    assert shown[1].because == f"Made on: {theme_label(SLEEP)}"
    both = f"{theme_label(SLEEP)}, {theme_label(SMOKE)}"
    assert shown[2].because == f"From a review of a case like this one: {both}"


def test_one_theme_in_common_with_a_whole_case_brings_none_of_its_recommendations() -> None:
    far = recommended("Look at heart scans", themes=(SLEEP, HEART, FIRE))
    assert to_the_point([far], (SLEEP, SMOKE), DAY) == []
    assert to_the_point([far], (HEART, FIRE), DAY)[0].text == "Look at heart scans"


def test_two_cases_that_have_one_and_the_same_theme_are_alike() -> None:
    [one] = to_the_point([recommended("Teach it", themes=(FIRE,))], (FIRE,), DAY)
    assert one.because == f"From a review of a case like this one: {theme_label(FIRE)}"


def test_a_panel_reads_a_handful_however_often_each_was_made() -> None:
    many = [recommended(f"Do {n}", themes=(FIRE,), own=True) for n in range(9) for _ in range(3)]
    shown = told_once(to_the_point(many, (FIRE,), DAY))
    assert [(one.text, one.times) for one in shown] == [(f"Do {n}", 3) for n in range(5)]
