"""How alike two cases are, the reasons, and what was decided in like cases."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.theming.domain.comparables.consistency import Decided, prompts
from services.theming.domain.comparables.likeness import (
    CaseProfile,
    Likeness,
    Reason,
    length_of,
    likeness,
    weighed,
)
from services.theming.domain.comparables.projecting import SIZE, places, projected
from services.theming.domain.comparables.rules import comparing_rules
from services.theming.domain.comparables.standing import STATES, is_done, state_in_words
from services.theming.pages.comparing import reasons_in_words
from shared.contracts import RecommendationFollowed

#: A vector of one version could not be compared with one of another.
PLACES_OF_WHEEZ = ((123, -1.0), (52, -1.0), (41, -1.0))
RARITY = {"asthma": 3.0, "neglect": 3.0, "prematurity": 1.0, "drowning": 3.0}


def profile(case: str, themes: Sequence[str] = (), words: str = "", **facts: object) -> CaseProfile:
    said = words.split()
    weights = {word: 1 / length_of(dict.fromkeys(said, 1.0)) for word in said}
    return CaseProfile(case, confirmed=frozenset(themes), words=weights, **facts)  # type: ignore[arg-type]


def alike(case: CaseProfile, other: CaseProfile) -> Likeness:
    found = likeness(case, other, RARITY)
    assert found
    return found


CASE = profile("A", ["asthma", "neglect"], "wheeze inhaler school", age_band="5-9 years", place="home")


def test_more_themes_in_common_are_more_alike() -> None:
    both, one = alike(CASE, profile("B", ["asthma", "neglect"])), alike(CASE, profile("C", ["asthma"]))
    assert both.score > one.score
    assert {reason.values for reason in both.reasons} == {("asthma",), ("neglect",)}


def test_a_theme_that_many_cases_have_tells_less() -> None:
    case = profile("A", ["prematurity", "drowning"])
    common, rare = alike(case, profile("B", ["prematurity"])), alike(case, profile("C", ["drowning"]))
    assert rare.score > common.score


def test_words_alone_can_make_cases_alike_and_are_named() -> None:
    found = alike(CASE, profile("B", ["drowning"], "wheeze inhaler garden"))
    assert [(reason.kind, reason.values) for reason in found.reasons] == [("words", ("inhaler", "wheeze"))]


def test_facts_add_to_what_is_alike_and_make_nothing_alike() -> None:
    facts = {"age_band": "5-9 years", "place": "home"}
    assert likeness(CASE, profile("B", ["drowning"], "river", **facts), RARITY) is None
    with_facts, without = (
        alike(CASE, profile("B", ["asthma"], **facts)),
        alike(CASE, profile("C", ["asthma"])),
    )
    assert with_facts.score == pytest.approx(without.score + 0.07)


@pytest.mark.parametrize("blank", ["", None])
def test_what_is_not_known_is_like_nothing(blank: str | None) -> None:
    case = profile("A", ["asthma"], age_band="", place="", category=None)
    other = profile("B", ["asthma"], age_band=blank or "", place=blank or "", category=None)
    assert {reason.kind for reason in alike(case, other).reasons} == {"theme"}


def test_circumstances_and_category_in_common_are_reasons() -> None:
    facts = {"events": frozenset({"road_traffic_collision"}), "category": 3}
    found = alike(profile("A", ["asthma"], **facts), profile("B", ["asthma"], **facts))
    assert {reason.kind for reason in found.reasons} == {"theme", "events", "category"}


def test_facts_and_parts_weigh_less_than_a_text_or_a_theme() -> None:
    weights = comparing_rules().weights
    facts = weights.events + weights.age_band + weights.category + weights.place
    assert facts < min(weights.themes, weights.words) / 2


def test_a_word_of_every_case_weighs_nothing_and_a_rare_one_much() -> None:
    weights = weighed(["every", "some", "none"], {"every": 100, "some": 10}, 100)
    assert weights["every"] == 0
    assert 0 < weights["some"] < weights["none"]


_WORDS = st.dictionaries(st.text(min_size=1, max_size=8), st.floats(0.1, 5), min_size=1, max_size=40)


@given(_WORDS)
def test_a_vector_has_its_size_and_is_the_same_in_any_order(weights: dict[str, float]) -> None:
    vector = projected(weights)
    assert len(vector) == SIZE
    assert any(vector)
    assert projected(dict(reversed(weights.items()))) == pytest.approx(vector)


def test_the_place_of_a_word_never_changes() -> None:
    assert places("wheez")[:3] == PLACES_OF_WHEEZ


def test_vectors_of_texts_with_more_in_common_are_nearer() -> None:
    first = projected({f"word {number}": 1.0 for number in range(100)})
    half = projected({f"word {number}": 1.0 for number in range(50, 150)})
    none = projected({f"word {number}": 1.0 for number in range(200, 300)})
    assert _cosine(first, half) == pytest.approx(0.5, abs=0.2)
    assert _cosine(first, none) == pytest.approx(0, abs=0.2)


def _cosine(one: list[float], other: list[float]) -> float:
    lengths = sum(x * x for x in one) ** 0.5 * sum(x * x for x in other) ** 0.5
    return sum(x * y for x, y in zip(one, other, strict=True)) / float(lengths)


def test_what_most_like_cases_had_decided_is_told() -> None:
    like = [Decided("modifiable", 5)] * 4 + [Decided("none", 6)] * 2
    modifiable, category = prompts(Decided(None, None), like)
    assert (modifiable.value, modifiable.number, modifiable.of, modifiable.differs) == (
        "modifiable",
        4,
        6,
        False,
    )
    assert (category.value, category.number) == ("5", 4)


def test_a_decision_unlike_theirs_is_marked() -> None:
    [only] = prompts(Decided("none", None), [Decided("modifiable", None)] * 3)
    assert only.differs


@pytest.mark.parametrize(
    "like",
    [
        [Decided("modifiable", 5)] * 2,
        [Decided("modifiable", None), Decided("modifiable", None), Decided(None, 5), Decided(None, 5)],
        [Decided("modifiable", 5), Decided("none", 6)] * 2,
    ],
    ids=["too few", "too few decided", "as many so as so"],
)
def test_nothing_is_said_where_too_few_agree(like: list[Decided]) -> None:
    assert prompts(Decided(None, None), like) == ()


def test_every_state_of_a_recommendation_has_words_and_a_report_alone_is_not_done() -> None:
    states = RecommendationFollowed.model_fields["state"].annotation.__args__  # type: ignore[union-attr]
    assert set(states) == set(STATES)
    assert [state for state in states if is_done(state)] == ["done", "checked", "judged"]
    assert state_in_words("judged", "partly_effective") == "done, and its effect judged: partly effective"


def test_reasons_of_one_sort_are_told_in_one_line_the_most_telling_sort_first() -> None:
    reasons = (
        Reason("theme", ("asthma",), 3.0),
        Reason("age_band", ("5-9 years",), 1.0),
        Reason("theme", ("neglect",), 0.9, confirmed=True),
        Reason("theme", ("drowning",), 0.8),
        Reason("place", ("home",), 0.5),
    )
    told = reasons_in_words(reasons, {"asthma": "Asthma", "neglect": "Neglect", "drowning": "Drowning"}, {})
    assert told == (
        ("Themes shown in both, not confirmed in both", "Asthma; Drowning"),
        ("The same facts", "age group: 5-9 years; place of death: Home of normal residence"),
        ("Themes confirmed in both", "Neglect"),
    )
