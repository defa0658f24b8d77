"""Every written form of a date is gone, whatever stands round it; what only looks like one stays."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact
from services.notifications.domain.redaction.months import MONTHS

from .written_forms import Sentence, left_of, sentences, taken_of

NOBODY = KnownNames()
BORN, DIED = date(2023, 2, 11), date(2026, 3, 19)
DATES = CaseDates(born_on=BORN, died_on=DIED)
FULL = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SHORT_WEEKDAYS = ["Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun"]
WELSH = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
]
POLISH = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]
WRONG = [
    "Januray",
    "Febuary",
    "Marhc",
    "Arpil",
    "May",
    "Juen",
    "Jluy",
    "Agust",
    "Septmber",
    "Ocotber",
    "Novemeber",
    "Decemer",
]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
IN_WORDS = [
    *[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
    ],
    *[
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ],
    *["twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh"],
    *["twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"],
]
days = st.dates(BORN - timedelta(days=200), DIED + timedelta(days=200))


def ordinal(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _month_of(words: list[str], day: date) -> str:
    return words[day.month - 1]


@st.composite
def dates_in_figures(draw: st.DrawFn) -> str:
    day = draw(days)
    mark = draw(st.sampled_from("/.-\\"))
    space = draw(st.sampled_from(("", "", "", " ")))
    year = draw(st.sampled_from((f"{day:%Y}", f"{day:%y}", f"'{day:%y}")))
    first, second = draw(st.sampled_from(((f"{day.day}", f"{day.month}"), (f"{day:%d}", f"{day:%m}"))))
    joined = f"{first}{space}{mark}{space}{second}{space}{mark}{space}{year}"
    return draw(
        st.sampled_from(
            (
                joined,
                joined,
                f"{day:%Y-%m-%d}",
                f"{day:%Y/%m/%d}",
                f"{day:%Y.%m.%d}",
                f"{day:%d %m %Y}",
                f"{day:%d%m%Y}",
                f"{day:%Y%m%d}",
                f"{day:%d%m%y}",
                f"{day:%d %m %y}",
                f"{day.day}.{_month_of(ROMAN, day)}.{day:%Y}",
            )
        )
    )


@st.composite
def dates_in_letters(draw: st.DrawFn) -> str:
    day = draw(days)
    month = draw(st.sampled_from([_month_of(words, day) for words in (FULL, SHORT, FULL, SHORT, WRONG)]))
    number = draw(
        st.sampled_from((f"{day.day}", ordinal(day.day), f"{day:%d}", f"the {ordinal(day.day)} of"))
    )
    weekday = draw(
        st.sampled_from(("", "", WEEKDAYS[day.weekday()] + " ", SHORT_WEEKDAYS[day.weekday()] + " "))
    )
    year = draw(st.sampled_from((f" {day:%Y}", f" {day:%Y}", f" '{day:%y}", f", {day:%Y}", f" {day:%y}")))
    return draw(
        st.sampled_from(
            (
                f"{weekday}{number} {month}{year}",
                f"{month} {ordinal(day.day)}, {day:%Y}",
                f"{month} {day.day}, {day:%Y}",
                f"{month} the {ordinal(day.day)} {day:%Y}",
                f"{day.day}-{month}-{day:%y}",
                f"{day.day}{month}{day:%Y}",
                f"{day:%d}{month}{day:%y}",
                f"{day.day}. {month} {day:%Y}",
                f"{day.day} {month}, '{day:%y}",
                f"the {IN_WORDS[day.day - 1]} of {month}",
                f"{weekday}the {IN_WORDS[day.day - 1]} of {month} {day:%Y}",
                f"{day.day}\n{month} {day:%Y}",
            )
        )
    )


@st.composite
def dates_in_other_languages(draw: st.DrawFn) -> str:
    day = draw(days)
    return draw(
        st.sampled_from(
            (
                f"{day.day} {_month_of(WELSH, day)} {day:%Y}",
                f"{day.day} {_month_of(POLISH, day)} {day:%Y}",
                f"{day.day} {_month_of(POLISH, day)} {day:%Y} r",
            )
        )
    )


@st.composite
def days_without_a_year(draw: st.DrawFn) -> str:
    day = draw(days)
    month = draw(st.sampled_from((_month_of(FULL, day), _month_of(SHORT, day))))
    later = min(day.day + 2, 28)
    first = min(day.day, later - 1) or 1
    return draw(
        st.sampled_from(
            (
                f"on {ordinal(day.day)} {month}",
                f"on {month} {ordinal(day.day)}",
                f"{WEEKDAYS[day.weekday()]} {day.day} {month}",
                f"{first}-{later} {month}",
                f"{ordinal(first)} and {ordinal(later)} of {month}",
                f"{ordinal(first)} to the {ordinal(later)} {month}",
                f"night of {first}/{later} {month}",
                f"w/c {day.day} {month}",
                f"w/c {day.day}/{day.month}",
                f"on {day.day}/{day.month}",
                f"seen {day.day}/{day.month}",
                f"{WEEKDAYS[day.weekday()]} {day.day}/{day.month}",
                f"on the {ordinal(day.day)}",
                f"by the {ordinal(day.day)}",
                f"since the {ordinal(day.day)}",
                f"on {WEEKDAYS[day.weekday()]} {ordinal(day.day)}",
                f"on the {ordinal(day.day)} inst",
            )
        )
    )


@st.composite
def parts_of_a_year(draw: st.DrawFn) -> str:
    day = draw(days)
    full, short = _month_of(FULL, day), _month_of(SHORT, day)
    season = draw(st.sampled_from(("spring", "summer", "autumn", "winter", "Easter", "Christmas")))
    lead = draw(
        st.sampled_from(("in", "since", "from", "until", "by", "during", "late in", "back in", "around"))
    )
    return draw(
        st.sampled_from(
            (
                f"{full} {day:%Y}",
                f"{short} {day:%Y}",
                f"{short}-{day:%y}",
                f"{day:%m/%Y}",
                f"{day.month}/{day:%Y}",
                f"{day:%Y-%m}",
                f"{lead} {full}",
                f"{lead} {short} {day:%Y}",
                f"{lead} {day:%Y}",
                f"mid-{full}",
                f"early {full}",
                f"late {full} {day:%Y}",
                f"early {day:%Y}",
                f"{season} {day:%Y}",
                f"{season} of {day:%Y}",
                f"{season} '{day:%y}",
                f"{day:%Y}-{(day.year + 1) % 100}",
                f"{day:%Y}/{(day.year + 1) % 100}",
                f"from {day.year} to {day.year + 1}",
                f"Q{(day.month + 2) // 3} {day:%Y}",
                f"winter {day.year}/{(day.year + 1) % 100}",
                f"the autumn term {day.year}",
            )
        )
    )


named_days = st.sampled_from(
    (
        "on Boxing Day",
        "two days before Christmas",
        "the Sunday after Eid",
        "on Diwali night",
        "on Easter Monday",
        "Easter Monday 2024",
        "the week before Ramadan",
        "on New Year's Eve",
        "on Mother's Day 2025",
        "St Stephen's Day 2025",
        "the night of Bonfire Night",
        "three days after Hanukkah",
        "on Xmas Eve",
        "over Easter",
        "the last week of term",
        "October half-term",
        "the Friday before half term",
        "the day after Vaisakhi",
        "during Ramadan",
        "since Lent",
        "her third birthday",
        "the tenth of the tenth twenty-two",
        "the fourteenth of March twenty twenty-five",
    )
)
dates_read_wrongly = st.sampled_from(
    ("l4/O3/2O25", "24/ll/25", "O8/O4/2O24", "29 /03/ 2O24", "1O March 2O25", "3O.l1.2025", "2O25-03-14")
)


@settings(max_examples=120, deadline=None)
@given(sentences(dates_in_figures()))
def test_a_date_in_figures_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES) == "", sentence


@settings(max_examples=120, deadline=None)
@given(sentences(dates_in_letters()))
def test_a_date_with_its_month_in_letters_is_gone(sentence: Sentence) -> None:
    left = left_of(sentence, NOBODY, DATES).lower()
    assert left in {"", "the"}, sentence


@settings(max_examples=60, deadline=None)
@given(sentences(dates_in_other_languages()))
def test_a_date_in_another_language_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES).lower() in {"", "r"}, sentence


@settings(max_examples=120, deadline=None)
@given(sentences(days_without_a_year()))
def test_a_day_without_a_year_is_gone(sentence: Sentence) -> None:
    left = left_of(sentence, NOBODY, DATES)
    assert not any(map(str.isdigit, left)), sentence
    assert not any(month in left.lower() for month in map(str.lower, FULL)), sentence


@settings(max_examples=120, deadline=None)
@given(sentences(parts_of_a_year()))
def test_part_of_a_year_is_gone(sentence: Sentence) -> None:
    left = left_of(sentence, NOBODY, DATES).lower()
    assert not any(map(str.isdigit, left)), sentence
    assert not any(month in left for month in map(str.lower, (*FULL, *SHORT))), sentence
    assert not any(season in left for season in ("spring", "summer", "autumn", "winter")), sentence


@settings(max_examples=60, deadline=None)
@given(sentences(named_days))
def test_a_day_that_has_a_name_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES).lower() in {"", "on", "over", "since", "during", "the"}, sentence


@settings(max_examples=60, deadline=None)
@given(sentences(dates_read_wrongly))
def test_a_date_that_was_read_wrongly_from_paper_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES) == "", sentence


no_dates = st.one_of(
    st.builds("{} weeks".format, st.integers(1, 42)),
    st.builds("{}+{}".format, st.integers(22, 42), st.integers(0, 6)),
    st.builds("{}/40".format, st.integers(5, 42)),
    st.builds("{}/7 of cough".format, st.integers(1, 6)),
    st.builds("{}/52".format, st.integers(1, 30)),
    st.builds("{}/12 old".format, st.integers(1, 11)),
    st.builds("{}/15".format, st.integers(3, 15)),
    st.builds("scores {}/10 and {}/10".format, st.integers(0, 10), st.integers(0, 10)),
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("at {:02}.{:02} hrs".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{:02}{:02} hrs".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{:.1f} mmol/l".format, st.floats(0, 30)),
    st.builds("pH 7.{:02}".format, st.integers(0, 50)),
    st.builds("temperature {:.1f}".format, st.floats(33, 41)),
    st.builds("{}-{} weeks".format, st.integers(2, 6), st.integers(7, 12)),
    st.builds("BP {}/{}".format, st.integers(50, 140), st.integers(20, 90)),
    st.builds("the {}th centile".format, st.sampled_from((9, 25, 50, 75, 91, 98))),
    st.builds("the {} dose".format, st.sampled_from(("1st", "2nd", "3rd"))),
    st.builds("{} mg of it".format, st.integers(1990, 2050)),
    st.sampled_from(
        (
            "in the summer",
            "this may help",
            "they march on",
            "a second opinion",
            "the third admission",
            "Children Act 1989",
            "Working Together 2018",
            "sun cream",
            "he sat up",
            "wed in church",
            "the 2nd twin",
            "the 6th form",
            "on the 3rd floor",
            "1:10,000",
            "24/7 care",
            "it may have been",
        )
    ),
)


@settings(max_examples=120, deadline=None)
@given(sentences(no_dates).filter(lambda sentence: not sentence.text.isupper()))
@example(Sentence("Fell from the 50th to the 9th centile.", 15, "50th to the 9th centile"))
def test_what_only_looks_like_a_date_stays(sentence: Sentence) -> None:
    assert taken_of(sentence, NOBODY, DATES) == "", sentence


@pytest.mark.parametrize(("word", "number"), [("febuary", 2), ("ocotber", 10), ("mawrth", 3), ("lutego", 2)])
def test_a_month_is_known_in_other_languages_and_misspelt(word: str, number: int) -> None:
    assert MONTHS[word] == number


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("She had a cold in May.", "She had a cold in [month]."),  # last year's, or after the death: not said
        ("She coughed in February.", "She coughed in a month at about 3 years of age."),
    ],
)
def test_a_month_without_a_year_is_never_told_by_a_guess(text: str, left: str) -> None:
    result = redact(text, NOBODY, DATES)
    assert isinstance(result, Redacted)
    assert result.text == left
