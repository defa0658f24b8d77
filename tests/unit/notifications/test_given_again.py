"""A return that is asked for again: what was typed is in its own boxes, also of supplementary forms."""

from services.notifications.domain.forms.library import supplementary
from services.notifications.domain.forms.reporting_form import REPORTING_FORM, Return, prefix_of
from services.notifications.domain.gathering.given_again import given_again

FORM = supplementary()[0]
NAME, VERSION = REPORTING_FORM.name, REPORTING_FORM.version


def test_an_answer_a_missing_answer_and_several_ticks_go_back_to_their_boxes() -> None:
    answers = {"medication": "not_asked", "breastfed": "not_known", "events": ["asthma", "drowning"]}
    given = given_again(
        Return(NAME, VERSION, {**answers, "gestation_weeks": 39}, {"c": "Told"}, frozenset("d"))
    )
    assert given == {
        "medication-without": "not_asked",
        "breastfed": "not_known",
        "events": ["asthma", "drowning"],
        "gestation_weeks": "39",
        "c_narrative": "Told",
        "d_not_held": "yes",
    }


def test_a_supplementary_form_goes_back_under_its_own_names() -> None:
    question = next(iter(FORM.questions()))
    more = Return(FORM.name, FORM.version, {question.name: "x"})
    given = given_again(Return(NAME, VERSION, {}, supplementary=(more,)))
    assert given == {f"{prefix_of(FORM)}{question.name}": "x"}
