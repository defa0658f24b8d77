"""Every number and place that identifies is gone, however it is grouped; what measures or counts stays."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.redaction import CaseDates, KnownNames
from services.notifications.domain.redaction.codes import UNITS
from services.notifications.domain.redaction.words import is_ordinary

from .written_forms import Sentence, left_of, sentences, taken_of

NOBODY, DATES = KnownNames(), CaseDates()
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _digits(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).flatmap(lambda many: st.text("0123456789", min_size=many, max_size=many))


def _grouped(number: str, sizes: tuple[int, ...], mark: str) -> str:
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    return mark.join(groups)


@st.composite
def telephone_numbers(draw: st.DrawFn) -> str:
    mobile = "07" + draw(_digits(9, 9))
    landline = "01" + draw(_digits(9, 9))
    london = "020" + draw(_digits(8, 8))
    mark = draw(st.sampled_from((" ", " ", "-", ".")))
    extension = draw(_digits(4, 4))
    return draw(
        st.sampled_from(
            (
                mobile,
                _grouped(mobile, (5, 6), mark),
                _grouped(mobile, (5, 3, 3), mark),
                _grouped(mobile, (4, 3, 4), mark),
                _grouped(mobile, (3, 4, 4), mark),
                f"+44 {_grouped(mobile[1:], (4, 6), mark)}",
                f"+44{mobile[1:]}",
                f"+44 (0){_grouped(mobile[1:], (4, 3, 3), mark)}",
                f"0044 {_grouped(mobile[1:], (4, 6), mark)}",
                _grouped(landline, (5, 6), mark),
                _grouped(landline, (5, 3, 3), mark),
                _grouped(landline, (4, 3, 4), mark),
                f"({landline[:5]}) {landline[5:]}",
                f"({landline[:4]}) {landline[4:7]} {landline[7:]}",
                _grouped(london, (3, 4, 4), mark),
                f"tel {landline[5:8]} {landline[8:]}",
                f"{_grouped(landline, (5, 6), ' ')} ext {extension}",
                f"{_grouped(landline, (5, 6), ' ')} x{extension}",
                f"bleep {extension}",
                f"ext. {extension}",
            )
        )
    )


@st.composite
def said_numbers(draw: st.DrawFn) -> str:
    said = [WORDS[int(figure)] for figure in draw(_digits(10, 11))]
    mark = draw(st.sampled_from((" ", ", ", " - ")))
    head = draw(_digits(5, 5))
    return draw(
        st.sampled_from(
            (
                mark.join(said),
                mark.join([*said[:3], "double", *said[4:]]),
                f"0{head[1:]} {' '.join(said[:6])}",
                f"{head} 900 oh {said[0]} {said[1]}",
                f"{head} 900 8 double {head[0]}",
            )
        )
    )


@st.composite
def references(draw: st.DrawFn) -> str:
    letters = draw(st.text("BDFHJKNPQRTVWXZ", min_size=2, max_size=3))
    four, five, six, seven = (draw(_digits(many, many)) for many in (4, 5, 6, 7))
    six = six if six[-3:] != "000" else "118204"
    five = five if five[-3:] != "000" else "60441"
    year = draw(st.sampled_from(("24", "25", "26")))
    return draw(
        st.sampled_from(
            (
                f"{letters}{six}",
                f"{letters}-{six}",
                f"{letters}/{year}/{four}",
                f"{letters}{year}-{five}",
                f"{year}/{six}",
                f"{year}-{six}",
                f"0{four[1:]}/{year}",
                f"{letters}{four}",
                f"{four}{letters}",
                f"{letters}-{year}-{four}",
                f"{letters}/{letters}/{four}",
                six,
                f"9{seven}",
                f"case no. {five}",
                f"hospital number {letters}{five}",
                f"ref: {letters} {six}",
                f"log {five[:3]} of 12/03/26",
                f"Inc {five[:3]} of 040226",
                f"URN 35{letters}00{five}/{year}",
                f"exhibit {letters}/{four[:1]}",
                f"PC {four}",
                f"collar {four}",
                f"J Lane 4{four[1:]}",
                f"flew with LSX {four}",
                f"IMEI 35{four[:2]}{seven}{four}",
                f"35-{six}-{six}-1",
                f"sort code 12-34-56, account 8{seven}",
                f"AA {four[:2]} {year} {five[:2]} C",
            )
        )
    )


nhs_numbers = st.builds(
    lambda number, mark: _grouped("9" + number, (3, 3, 4), mark),
    _digits(9, 9),
    st.sampled_from((" ", "-", "", ".", "  ", "\n")),
)


@st.composite
def vehicles(draw: st.DrawFn) -> str:
    letters = draw(st.text("ABCDEFGHJKLMNPRSTVWXY", min_size=5, max_size=5))
    figures = draw(st.sampled_from(("12", "24", "61", "73", "O8")))
    return draw(
        st.sampled_from(
            (
                f"{letters[:2]}{figures} {letters[2:]}",
                f"{letters[:2]}{figures}{letters[2:]}",
                f"reg {letters[:2]}{figures} {letters[2:]}",
                f"G-{letters[:4]}",
                f"blue Ford {letters[0]}123 {letters[2:]}",
                f"van {letters[2:]} 123{letters[0]}",
            )
        )
    )


postcodes = st.builds(
    lambda outward, space, inward, letters: letters(f"{outward}{space}{inward}"),
    st.sampled_from(
        (
            "LE18",
            "LE1",
            "OL8",
            "L4",
            "LL57",
            "SW1A",
            "M1",
            "B15",
            "SE28",
            "BA1",
            "DN7",
            "EC1A",
            "CA4",
            "NG7",
            "E1W",
        )
    ),
    st.sampled_from((" ", "", "  ", "\n", "-")),
    st.sampled_from(("1AB", "2XR", "4SD", "9QX", "0DF", "6ZZ")),
    st.sampled_from((str, str, str.lower)),
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(("Quorndale", "Thistledown", "Marlpit", "Old Hall", "Upper Mill", "Gallions"))
    )
    kind = draw(
        st.sampled_from(
            (
                *("Road", "Street", "Avenue", "Lane", "Close", "Crescent", "Drive", "Terrace", "Grove"),
                *("Gardens", "Court", "Mews", "Walk", "Rd", "St", "Ave", "Cres", "Mws"),
            )
        )
    )
    number = draw(st.integers(1, 240))
    return draw(
        st.sampled_from(
            (
                f"{number} {name} {kind}",
                f"{number}a {name} {kind}",
                f"{number}-A {name} {kind}",
                f"Flat 3, {number} {name} {kind}",
                f"No. {number} {name} {kind}",
                f"{name} Road no. {number}",
                f"{number} Heol {name.split()[0]}",
                f"{number} Maes y Coed",
                f"H6 {name} Way",
                f"Plot 7, {name} Lane",
                "PO Box 5512",
            )
        )
    )


positions = st.sampled_from(
    (
        "///slope.magnet.winter",
        "what3words slope.magnet.winter",
        "52.6369, -1.1398",
        "52.636912 N 1.139812 W",
        "52°38'12\"N 1°08'23\"W",
        "SK 582 041",
        "SK 58234 04123",
        "SK582041",
        "grid reference SK 5823 0412",
    )
)
accounts = st.sampled_from(
    (
        "zosia.k@mailbox.example",
        "zosia.k @ mailbox.example",
        "picu@sch .example",
        "www.tributes.example/zosia",
        "https://tributes.example/z?id=3",
        "zosiafund.org.uk",
        "Instagram: zosia_k12",
        "@zosia_k12",
        "snapchat name zos1a.k",
        "192.168.20.14",
    )
)


@settings(max_examples=120, deadline=None)
@given(sentences(telephone_numbers()))
def test_a_telephone_number_is_gone(sentence: Sentence) -> None:
    assert not any(map(str.isdigit, left_of(sentence, NOBODY, DATES))), sentence


@settings(max_examples=60, deadline=None)
@given(sentences(said_numbers()))
def test_a_number_said_aloud_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES) == "", sentence


@settings(max_examples=200, deadline=None)
@given(
    sentences(references()).filter(
        lambda sentence: (
            not sentence.written.startswith("j ")
            # "1000HZ" is what it says
            and re.sub(r"^[\d\W]+", "", sentence.written).lower() not in UNITS
        )
    )
)
def test_a_reference_is_gone_whatever_its_prefix(sentence: Sentence) -> None:
    assert not any(map(str.isdigit, left_of(sentence, NOBODY, DATES))), sentence


@settings(max_examples=60, deadline=None)
@given(sentences(nhs_numbers))
def test_an_nhs_number_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES) == "", sentence


@settings(max_examples=80, deadline=None)
@given(
    sentences(vehicles()).filter(
        lambda sentence: (
            sentence.written != sentence.written.lower()
            # "g-tube" and "g-pegs" are no aircraft
            and not is_ordinary(sentence.written.lower().removeprefix("g-"))
        )
    )
)
def test_a_vehicle_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES).lower() in {"", "reg", "blueford", "van", "blue"}, sentence


@settings(max_examples=100, deadline=None)
@given(sentences(postcodes))
def test_a_postcode_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES) == "", sentence


@settings(max_examples=150, deadline=None)
@given(sentences(addresses()).filter(lambda sentence: not sentence.written.endswith(" st")))
def test_an_address_is_gone(sentence: Sentence) -> None:
    left = left_of(sentence, NOBODY, DATES).lower()
    assert left in {"", "no", "flat"}, sentence


@settings(max_examples=60, deadline=None)
@given(sentences(positions))
def test_a_position_on_a_map_is_gone(sentence: Sentence) -> None:
    left = left_of(sentence, NOBODY, DATES).lower()
    assert left in {"", "what3words", "gridreference"}, sentence


@settings(max_examples=60, deadline=None)
@given(sentences(accounts))
def test_an_account_is_gone(sentence: Sentence) -> None:
    assert left_of(sentence, NOBODY, DATES).lower() in {"", "instagram", "snapchatname"}, sentence


no_identifiers = st.one_of(
    st.builds("{} mg".format, st.integers(1, 5000)),
    st.builds("{}ml/kg".format, st.integers(1, 500)),
    st.builds("{:,} g".format, st.integers(400, 6000)),
    st.builds("{}g".format, st.integers(400, 6000)),
    st.builds("weight {:.2f} kg".format, st.floats(0.4, 80)),
    st.builds("sats {}%".format, st.integers(40, 100)),
    st.builds("HR {} RR {}".format, st.integers(40, 220), st.integers(10, 80)),
    st.builds("BP {}/{}".format, st.integers(50, 140), st.integers(20, 90)),
    st.builds("pH {:.2f}".format, st.floats(6.5, 7.6)),
    st.builds("GCS {}/15".format, st.integers(3, 15)),
    st.builds("{}+{}".format, st.integers(22, 42), st.integers(0, 6)),
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{:02}{:02} hrs".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("CK {}".format, st.integers(50, 9999)),
    st.builds("platelets {}".format, st.integers(5000, 400000)),
    st.builds("{} units".format, st.integers(10, 99999)),
    st.builds("£{}".format, st.integers(1, 99999)),
    st.builds("{}-{} weeks".format, st.integers(2, 6), st.integers(7, 12)),
    st.builds("{} of the {} children".format, st.integers(2, 99), st.integers(100, 999)),
    st.builds("ICD-10 {}{:02}.{}".format, st.sampled_from("PQRWX"), st.integers(0, 99), st.integers(0, 9)),
    st.builds("the {}th centile".format, st.sampled_from((9, 25, 50, 75, 91, 98))),
    st.builds("aged {}".format, st.integers(1, 17)),
    st.sampled_from(
        (
            "1:10,000",
            "adrenaline 1 in 10 000",
            "CR2032 battery",
            "H1N1",
            "22q11.2 deletion",
            "trisomy 21",
            "HbA1c 48",
            "SpO2 92",
            "E2V2M4",
            "L3/4 interspace",
            "PCV13",
            "COVID-19",
            "6-8 weeks",
            "2 x 10^9/l",
            "called 999",
            "rang 111",
            "0.9% saline",
            "10 ml/kg bolus x 3",
            "Apgars 3, 6 and 9",
            "size 3.5 ETT at 9 cm",
            "two or three times",
            "one, two or three of them",
            "T1/2 lesion",
            "Section 47",
            "Year 4",
            "ward 12",
            "bed 4",
            "B12",
            "IL-6",
            "what3words not known. Mother rang",
            "a double dose at 10",
            "FEV1 61%",
            "5/5 power",
        )
    ),
)


@settings(max_examples=300, deadline=None)
@given(sentences(no_identifiers).filter(lambda sentence: sentence.text != sentence.text.upper()))
def test_measures_times_and_codes_of_medicine_stay(sentence: Sentence) -> None:
    assert taken_of(sentence, NOBODY, DATES) == "", sentence
