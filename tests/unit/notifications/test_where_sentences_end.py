"""What ends a sentence before a name, or behind an address, stays: two sentences never become one."""

import pytest

from services.notifications.domain.redaction import CaseDates, KnownNames, KnownPerson, redact

KNOWN = KnownNames(
    (
        KnownPerson("Freya", "Fictionby", "the child", sex="female"),
        KnownPerson("Marek", "Fictionby", "the father", sex="male"),
        KnownPerson("Rowan", "Fictionby", "a sibling"),
        KnownPerson("Priya", "Patel", "the general practitioner", side="professional"),
    )
)


def told(text: str) -> str:
    return redact(text, KNOWN, CaseDates()).text


@pytest.mark.parametrize(
    "ending",
    [
        *(
            "seen by a doctor",
            "seen by the professor",
            "seen by an inspector",
            "told Miss",
            "seen by the master",
        ),
        *("seen by the imam", "told the reverend", "told sir", "rang the PC", "rang the DS"),
        *("rang the dr", "rang the Dr", "rang a dr", "The sgt", "seen by the nurse", "seen by the midwife"),
        *(
            "given vitamin K",
            "has hepatitis F",
            "slept on ward F",
            "in year R",
            "kept to plan B",
            "in High St",
        ),
        *("told the baby", "told her twin", "told a brother"),
    ],
)
def test_a_sentence_ends_before_a_name(ending: str) -> None:
    assert told(f"She was {ending}. Freya then slept.") == f"She was {ending}. The child then slept."
    assert told(f"She was {ending}. Zofia then slept.") == f"She was {ending}. [name] then slept."


@pytest.mark.parametrize(
    "written",
    ["Dr. Patel", "Dr Patel", "Prof. Patel", "Doctor Patel", "dr. Patel", "a Dr. Patel", "Dr.Patel"],
)
def test_a_title_goes_with_the_name_behind_it(written: str) -> None:
    replaced = "a general practitioner" if written.startswith("a ") else "the general practitioner"
    assert told(f"She saw {written} then.") == f"She saw {replaced} then."


def test_a_full_stop_behind_an_initial_goes_with_it() -> None:
    assert told("She saw M. Fictionby and Mr. Fictionby.") == "She saw [family name] and the father."


@pytest.mark.parametrize(
    ("address", "replaced"),
    [
        ("marek.fictionby@example.org", "[e-mail address]"),
        ("m@example.co.uk", "[e-mail address]"),
        ("https://a.example.org/x", "[web address]"),
        ("www.example.org", "[web address]"),
        ("example.org", "[web address]"),
        ("@jay_2026", "[social media name]"),
        ("Instagram: toby.mca99", "Instagram: [social media name]"),
    ],
)
@pytest.mark.parametrize("mark", [".", "?", "!", ",", ";", ":"])
def test_what_ends_a_sentence_behind_an_address_stays(address: str, replaced: str, mark: str) -> None:
    name = "The father" if mark in ".?!" else "the father"
    assert told(f"It went to {address}{mark} Marek knew.") == f"It went to {replaced}{mark} {name} knew."


@pytest.mark.parametrize(
    "letters",
    [
        "ATMIST",
        "MIST",
        "SBAR",
        "SBARD",
        "ISBAR",
        "ABCDE",
        "CABCDE",
        "DRABC",
        "AVPU",
        "ACVPU",
        "GCS",
        "MEWS",
        "PEWS",
        "NEWS",
        "POPS",
        "HEMS",
        "METHANE",
        "AMPLE",
        "SAMPLE",
        "OPQRST",
        "ROSC",
        "EPALS",
        "BRUE",
        "SUDIC",
        "DNACPR",
        "WETFLAG",
        "TICLS",
        "FLACC",
        "HEADSSS",
        "HEEADSSS",
        "QSOFA",
        "FAST",
        "EFAST",
        "POCUS",
        "COETT",
        "NEWTT",
        "LABA",
        "PIMSTS",
        "CONI",
        "EDSBAR",
    ],
)
def test_letters_of_a_handover_or_a_score_name_nobody(letters: str) -> None:
    text = f"Handed over to the team in the ward using {letters} at once."
    assert told(text) == text


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("She was seen under the name Freya.", "She was seen under the name [name]."),
        ("The name Freya was chosen by Marek.", "The name [name] was chosen by the father."),
        ("She was known as Freya.", "She was known as [name]."),
        ("Her brother Rowan left.", "Her brother [name] left."),
        ("The father (Marek) left.", "The father ([name]) left."),
    ],
)
def test_a_role_does_not_stand_where_the_sentence_speaks_of_the_name(text: str, replaced: str) -> None:
    assert told(text) == replaced
