"""Models of the second opinion: what they learn, say of themselves, and files that cannot be swapped."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from services.theming.domain.opinions.report_card import report_card, threshold_for
from services.theming.domain.opinions.rules import opinion_rules
from services.theming.opinions.learning import learn
from services.theming.opinions.model_files import Model, NotTheModel, calibrated, read_model, write_model

WITH = (
    "wheeze and inhaler at school",
    "the inhaler was empty, wheeze all night",
    "wheeze, blue inhaler, chest tight",
)
WITHOUT = ("found in the garden pond", "a car on the main road", "born too early at the hospital")


def cases(positives: int = 60, negatives: int = 60, wrong: int = 6) -> list[tuple[str, bool]]:
    """Texts that tell the theme by its words; of ``wrong`` on each side people said otherwise."""
    told = [(f"{WITH[n % 3]} on day {'abcdefgh'[n % 8] * 3}", n >= wrong) for n in range(positives)]
    return told + [(f"{WITHOUT[n % 3]} on day {'abcdefgh'[n % 8] * 3}", n < wrong) for n in range(negatives)]


@pytest.fixture(scope="module")
def model() -> Model:
    return learn("asthma", cases(), {"seed": opinion_rules().seed})


def test_it_finds_by_words_what_no_sentence_says(model: Model) -> None:
    assert model.probability("there was wheeze and an inhaler") > 0.7
    assert model.probability("a car near the pond") < 0.3


def test_its_report_card_is_of_cases_it_had_not_learnt_from(model: Model) -> None:
    card = model.report_card
    assert (card["positives"], card["negatives"]) == (60, 60)
    assert 0.8 <= card["precision"] <= 0.95  # a tenth was decided otherwise: nobody can do better
    assert card["brier"] < card["by_chance"]
    assert sum(each["cases"] for each in card["bins"]) == 120
    assert all(abs(each["said"] - each["was"]) < 0.2 for each in card["bins"] if each["cases"] >= 20)


def test_the_same_decisions_make_the_same_file(model: Model) -> None:
    assert learn("asthma", cases(), {"seed": opinion_rules().seed}).as_bytes() == model.as_bytes()


def test_a_model_read_from_its_file_says_the_same(model: Model, tmp_path: Path) -> None:
    name, digest = write_model(tmp_path, model)
    assert read_model(tmp_path, name, digest).probability("wheeze again") == model.probability("wheeze again")
    assert json.loads((tmp_path / name).read_text())["provenance"] == {"seed": opinion_rules().seed}


def test_a_file_that_was_changed_or_is_gone_is_not_used(model: Model, tmp_path: Path) -> None:
    name, digest = write_model(tmp_path, model)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"wheeze", b"weedle", 1))
    with pytest.raises(NotTheModel):
        read_model(tmp_path, name, digest)
    with pytest.raises(NotTheModel):
        read_model(tmp_path, f"../{name}", digest[:-1] + "0")
    with pytest.raises(NotTheModel):
        read_model(tmp_path / "elsewhere", name, digest)


def test_it_reads_as_the_library_that_learnt_it_would(model: Model) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    from services.theming.opinions.words import words_of

    text = "wheeze wheeze and the inhaler was empty in the pond"
    words = sorted(model.words)
    weighed = TfidfVectorizer(analyzer=words_of, sublinear_tf=True, vocabulary=words)
    weighed.idf_ = np.array([model.words[word][0] for word in words])
    score = weighed.transform([text]).toarray()[0] @ [model.words[word][1] for word in words]
    assert model.score(text) == pytest.approx(score + model.intercept)


def test_rare_words_are_not_learnt(model: Model) -> None:
    rare = [*cases(), ("wheeze at Zanzibarton", True)]
    assert not [word for word in learn("asthma", rare, {}).words if "zanzibarton" in word]


def test_with_many_decisions_the_calibration_may_take_any_rising_shape() -> None:
    many = learn("asthma", cases(330, 330, wrong=20), {})
    kind, scores, said = many.calibration
    assert kind == "isotonic"
    assert list(said) == sorted(said)
    assert calibrated(many.calibration, scores[0] - 1) == said[0]
    assert calibrated(many.calibration, scores[-1] + 1) == said[-1]


def test_a_model_that_is_never_sure_is_never_heard() -> None:
    judged = [(0.6, number % 2 == 0) for number in range(100)]
    assert threshold_for(judged, least_precision=0.7, least_probability=0.5) is None
    card = report_card(judged, None)
    assert card.precision is None
    assert card.recall is None


def test_the_threshold_is_the_lowest_that_is_right_often_enough() -> None:
    judged = [(0.9, True)] * 7 + [(0.8, False)] * 2 + [(0.6, False)] * 9
    assert threshold_for(judged, least_precision=0.7, least_probability=0.5) == 0.61
    assert threshold_for(judged, least_precision=0.9, least_probability=0.5) == 0.81


def test_below_fifty_confirmed_cases_it_says_not_enough() -> None:
    rules = opinion_rules()
    assert rules.not_enough(49, 500) == "Not enough: 49 cases confirmed, 50 are needed"
    assert "found not to have it" in rules.not_enough(50, 1)
    assert rules.not_enough(50, 50) == ""


@pytest.mark.parametrize(
    ("at", "since", "due"),
    [
        ("2026-11-21T01:59", "2026-11-20T02:30", False),
        ("2026-11-21T02:00", "2026-11-20T02:30", True),
        ("2026-11-21T23:00", "2026-11-21T02:05", False),
        ("2026-07-21T01:05", "2026-07-20T12:00", True),  # 02:05 in London
        ("2026-07-21T00:55", "2026-07-20T12:00", False),
    ],
)
def test_it_learns_once_a_night_after_two_in_london(at: str, since: str, due: bool) -> None:
    told = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (at, since)]
    assert opinion_rules().is_due(*told) is due
