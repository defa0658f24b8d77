"""``cdop redact``: JSON lines in and out, offsets in the text as given, and nothing let through unread."""

import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from deploy.cli import app
from services.notifications import redacting
from services.notifications.redacting import lines_of, redact_lines, redact_record

KNOWN = {
    "child": {
        "given_names": "Amara Grace",
        "family_name": "Okafor-Young",
        "also_known_as": "Mimi, Baby Mims",
        "date_of_birth": "2026-03-01",
        "nhs_number": 9990000018,
    },
    "people": [
        {"name": "OKAFOR, Chioma (Chi)", "role": "mother"},
        "Dr Priya Patel",
        {"name": "Ann van der Berg", "role": "Aunt Josephine's friend"},
        {"name": "PC 4417 Sandra Hill", "role": "police officer"},
        None,
    ],
    "places": ["14 Thistledown Road, Wigston, LE18 1AB", {"name": "Ashby Lodge", "kind": "nursery"}],
    "organisations": ["St Oswin's Primary School", "CAMHS Westgate House"],
    "reference_date": "2026-03-15",
}


def answered(text: str, known: Any = KNOWN) -> dict[str, Any]:
    return redact_record({"id": "t", "text": text, "known": known})


def put_in(text: str, hits: list[dict[str, Any]]) -> str:
    for hit in reversed(hits):
        text = text[: hit["start"]] + hit["replacement"] + text[hit["end"] :]
    return text


def test_names_in_every_form_of_the_record_are_looked_for() -> None:
    text = (
        "Chi Okafor and Dr Patel met Jo-Ann van der Berg (4417) of LE18 1AB at Ashby Lodge. Mims was at "
        "St Oswin's; Westgate House knew. NHS 999 000 0018."
    )
    left = answered(text)["text"]
    for word in (
        "Chi",
        "Okafor",
        "Patel",
        "Berg",
        "4417",
        "LE18",
        "Lodge",
        "Mims",
        "Oswin",
        "Westgate",
        "0018",
    ):
        assert word not in left


def test_a_role_in_free_words_is_not_put_into_the_text() -> None:
    assert answered("Ann van der Berg rang.")["text"] == "A friend rang."


def test_a_title_tells_the_role_where_none_is_given() -> None:
    assert answered("Dr Patel rang.")["text"] == "The doctor rang."


def test_dates_become_ages_or_lie_from_the_reference_date() -> None:
    text = "Seen on 2026-03-04; collapsed 15 March 2026 at 04:15."
    assert answered(text)["text"] == "Seen at 3 days of age; collapsed on the day of the death at 04:15."
    without_birth = {"reference_date": "2026-03-15"}
    assert answered("Seen on 2026-03-04.", without_birth)["text"] == "Seen on a day 11 days before the death."
    assert answered("Seen on 2026-03-04.", {})["text"] == "Seen on [date]."


@pytest.mark.parametrize(
    "text",
    [
        "Amara’s mum\r\nrang. Am\u00adara fed.\r\n",
        "E\u0301lise and Ama\u0301ra, NHS 999\u00a0000\u00a00018\u200b.",
        "\ufb01rst visit: AMARA (Mimi)\rthen home",
        "\u1112\u1161\u11ab Amara 👶🏽 Chioma",
        "O&rsquo;Hara&nbsp;&amp; Am&#97;ra, NHS&nbsp;999&#160;000&#xa0;0018 &#0; &bogus; &",
    ],
)
def test_offsets_are_characters_of_the_text_as_given(text: str) -> None:
    answer = answered(text)
    assert not answer["withheld"]
    assert answer["hits"]
    assert put_in(text, answer["hits"]) == answer["text"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Amara",
                    "amara's",
                    "Okafor-Young",
                    "12/3/26",
                    "\r\n",
                    "Ama\u0301ra",
                    "Ch\u00adioma",
                    "LE18 1AB",
                ]
            ),
            st.text(max_size=12),
        ),
        max_size=12,
    )
)
def test_any_text_comes_back_as_its_hits_say_or_is_withheld(pieces: list[str]) -> None:
    text = " ".join(pieces)
    answer = answered(text)
    if answer["withheld"]:
        assert answer["text"] == ""
        assert answer["reason"]
    else:
        assert put_in(text, answer["hits"]) == answer["text"]
        assert "amara" not in answer["text"].lower().split()


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "child",
                        "people",
                        "places",
                        "organisations",
                        "reference_date",
                        "name",
                        "role",
                        "given_names",
                        "date_of_birth",
                        "x",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_is_known_there_is_an_answer(known: Any) -> None:
    answer = answered("Amara fed well at 10:15.", known)
    assert answer["withheld"] == (answer["text"] == "")


@pytest.mark.parametrize(
    "known",
    [
        None,
        {},
        {"child": None, "people": None, "places": [], "organisations": "", "reference_date": None},
        {"people": [None, {}, ""]},
    ],
)
def test_what_is_not_known_is_not_looked_for(known: Any) -> None:
    assert answered("The baby fed at 10:15.", known)["text"] == "The baby fed at 10:15."


@pytest.mark.parametrize(
    "known", [[1], "Amara", 7, {"child": [1, 2]}, {"child": {"given_names": {"a": "b"}}}]
)
def test_what_is_known_but_not_understood_withholds_the_text(known: Any) -> None:
    assert answered("Amara fed.", known) == {
        "id": "t",
        "text": "",
        "hits": [],
        "withheld": True,
        "reason": answered("x", known)["reason"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b Amara",
        "\ud800 Amara",
        "caf\ufffd Amara",
        "Amara \x85",
        "x" * 2_000_001,
        12,
        None,
        ["Amara"],
        {"a": 1},
    ],
)
def test_what_cannot_be_read_is_withheld_without_quoting_it(text: Any) -> None:
    answer = answered(text)
    assert (answer["text"], answer["hits"], answer["withheld"]) == ("", [], True)
    assert "Amara" not in answer["reason"]


@pytest.mark.parametrize(
    "line", ["not JSON", "[1]", "{", '{"id": NaN, "text": "x"}', "[" * 100_000, '"text"']
)
def test_a_line_that_is_no_record_is_answered_and_the_rest_goes_on(line: str) -> None:
    good = json.dumps({"id": 2, "text": "Amara fed.", "known": KNOWN})
    first, second = map(json.loads, redact_lines([line, "", good]))
    assert (first["text"], first["withheld"]) == ("", True)
    assert second["text"] == "The child fed."


def test_the_lines_are_read_one_at_a_time() -> None:
    asked = []

    def lines() -> Any:
        for number in range(3):
            asked.append(number)
            yield json.dumps({"id": number, "text": "x"})

    answers = redact_lines(lines())
    next(answers)
    assert asked == [0]


def test_the_command_answers_bytes_that_are_no_text_and_exits_with_0() -> None:
    sent = (
        b'{"id": 1, "text": "Amara \xff"}\nnope\n'
        + json.dumps({"id": 3, "text": "Amara", "known": KNOWN}).encode()
    )
    done = CliRunner().invoke(app, ["redact"], input=sent)
    assert done.exit_code == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["withheld"] for answer in answers] == [True, True, False]
    assert answers[2]["hits"] == [{"start": 0, "end": 5, "kind": "known_name", "replacement": "The child"}]


def test_an_endless_line_is_withheld_in_pieces_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redacting, "LONGEST_LINE", 200)
    monkeypatch.setattr(redacting, "PIECE", 64)
    good = json.dumps({"id": 2, "text": "fed."})
    sent = lines_of(StringIO(json.dumps({"id": 1, "text": "Amara " * 500}) + "\n" + good + "\n"))
    read = list(sent)
    assert [len(line) <= 201 for line in read] == [True, True]
    first, second = map(json.loads, redact_lines(read))
    assert (first["text"], first["withheld"], first["reason"]) == (
        "",
        True,
        "this line is too long to be read",
    )
    assert (second["text"], second["withheld"]) == ("fed.", False)


@pytest.mark.parametrize(
    "text",
    [
        "\u0410\u043c\u0430\u0440\u0430 fed.",
        "\u0905\u092e\u0930\u093e fed.",
        "\u24b6\u24dc\u24d0\u24e1\u24d0 fed.",
        "Am\u0416ra fed.",
    ],
)
def test_letters_that_cannot_be_compared_with_the_names_withhold_the_text(text: str) -> None:
    answer = answered(text)
    assert (answer["text"], answer["withheld"]) == ("", True)
    assert "letters" in answer["reason"]


def test_look_alike_letters_hide_no_name_and_greek_letters_of_medicine_stay() -> None:
    assert answered("\u0410mara had 5 \u03bcg/kg and a \u03b2-blocker.")["text"] == (
        "The child had 5 \u03bcg/kg and a \u03b2-blocker."
    )


@pytest.mark.parametrize(
    "text",
    [
        "aMARA fed.",
        "chiomaokafor99 fed.",
        "c. okafor fed.",
        "Call Priscilla Oduya.",
        "Tilly Canaryfeather was seen.",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    left = answered(text)["text"].lower()
    assert not any(name in left for name in ("mara", "okafor", "c. ", "oduya", "tilly", "canary")), left
