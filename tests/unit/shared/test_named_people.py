"""What may name somebody is asked about, a house with its street is refused, and the rest is let be."""

from time import perf_counter

import pytest

from shared.named_people import NAMES_NOBODY, named_in, naming_faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oliver Smith", ["Oliver Smith"]),
        ("oliver smith", ["oliver"]),
        ("the fall of Oliver's brother", ["Oliver's"]),
        ("Rose Brown was there", ["Rose Brown"]),
        ("as Mrs Okonkwo-Bell told", ["Mrs Okonkwo-Bell"]),
        ("Zebedee Begum fell", ["Zebedee Begum"]),
        ("by the flats of Narborough Road", ["Narborough Road"]),
        ("12 high street", ["12 high street"]),
        ("Flat 3, by the canal", ["Flat 3"]),
        ("Ask Jane Hollingworth's ward", ["Jane Hollingworth's"]),
        ("Jane Hollingworth, Leicester Royal Infirmary", ["Jane Hollingworth"]),
        ("Jane Hollingworth Leicester Hospital", ["Jane Hollingworth"]),
        ("Oliver's disease was known", ["Oliver's"]),
        ("Oliver Primary School", ["Oliver Primary"]),
        ("the nurse of Sister Okonkwo", ["Sister Okonkwo"]),
        ("since 2025 Leicester Road", ["2025 Leicester Road"]),
    ],
)
def test_what_may_be_a_name_or_an_address_is_asked_about_and_may_be_confirmed(
    text: str, words: list[str]
) -> None:
    assert [each.words for each in named_in(text)] == words
    [fault] = naming_faults({"label": text}, names_nobody=False)
    assert fault.field == NAMES_NOBODY
    assert f"“{words[0]}” may be" in fault.message
    assert naming_faults({"label": text}, names_nobody=True) == []


def test_a_house_and_its_street_are_refused_whatever_is_said() -> None:
    faults = naming_faults({"definition": "Oliver Smith of 12 High Street fell."}, names_nobody=True)
    assert [(fault.field, fault.message) for fault in faults] == [
        ("definition", "“12 High Street” is a street address: leave it out")
    ]


def test_a_name_is_asked_about_once_though_several_fields_have_it() -> None:
    [fault] = naming_faults({"label": "Oliver Smith", "definition": "Oliver fell."}, names_nobody=False)
    assert fault.message.startswith("“Oliver Smith” may be a person's name. Word it")


@pytest.mark.parametrize(
    "text",
    [
        "Car wash or laundry",
        "Kawasaki disease was looked for",
        "Sudden Unexpected Death in Infancy",
        "Group B Streptococcus",
        "It may be that a grant was made in August",
        "The ambulance came after 40 minutes by road",
        "will not wake; a mark on the arm; in the summer of that year",
        "A night away from the usual place of sleep",
        "HEMS and ePR were late",
        "University Hospitals of Leicester",
        "Down syndrome, Edwards syndrome, Edward's syndrome, Bell's palsy",
        "Wolff-Parkinson-White, Kawasaki disease",
        "Alexander disease, Treacher Collins syndrome, Ewing sarcoma, Turner syndrome, Wilson's disease",
        "John Radcliffe Hospital, St James's University Hospital, Queen Charlotte's Hospital",
        "Great Ormond Street Hospital and Park Road Surgery",
        "The Neonatal Ward, the Children's Ward, Other White background",
        "The Nurse Practitioner gave the Baby Box; the Sister Unit was told",
        "Martha's Rule and Sarah's Law",
        "Calpol, Buccolam, the Healthy Child Programme, Every Sleep Counts, the Green Book",
    ],
)
def test_ordinary_words_are_let_be(text: str) -> None:
    assert named_in(text) == ()


@pytest.mark.parametrize("start", ["", "1 ", "Mr "])
def test_no_text_is_looked_through_for_seconds(start: str) -> None:
    begun = perf_counter()
    named_in(start + "A'" * 10_000)
    assert perf_counter() - begun < 1
