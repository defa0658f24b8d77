"""What stands in a name's or a date's place makes a true sentence, and nothing else is taken for one."""

from datetime import date

import pytest

from services.notifications.domain.redaction import CaseDates, KnownNames, KnownPerson, redact

KNOWN = KnownNames(
    (
        KnownPerson("Amara", "Okafor", "the child", sex="female"),
        KnownPerson("Chioma", "Okafor", "the mother", sex="female"),
        KnownPerson("Sunita", "Proxley", "the midwife", side="professional"),
        KnownPerson("Ben", "Draftley", "the general practitioner", side="professional"),
        KnownPerson("Miriam", "Fauxley", "the teacher", side="professional"),
        KnownPerson("Amir", "Trialwick", "the paediatrician", side="professional"),
    )
)
DATES = CaseDates(date(2020, 3, 3), date(2026, 5, 9))


def told(text: str, known: KnownNames = KNOWN, dates: CaseDates = DATES) -> str:
    return redact(text, known, dates).text


@pytest.mark.parametrize("heading", ["C. The child", "The child", "The child\n", "Her mother and the child"])
def test_a_heading_over_a_name_is_no_role_before_it(heading: str) -> None:
    assert told(f"{heading}\nAmara had a cough.") == f"{heading}\nThe child had a cough."


@pytest.mark.parametrize(
    "label", ["Child: ", "Child:\n", "The nurses who came to see this family and her child\n"]
)
def test_a_role_in_a_label_or_a_line_that_was_wrapped_is_not_said_twice(label: str) -> None:
    assert told(f"{label}Amara slept.") == f"{label}[name] slept."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Registered under the name Amara Okafor.", "Registered under the name [name]."),
        ("The name  Amara was chosen.", "The name  [name] was chosen."),
        ("She was named Amara.", "She was named [name]."),
        ("She was called Amara.", "She was called [name]."),
        ("The surname Draftley was misspelt.", "The surname [name] was misspelt."),
    ],
)
def test_where_the_name_itself_is_spoken_of_no_role_stands_for_it(text: str, left: str) -> None:
    assert told(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Prepared by Sunita Proxley, community midwife.", "Prepared by [name], community midwife."),
        ("The headteacher, Miriam Fauxley, wrote.", "The headteacher, [name], wrote."),
        ("Dr Ben Draftley (GP) rang.", "[name] (GP) rang."),
        ("Seen by Chioma, mother of Amara.", "Seen by [name], mother of the child."),
        ("Chioma, her mother and a friend came.", "The mother, her mother and a friend came."),
    ],
)
def test_what_somebody_is_is_not_said_again_behind_the_name(text: str, left: str) -> None:
    assert told(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mrs Draftley, practice manager, rang.", "[name], practice manager, rang."),
        ("The second consultant, Dr Proxley, agreed.", "The second consultant, a doctor, agreed."),
        ("Dr Draftley rang.", "The general practitioner rang."),
        ("Ms Proxley rang.", "The midwife rang."),
        ("Peter Draftley helped.", "[name] helped."),
        ("Sunita Draftley helped.", "[name] helped."),
        ("Sunita Nowherby helped.", "[name] helped."),
        ("Sunitta Proxley helped.", "The midwife helped."),
        ("Amara Nowherby slept.", "The child slept."),
        ("Beth Okafor held Amara.", "[name] held the child."),
    ],
)
def test_somebody_who_shares_half_a_name_is_not_given_the_role_of_the_other(text: str, left: str) -> None:
    assert told(text) == left


def test_the_mother_of_a_baby_without_a_name_yet_is_not_called_the_child() -> None:
    baby = KnownNames((KnownPerson("Baby", "Trialby", "the child"),))
    assert told("Gemma Trialby held Baby Trialby.", baby) == "[name] held the child."
    assert told("The Trialby family.", baby) == "The family."
    assert "Gemma" not in told("Beth Gemma Trialby. Gemma Trialby family.", baby)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Seen on 3 May 2024.", "Seen at 4 years of age."),
        ("Seen on the 3rd of May 2024.", "Seen at 4 years of age."),
        ("On Friday 3 May 2024 she slept.", "At 4 years of age she slept."),
        ("The letter of 3/5/24.", "The letter at 4 years of age."),
        ("The letter dated 3/5/24.", "The letter dated at 4 years of age."),
        ("On 2024-05-03T12:00 she slept.", "At 4 years of age 12:00 she slept."),
        ("Well since 3 May 2024.", "Well since 4 years of age."),
        ("Seen on 3 May 2026.", "Seen on a day 6 days before the death."),
        ("In 2022 he was bitten.", "In the year in which the child turned 2 he was bitten."),
    ],
)
def test_nothing_happened_on_an_age(text: str, left: str) -> None:
    assert told(text) == left


def test_what_came_after_a_death_of_unknown_day_is_not_told_by_the_child_s_age() -> None:
    unknown = CaseDates(date(2020, 3, 3), None, died_by=date(2026, 5, 9))
    assert told("Met on 19 May 2026.", dates=unknown) == "Met on a day about 10 days after the death."
    assert told("Found on 9 May 2026.", dates=unknown) == "Found at 6 years of age."
    assert told("Met on 19 May 2026.", dates=CaseDates(date(2020, 3, 3))) == "Met at 6 years of age."


def test_a_decade_is_no_reference() -> None:
    assert told("He took his own life in the 1990s.") == "He took his own life in the [decade]."
    assert told("Since the 2010's.") == "Since the [decade]."
    assert told("Ref 1990s4.") == "Ref [reference]."


@pytest.mark.parametrize(
    "text",
    [
        "It fits the account given. He agreed.",
        "We gathered our records. G3P2. Booked at ten weeks.",
        "Home conditions: not known\nNeighbours were spoken to.",
        "Window restrictors: not checked\nNeighbours were spoken to.",
        "Infection screen: result not seen\nCranial ultrasound is held.",
        "Seat belt: not applicable or not recorded\nFall / crush:",
        "Airway obstruction found? Y / N\nSlept on the sofa.",
        "The four Ts poster is up.",
        "Crew DCA and RRV.",
        "Staff debriefed; TRiM offered.",
    ],
)
def test_ordinary_words_at_the_end_or_start_of_a_sentence_stay(text: str) -> None:
    assert told(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Her account amb.89 was closed.", "Her account [social media name] was closed."),
        ("Records: G3R2771.", "Records: [reference]."),
        ("She was told it was not\nHope who came.", "She was told it was not\n[name] who came."),
        ("She came with a nurse / N\nHope.", "She came with a nurse / [name]."),
        ("Sent to a@example.org.\nNo more came.", "Sent to [e-mail address].\nNo more came."),
        (
            "Sent to a@example.\norg or b@school.\nleics.sch.uk",
            "Sent to [e-mail address] or [e-mail address]",
        ),
    ],
)
def test_what_is_a_reference_a_name_or_an_address_still_goes(text: str, left: str) -> None:
    assert told(text) == left
