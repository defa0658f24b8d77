"""A first name of the case that is also a word goes wherever it could be the name."""

import pytest

from services.notifications.domain.redaction import CaseDates, KnownNames, KnownPerson, Redacted, redact

NAMES = (
    *(
        "Rowan",
        "Rose",
        "Grace",
        "Autumn",
        "Amber",
        "Martha",
        "May",
        "Hope",
        "Faith",
        "Summer",
        "Olive",
        "Jade",
    ),
    *("Ruby", "Violet", "Daisy", "River", "Sky", "April", "June", "Will", "Mark", "Frank", "Bill", "Heather"),
    *("Joy", "Miles", "Max", "Grant", "Chase", "Hunter", "Drew", "Robin", "Star", "Angel", "Storm", "Winter"),
)
BEHIND = (
    *("once caught a toggle", "recently fell", "currently attends", "last ate at six", "first walked at one"),
    *(
        "since moved",
        "after school fell",
        "while asleep cried",
        "twice fell",
        "only ate crisps",
        "as before slept",
    ),
    *("because unwell stayed", "during the night woke", "without help fell", "rarely cried", "today is well"),
    *("(4) lives there", "- aged 4", ": sleeps well", "/Zara", "and Zara left", "& Zara left", "4 years"),
    *(
        "a lively girl",
        "the eldest",
        "mother of two",
        "health visitor seen",
        "weight 10 kg",
        "well",
        "was found",
    ),
    *(
        "on the sofa",
        "to nursery",
        "for review",
        "over at six",
        "this morning slept",
        "also had a cough",
        "tired",
    ),
)
BEFORE = (
    "",
    "- ",
    "1. ",
    "Siblings: ",
    "Home.\n\n",
    "Other children:\n",
    '"',
    "The family slept; then ",
    "(",
)
LEAD = "The family met the doctor on the ward at noon. She was tired. "


def of(name: str, text: str) -> Redacted:
    known = KnownNames(
        (KnownPerson(name, "Fictionby", "a sibling"), KnownPerson("Zara", "Fictionby", "the child"))
    )
    result = redact(LEAD + text, known, CaseDates())
    assert isinstance(result, Redacted)
    return result


def is_gone(name: str, text: str) -> bool:
    at = (LEAD + text).lower().index(name.lower(), len(LEAD))
    return any(hit.start <= at and at + len(name) <= hit.end for hit in of(name, text).hits)


@pytest.mark.parametrize("name", NAMES)
def test_at_the_start_of_a_sentence_whatever_comes_then(name: str) -> None:
    assert [said for said in BEHIND if not is_gone(name, f"{name} {said}.")] == []


@pytest.mark.parametrize("name", NAMES)
def test_wherever_a_line_a_list_or_a_sentence_begins(name: str) -> None:
    assert [lead for lead in BEFORE if not is_gone(name, f"{lead}{name} once fell.")] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "written",
    [
        "{name}'s cot was full.",
        "The cot by {name}'s bed was full.",
        "Siblings: {name}, Zara.",
        "Siblings: Zara and {name}.",
        "Siblings: Zara, {name}.",
        "{name}-Zara once fell.",
        "Report on {name}\n\nShe slept.",
        "{name} Once Fell Down Stairs\n\nShe slept.",
        "Looked after by {name} at night.",
        "She told {name} about it.",
        "The cot of {name} was full.",
    ],
)
def test_in_a_list_a_heading_or_with_a_possessive(name: str, written: str) -> None:
    assert is_gone(name, written.format(name=name))


@pytest.mark.parametrize("name", NAMES)
def test_in_capitals(name: str) -> None:
    shouted = name.upper()
    for text in (
        f"{shouted} ONCE FELL AT HOME.",
        f"SEEN WITH {shouted} AT HOME TODAY.",
        f"{shouted} once fell.",
    ):
        assert is_gone(name, text), text


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"May", "April", "June", "Will"}))
def test_in_small_letters_where_it_is_told_of_somebody(name: str) -> None:
    small = name.lower()
    for text in (
        f"His brother {small} fell down.",
        f"A girl called {small} by all.",
        f"There is {small} (4).",
    ):
        assert is_gone(name, text), text


@pytest.mark.parametrize("name", ["Rose", "Grace", "Robin", "Amber"])
def test_where_the_apostrophe_was_left_off(name: str) -> None:
    assert is_gone(name, f"{name}s cot was full.")
    assert is_gone(name, f"She sat by {name}s bed.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Autumn", "Autumn colours were seen."),
        ("Hope", "Hope that the scan is normal."),
        ("May", "May have been cold."),
        ("May", "May also be viral."),
        ("Will", "Will need a review."),
        ("Will", "Will not be seen."),
        ("Amber", "Amber alert on the screen."),
        ("Mark", "Mark on left thigh."),
        ("Art", "Art therapy was offered."),
        ("Rose", "Rose-coloured stools were seen."),
        ("Rose", "The temperature rose to 39."),
        ("Grace", "A grace period was agreed."),
        ("Mark", "Marks on the arm were seen."),
        ("Faith", "Faith leaders came."),
    ],
)
def test_stays_where_the_word_is_shown(name: str, text: str) -> None:
    assert of(name, text).text.endswith(text)


@pytest.mark.parametrize("given", ["the mother", "the health visitor"])
def test_of_grown_ups_and_professionals_too(given: str) -> None:
    known = KnownNames((KnownPerson("Hope", "Fictionby", given),))
    assert redact("Hope recently moved.", known, CaseDates()).text == f"{given.capitalize()} recently moved."


def test_a_single_name_counts_as_a_first_name() -> None:
    known = KnownNames((KnownPerson("", "Rowan", "a sibling"),))
    assert redact("Rowan brown coat.", known, CaseDates()).text == "A sibling brown coat."


@pytest.mark.parametrize(
    "said", ["once fell", "recently moved", "currently sleeps badly", "while asleep fell"]
)
def test_a_family_name_before_what_says_when_or_how(said: str) -> None:
    known = KnownNames((KnownPerson("Nora", "Price", "the mother"),))
    assert redact(f"Price {said}.", known, CaseDates()).text == f"The mother {said}."
    assert redact("Price rises hurt. Price of a spacer.", known, CaseDates()).hits == ()


def test_what_opens_every_report_stays_of_a_family_name() -> None:
    known = KnownNames((KnownPerson("Nora", "Home", "the mother"),))
    assert redact("Home currently warm.", known, CaseDates()).hits == ()


@pytest.mark.parametrize(
    "text", ["Autumn colours were seen.", "Hope that the scan is normal.", "May have been cold."]
)
def test_a_person_is_asked_of_each_that_is_left_at_the_start_of_a_sentence(text: str) -> None:
    name = text.split()[0]
    assert [(doubt.text, doubt.reason) for doubt in of(name, text).doubts] == [
        (name, "is also a name in this case")
    ]


def test_a_month_is_told_as_one_and_nobody_is_asked() -> None:
    result = of("May", "Seen on 3 May and again in May, by May.")
    assert result.text.endswith("Seen on [date] and again in [month], by [month].")
    assert result.doubts == ()
