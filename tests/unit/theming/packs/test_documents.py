"""The files of a pack: tagged, the same from the same, readable in every form, and never taken for markup."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from services.theming.domain.packs.contents import (
    CaseInBrief,
    Figure,
    FigureTable,
    OpenNotification,
    PackContents,
    PackLearning,
    PackRecommendation,
    PackTheme,
    Signal,
)
from services.theming.domain.packs.difference import difference
from services.theming.domain.packs.printed_pack import printed_pack
from services.theming.domain.packs.signal_words import MORE_THAN_USUAL
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.printed_blocks import table as block_table
from services.theming.packs.files import ANNEXE, FILES, made_files
from services.theming.printing.html_file import as_html
from tests.pdf_validator import failures

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
CASES = ("LLR-2026-0101", "LLR-2026-0102", "LLR-2026-0103")
MARKUP = '#panic() $x^2$ @ref, <label>, *bold*, _it_, `raw`, <b>&amp;</b> "q" // no comment = no heading'
SMALL = Figure("asthma", "Asthma", "suppressed", "*")


def a_theme(**given: Any) -> PackTheme:
    told: dict[str, Any] = {
        "id": "asthma",
        "label": "Asthma",
        "group": "Acute illness",
        "definition": "The child died of asthma.",
        "figure": SMALL,
        "cases": tuple(
            CaseInBrief(case, 1, "5-9 years", "Leicester", 5, "modifiable", MARKUP) for case in CASES
        ),
        "open": (OpenNotification("LLR-2026-0200", date(2026, 9, 3), "5-9 years", False, True),),
        "open_figure": SMALL,
        "recommendations": (
            PackRecommendation(
                CASES[0], 1, 0, MARKUP, "Practices", "local", date(2026, 8, 12), date(2026, 10, 1), "told", ""
            ),
            PackRecommendation(
                CASES[1],
                1,
                0,
                "Secret words",
                "",
                "local",
                date(2026, 8, 12),
                None,
                "done",
                "",
                ("names a place",),
            ),
        ),
        "learning": (PackLearning("A plan needs a date.", CASES), PackLearning("Held.", CASES[:1], ("x",))),
    }
    return PackTheme(**{**told, **given})


def a_pack(**given: Any) -> WrittenPack:
    contents = PackContents(
        quarter="2026-27-Q2",
        as_of=date(2026, 11, 21),
        gathered_at=AT,
        codebook="2026.11.3",
        policy="Publishable, version 1",
        policy_rule="Counts of 1 to 7 are suppressed (*).",
        rules="1",
        wording="1",
        fewest_cases=3,
        reviewed=Figure("reviewed", "Reviews completed", "shown", "25"),
        reviewed_cases=25,
        tables=(
            FigureTable("age_band", "Age at death", False, (
                Figure("a", "0-27 days", "shown", "10"), Figure("b", "28-364 days", "suppressed", "*"),
                Figure("c", "1-4 years", "zero", "0"), Figure("d", "5-9 years", "missing", ":"),
            )),
        ),
        themes=given.pop("themes", (a_theme(),)),
        signals=(Signal("trampolines", ("trampoline", "bounce"), CASES),),
        case_versions=tuple((case, 1) for case in CASES),
    )  # fmt: skip
    told: dict[str, Any] = {
        "id": "2026-27-Q2-1",
        "edition": 1,
        "panel_name": "The panel of an invented county",
        "contents": contents,
        "texts": {
            "page-seen": "Old plans.",
            "page-do": "- Look\n- Ask",
            "theme-asthma": f"Plans.\n\n{MARKUP}",
        },
        "left_out": frozenset(),
        "embargo_on": None,
        "at": AT,
    }
    return WrittenPack(**{**told, **given})


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return made_files(a_pack())


def words(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def tags(pdf: bytes) -> Iterator[str]:
    """Every structure type in reading order."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                yield from walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            yield from walk(node.get("/K", []))

    yield from walk(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def test_the_same_pack_gives_the_same_bytes_and_another_instant_others(made: dict[str, bytes]) -> None:
    assert made_files(a_pack()) == made
    other = made_files(a_pack(at=AT.replace(year=2027)))
    assert {name for name in made if other[name] == made[name]} == {"learning-pack.html"}


def test_a_validator_finds_nothing_against_pdf_ua(made: dict[str, bytes], tmp_path: Path) -> None:
    files = [tmp_path / name for name in FILES if name.endswith(".pdf")]
    for file in files:
        file.write_bytes(made[file.name])
    assert dict(zip(files, failures(*files), strict=True)) == {file: [] for file in files}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".pdf")])
def test_headings_go_down_one_level_at_a_time_and_tables_have_headers(
    made: dict[str, bytes], name: str
) -> None:
    found = list(tags(made[name]))
    levels = [int(tag[2:]) for tag in found if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert found.count("/Table") == found.count("/THead")


def test_the_word_file_has_headings_lists_table_headers_and_its_language(made: dict[str, bytes]) -> None:
    document = Document(BytesIO(made["learning-pack.docx"]))
    levels = [
        int(each.style.name[-1]) for each in document.paragraphs if each.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "List Bullet" in {each.style.name for each in document.paragraphs}
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.xpath("./w:tblHeader")
        assert table._tbl.tblPr.xpath("./w:tblCaption")
        # The columns as wide as their cells: some programs go by the one, some by the other.
        assert [column.width for column in table.columns] == [cell.width for cell in table.rows[0].cells]
        assert all(row._tr.trPr.xpath("./w:cantSplit") for row in table.rows)
    page = document.sections[0]
    assert (page.page_width.cm, page.page_height.cm) == (
        pytest.approx(21, abs=0.1),
        pytest.approx(29.7, abs=0.1),
    )
    text_width = page.page_width - page.left_margin - page.right_margin
    assert all(picture.width <= text_width for picture in document.inline_shapes)
    assert document.core_properties.title == "Learning from child deaths: July to September 2026"
    assert set(re.findall(r'w:lang w:val="([^"]+)"', document.styles.element.xml)) == {"en-GB"}


def test_a_text_is_printed_as_it_was_written_and_never_read_as_markup(made: dict[str, bytes]) -> None:
    assert MARKUP in words(made["learning-pack.pdf"]).replace("“", '"')
    assert MARKUP in "\n".join(each.text for each in Document(BytesIO(made["learning-pack.docx"])).paragraphs)
    html = made["learning-pack.html"].decode()
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html
    assert "<b>" not in html


def test_the_html_file_stands_alone(made: dict[str, bytes]) -> None:
    html = made["learning-pack.html"].decode()
    assert html.count("<h1") == 1
    assert '<html lang="en-GB">' in html
    for forbidden in ("<script", "src=", "href=", "http"):
        assert forbidden not in html


def test_each_kind_of_number_is_said_in_words(made: dict[str, bytes]) -> None:
    said = words(made["learning-pack.pdf"])
    for line in (
        "Under 4 weeks About 10",
        "4 weeks to 1 year A number that is not shown",
        "1 to 4 years None",
        "5 to 9 years Nothing is held",
        "completed in the quarter: about 25.",
    ):
        assert line in said


def test_what_is_held_back_and_every_case_is_in_the_annexe_alone(made: dict[str, bytes]) -> None:
    for name, file in FILES.items():
        said = words(made[name]) if name.endswith(".pdf") else made[name].decode("utf-8", "replace")
        assert ("Secret words" in said, "LLR-2026-" in said) == (file.restricted, file.restricted), name


def test_signals_are_said_to_be_unconfirmed_and_notifications_not_yet_reviewed(
    made: dict[str, bytes],
) -> None:
    said = words(made["learning-pack.pdf"])
    assert "Unconfirmed: trampolines" in said
    assert "Not yet reviewed: newly notified deaths that look alike" in said
    annexe = words(made[ANNEXE])
    assert "LLR-2026-0200 Not yet reviewed" in annexe


def test_what_was_gathered_before_lines_had_a_place_is_printed_as_it_was(made: dict[str, bytes]) -> None:
    said = words(made["learning-pack.pdf"])
    assert "with this theme. Some of it can be about something else in the same reviews. • A plan" in said
    assert "The sentence of each review that shows the theme" in words(made[ANNEXE])


def test_a_theme_that_is_left_out_is_in_no_part_that_everybody_reads() -> None:
    left_out = a_pack(left_out=frozenset({"theme-asthma", "signals"}))
    said = str(printed_pack(left_out))
    assert "Asthma" not in said
    assert "trampolines" not in said


def test_a_pack_without_themes_is_a_pack_of_numbers() -> None:
    files = made_files(a_pack(themes=()))
    assert "The quarter in numbers" in words(files["learning-pack.pdf"])


def test_the_difference_names_what_is_new_gone_moved_and_counted_otherwise() -> None:
    before = a_pack(id="2026-27-Q1-1")
    asked = before.contents.themes[0].recommendations[0]
    newer = replace(asked, case_reference=CASES[2], text="Ask again.")
    now = a_pack(
        previous=replace(before, contents=replace(before.contents, quarter="2026-27-Q1")),
        themes=(
            a_theme(recommendations=(replace(asked, state="done"), newer)),
            a_theme(id="x", label="Drowning", recommendations=()),
        ),
    )
    now = replace(now, contents=replace(now.contents, reviewed=replace(now.contents.reviewed, text="30")))
    found = difference(now)
    assert found
    assert (found.previous, found.new_themes, found.gone_themes) == ("2026-27-Q1-1", ("Drowning",), ())
    assert found.figures == (("Reviews completed", "about 25", "about 30"),)
    assert [(each.before, each.now) for each in found.moved] == [
        ("Passed to those who are asked", "Done. To be checked once more")
    ]
    assert found.asked_anew == ("Ask again.",)
    assert difference(before) is None


def test_nothing_of_a_theme_left_out_before_is_told_by_the_difference() -> None:
    before = a_pack(id="2026-27-Q1-1", left_out=frozenset({"theme-asthma"}))
    found = difference(a_pack(previous=before))
    assert found
    assert (found.new_themes, found.gone_themes, found.moved) == (("Asthma",), (), ())


def test_what_several_reviews_asked_of_the_same_people_stands_once_with_every_state() -> None:
    asked = [
        PackRecommendation(case, 1, 0, "One plan", "Practices", "local", date(2026, 8, 12), due, state, "")
        for case, due, state in zip(
            CASES, (None, date(2026, 10, 1), None), ("checked", "under_way", "checked"), strict=True
        )
    ]
    pack = a_pack()
    contents = replace(pack.contents, themes=(a_theme(recommendations=tuple(asked)),))
    told = printed_pack(replace(pack, contents=contents))
    [rows] = [each["rows"] for each in told if "Asthma" in each.get("caption", "")]
    states = "Asked more than once:\n• Done and checked\n• Under way. It is late"
    assert rows == [["One plan", "Practices (local)", states]]


def test_what_a_program_often_sees_wrongly_is_not_counted_for_everybody() -> None:
    pack = a_pack()
    counted = Figure("asthma", "Asthma", "shown", "85")
    for advisory in (False, True):
        theme = a_theme(open_figure=counted, advisory=advisory)
        told = printed_pack(replace(pack, contents=replace(pack.contents, themes=(theme,))))
        words = " ".join(each["text"] for each in told if each["kind"] == "paragraph")
        assert ("seem to share this theme: about 85" in words) is not advisory
        assert ("people have often found otherwise" in words) is advisory


def counted(label: str, *cases: str, ways: int = 1) -> Signal:
    spoke = ("Days between", "Cumulative sum", "Regression")[:ways]
    return Signal(f"{MORE_THAN_USUAL}{label}", spoke, cases, counted=True)


def test_signals_that_say_nearly_the_same_are_one_line_without_the_names_of_methods() -> None:
    signals = (
        counted("Sudden unexpected, unexplained death", *CASES, ways=2),
        counted("Infection", "LLR-2026-0104", "LLR-2026-0105"),
        counted("Sudden unexpected death", "LLR-2026-0106", "LLR-2026-0107"),  # the same words, other cases
        counted("Unsafe sleep surface or co-sleeping", *CASES),  # other words, the same cases
    )
    pack = a_pack()
    told = printed_pack(replace(pack, contents=replace(pack.contents, signals=signals)))
    (lines,) = [
        each["items"] for each in told if each["kind"] == "list" and "2 of 3" in "".join(each["items"])
    ]
    assert lines == [
        "Unconfirmed: Sudden and unexpected deaths that are not explained. 2 of 3 ways of counting say that "
        "it is more than usual. These are close to it, and may be the same deaths: Sudden and unexpected "
        "deaths; Where babies slept: sofas, shared beds and other places",
        "Unconfirmed: Infection. 1 of 3 ways of counting say that it is more than usual",
    ]
    assert not {"Cumulative", "Regression", "Spoken by"} & set(str(told).split())


def test_on_a_telephone_a_recommendation_is_a_card_and_each_line_says_what_it_is() -> None:
    html = made_files(a_pack())["learning-pack.html"].decode()
    assert '<table role="table" class="stacked">' in html
    assert '<span class="label" aria-hidden="true">Where it stands</span>' in html
    assert ".stacked td { display: block; }" in html
    assert (
        "stacked"
        not in as_html(
            "Numbers", [block_table("Deaths", ("Age", "Deaths"), [("All", "10")], (1, 1))]
        ).decode()
    )
