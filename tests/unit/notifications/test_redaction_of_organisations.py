"""Organisations go by what they end in, by their letters and by any form of a known one; services stay."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.notifications.domain.redaction import (
    CaseDates,
    KnownNames,
    KnownPlace,
    Redacted,
    redact,
)
from services.notifications.domain.redaction.place_kinds import kind_of_organisation
from services.notifications.domain.redaction.words import ACRONYMS

OWN = [
    "Three Spires",
    "Broad Heath",
    "Castle Mead",
    "Westgate",
    "Little Olives",
    "Meadowbank",
    "Oak Tree",
    "Bright Futures",
    "St Hilda's",
    "Brackenfield",
    "Ashby Road",
    "Highcliffe",
    "Sunny Corner",
    "Mill Lane",
    "King Edward",
    "Thornhill Park",
]
HEADS = [
    "Primary School",
    "Academy",
    "Surgery",
    "Medical Centre",
    "Hospital",
    "Infirmary",
    "Nursery",
    "Hospice",
    "Church",
    "Mosque",
    "Gurdwara",
    "Learning Trust",
    "Foundation",
    "Ltd",
    "Pharmacy",
    "Children's Centre",
    "School",
    "Health Centre",
    "Boxing Club",
    "Day Nursery",
]
SENTENCES = (
    "She was registered at {} from birth.",
    "He attends {} and is settled.",
    "The referral came from {} on paper.",
    "Letter to {} about the plan.",
    "Known to {}. No concerns.",
)


def text_of(text: str, known: KnownNames | None = None) -> str:
    result = redact(text, known or KnownNames(), CaseDates())
    assert isinstance(result, Redacted), result
    return result.text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(OWN), st.sampled_from(HEADS), st.sampled_from(SENTENCES))
def test_an_organisation_nobody_listed_goes_whole(own: str, head: str, sentence: str) -> None:
    left = text_of(sentence.format(f"{own} {head}"))
    assert not any(word in left for word in own.replace("'s", "").split()), left


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from("BDFGHJKLMNPQRTWZ"), min_size=5, max_size=6).map("".join),
    st.sampled_from(SENTENCES),
)
def test_letters_in_no_list_go(letters: str, sentence: str) -> None:
    assume(letters.lower() not in ACRONYMS)
    assert letters not in text_of(sentence.format(letters))


JOHN_RADCLIFFE = KnownNames(places=(KnownPlace("John Radcliffe Hospital", "the hospital"),))
BENSON = KnownNames(places=(KnownPlace("Archbishop Benson Primary School", "the school"),))
NORFOLK = KnownNames(places=(KnownPlace("Norfolk & Norwich Hospital", "the hospital"),))
SANDS = KnownNames(places=(KnownPlace("Castle Road Practice", "the GP practice"),))


@pytest.mark.parametrize(
    ("text", "known", "left"),
    [
        ("HEMS to JR at noon", JOHN_RADCLIFFE, "HEMS to the hospital at noon"),
        ("moved to JRH at noon", JOHN_RADCLIFFE, "moved to the hospital at noon"),
        ("moved to JRUH at noon", JOHN_RADCLIFFE, "moved to the hospital at noon"),
        ("He is at Arch Benson now", BENSON, "He is at the school now"),
        ("He is at Benson Primary now", BENSON, "He is at the school now"),
        ("transfer to N&N today", NORFOLK, "transfer to the hospital today"),
        ("CRP 14, then seen at CRP", SANDS, "CRP 14, then seen at the GP practice"),
    ],
)
def test_a_known_organisation_goes_by_letters_and_short_forms(
    text: str, known: KnownNames, left: str
) -> None:
    assert text_of(text, known) == left


def test_a_hospital_that_is_named_like_a_practice_is_told_as_a_hospital() -> None:
    assert kind_of_organisation("Queen's Medical Centre") == "the hospital"
    assert kind_of_organisation("Kingsway Medical Centre") == "the GP practice"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("referred to CareBridge", "referred to [organisation]"),
        ("They rang Penhaligon's Friends today", "They rang [organisation] today"),
        ("They rang the Snowdrop line", "They rang the [name] line"),
        ("in the Rainbow Room at two", "in the [place] at two"),
        ("rang Our Lady's today", "rang [organisation] today"),
    ],
)
def test_charities_rooms_and_firms_go(text: str, left: str) -> None:
    assert text_of(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "moved to the Neonatal Unit and then the Children's Ward",
        "the University Hospital and its Medical School",
        "known to Children's Social Care and the Health Visiting Service",
        "NHS, CAMHS, MASH, NSPCC and Ofsted were told",
        "SEEN IN CLINIC BY TEAM TODAY. FLUIDS GIVEN.",
    ],
)
def test_services_and_kinds_of_place_stay(text: str) -> None:
    assert text_of(text) == text
