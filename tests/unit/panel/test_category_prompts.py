"""The prompts for the traps of the category list: shown with their reason, and a denial is heard."""

import pytest

from services.panel.domain.analysis.age_in_days import AgeInDays, age_in_days
from services.panel.domain.analysis.analysis import AnalysisForm, CertificateCause
from services.panel.domain.analysis.category_prompts import category_prompts, known_of, prompts_for
from services.panel.domain.analysis.said_words import says


def shown(
    cause: str, age: str = "6 years", weeks: int | None = None, events: tuple[str, ...] = (), **form: str
):
    known = known_of(age, weeks, events)
    return [one.prompt.id for one in prompts_for(AnalysisForm(cause_of_death=cause, **form), known)]


@pytest.mark.parametrize(
    ("cause", "age", "prompts"),
    [
        ("Sepsis during treatment for leukaemia", "6 years", ["malignancy-with-infection"]),
        ("Neutropenic sepsis; lymphoma", "6 years", ["malignancy-with-infection"]),
        ("Hepatoblastoma; septicaemia", "2 years", ["malignancy-with-infection"]),
        ("Relapsed AML, invasive aspergillosis", "9 years", ["malignancy-with-infection"]),
        ("Meningococcal septicaemia", "3 years", []),
        ("SUDEP", "14 years", ["sudep"]),
        ("Sudden and unexpected death in epilepsy", "14 years", ["sudep"]),
        ("Sudden unexplained death in epilepsy", "14 years", ["sudep"]),
        ("Dravet syndrome, found dead in bed", "8 years", ["epilepsy-found-dead"]),
        ("Neonatal chronic lung disease, bronchiolitis", "6 years", ["preterm-lung-disease-at-any-age"]),
        ("Epilepsy, unascertained", "14 years", ["epilepsy-found-dead"]),
        ("Anaphylaxis in a child with asthma", "9 years", ["anaphylaxis"]),
        ("Acute severe asthma", "9 years", ["asthma"]),
        (
            "Pneumonia with chronic lung disease of prematurity",
            "6 years",
            ["preterm-lung-disease-at-any-age"],
        ),
        ("Extreme prematurity", "2 days", []),
        ("Group B streptococcal sepsis", "3 days", ["early-onset-infection"]),
        ("Meningococcal sepsis", "3 years", []),
        ("Drug toxicity", "16 years", ["substances-in-adolescence"]),
        ("Methadone poisoning", "3 years", ["poisoning-of-a-small-child"]),
        ("SUDI", "3 months", ["sudden-at-first"]),
        ("SUDI, unascertained", "3 months", ["unexplained"]),
        ("Cerebral palsy", "6 years", ["cerebral-palsy"]),
    ],
)
def test_a_trap_is_shown_for_what_is_written(cause: str, age: str, prompts: list[str]) -> None:
    assert shown(cause, age) == prompts


@pytest.mark.parametrize(
    "cause", ["BPD", "Bronchopulmonary dysplasia", "Chronic lung disease of prematurity"]
)
def test_lung_disease_that_names_the_early_birth_is_asked_about_whatever_is_known_of_the_age(
    cause: str,
) -> None:
    assert shown(cause, age="not known") == ["preterm-lung-disease-at-any-age"]
    assert shown(cause, age="2 days") == []


def test_lung_disease_of_a_child_born_early_is_asked_about_though_nobody_wrote_it() -> None:
    assert shown("Chronic lung disease", weeks=26) == ["lung-disease-born-early"]
    assert shown("Chronic lung disease", weeks=40) == []
    assert shown("Chronic lung disease", weeks=None) == []


def test_sharing_a_bed_is_heard_in_the_summary_and_is_no_category_by_itself() -> None:
    assert shown("Unascertained", "3 months", summary="Co-sleeping on a sofa.") == [
        "unexplained",
        "bed-sharing-by-itself",
    ]
    assert shown("Unascertained", "3 months", summary="There was no co-sleeping.") == ["unexplained"]


def test_how_it_began_is_known_from_the_record_too() -> None:
    assert shown("", "3 months", events=("sudden_unexpected_death",)) == ["sudden-at-first"]
    assert "sudden-at-first" not in shown("SIDS", "3 months", events=("sudden_unexpected_death",))


def test_the_certified_cause_is_read_as_well() -> None:
    form = AnalysisForm(certificate_cause=CertificateCause("Sepsis", "Acute lymphoblastic leukaemia"))
    assert [one.prompt.category for one in prompts_for(form, known_of("6 years", None, ()))] == [4]


@pytest.mark.parametrize(
    "cause", ["No sepsis; leukaemia", "Leukaemia, sepsis was excluded", "Sepsis, not leukaemia"]
)
def test_what_is_denied_is_no_reason(cause: str) -> None:
    assert "malignancy-with-infection" not in shown(cause)


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("No signs of sepsis", "sepsis", False),
        ("No evidence of either sepsis or meningitis", "meningitis", False),
        ("Neither sepsis nor meningitis", "meningitis", False),
        ("Family history of asthma", "asthma", False),
        ("No cause other than sepsis", "sepsis", True),
        ("Not responding to treatment for leukaemia", "leukaemia", True),
        ("No sepsis but leukaemia", "leukaemia", True),
        ("No fever; sepsis", "sepsis", True),
        ("Septicaemia", "septic", False),
        ("Malignancies", "malignan*", True),
    ],
)
def test_a_word_counts_where_it_is_said_of_the_child(text: str, word: str, said: bool) -> None:
    assert says(text, word) is said


def test_every_prompt_is_named_dated_and_sourced_and_points_to_a_category_of_the_list() -> None:
    ids = [one.id for one in category_prompts()]
    assert len(ids) == len(set(ids))
    assert all(
        one.source and one.says and one.version and one.category in range(11) for one in category_prompts()
    )


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("less than 1 day", 0, 0),
        ("3 days", 3, 3),
        ("6 weeks", 42, 48),
        ("6 years", 2191, 2555),
        ("not known", None, None),
    ],
)
def test_age_in_words_is_a_span_of_days(words: str, least: int | None, most: int | None) -> None:
    assert age_in_days(words) == AgeInDays(least, most)
