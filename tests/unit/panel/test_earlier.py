"""Earlier recommendations on the same themes: said once, however many reviews made them."""

from services.panel.domain.learning.action_steps import ActionState
from services.panel.domain.learning.earlier import EarlierRecommendation, told_once


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


def test_nothing_recommended_is_nothing_told() -> None:
    assert told_once([]) == []
