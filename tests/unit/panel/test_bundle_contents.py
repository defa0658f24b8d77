"""What a bundle says beside its documents: who said what, who has not answered, what nobody knows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.panel.domain.bundles.bundle import Bundle, BundleDocument
from services.panel.domain.bundles.bundle_changes import (
    ReadBefore,
    Reading,
    only_changes,
    paragraph_changes,
    reading_of,
)
from services.panel.domain.bundles.bundle_pages import numbered
from services.panel.domain.bundles.bundle_parts import bundle_parts, parts_in_order
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.bundles.contents import BundleContents, contents
from services.panel.domain.bundles.downloads import allowance, allowed, reason_faults
from services.panel.domain.bundles.fact_lines import by_section, unknowns
from services.panel.domain.bundles.found_words import found_page
from services.panel.domain.bundles.printed import about
from services.panel.domain.bundles.private_notes import PrivateNote, check_note
from services.panel.domain.bundles.reader_pages import (
    AT_ONCE,
    first_shown_with,
    reader_page,
    reading_order,
    where_page_is,
)
from services.panel.domain.cases.sources import InformationSource
from services.panel.domain.meetings.meetings import PANEL_KINDS
from services.panel.domain.refusals import NoteChangedMeanwhile
from shared.contracts import CaseFact
from shared.errors import Invalid
from tests.unit.panel.test_review_case import a_case

AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
TODAY = date(2026, 6, 15)


def a_document(number: int = 1, pages: int = 2, **given: object) -> BundleDocument:
    facts: dict[str, object] = {
        "material_id": f"m{number}",
        "version": 1,
        "title": f"Paper {number}",
        "kind": "reporting_form",
        "source_role": "health_visitor",
        "confirmed_on": date(2026, 5, 1),
        "redactions": {"known_name": 2, "date": 0},
        "replaces": False,
        "digest": f"digest {number}",
        "pages": numbered(number, tuple((f"Text {number}.{page}",) for page in range(1, pages + 1))),
    }
    return BundleDocument(number=number, **{**facts, **given})  # type: ignore[arg-type]


def a_fact(question: str, state: str, *values: tuple[str, str], chosen: str | None = None) -> CaseFact:
    said = [{"value": value, "source_role": role, "source_id": f"of {role}"} for value, role in values]
    facts = {"question": question, "label": question.capitalize(), "section": "home", "state": state}
    return CaseFact.model_validate({**facts, "values": said, "chosen": chosen})


def some_contents(
    *facts: CaseFact, documents: tuple[BundleDocument, ...] = (), **given: object
) -> BundleContents:
    case = a_case(**given)
    return contents(case, Bundle(case.reference, 1, documents), facts, (), "all_deaths")


def test_sources_that_differ_are_both_shown_with_their_papers_and_the_one_chosen_is_marked() -> None:
    fact = a_fact("smoking", "conflict", ("yes", "health_visitor"), ("no", "police"), chosen="yes")
    (line,) = some_contents(fact, documents=(a_document(1, source_role="health_visitor"),)).facts
    assert line.differs
    assert [(said.value, said.source, said.document, said.chosen) for said in line.values] == [
        ("Yes", "Health visitor", 1, True),
        ("No", "Police", None, False),
    ]


def test_a_fact_leads_to_the_paper_under_its_source_before_one_of_the_same_role() -> None:
    papers = (
        a_document(1, source_role="police"),
        a_document(2, material_id="of police", source_role="police"),
    )
    (line,) = some_contents(a_fact("seat", "agreed", ("yes", "police")), documents=papers).facts
    assert line.values[0].document == 2


def test_not_known_not_asked_and_not_applicable_are_three_things() -> None:
    facts = [a_fact(state.replace("_", " "), state) for state in ("not_known", "not_asked", "not_applicable")]
    found = some_contents(a_fact("bed", "agreed", ("yes", "police")), *facts).facts
    assert {why: [line.label for line in lines] for why, lines in unknowns(found).items()} == {
        "Not known": ["Not known"],
        "Not asked": ["Not asked"],
        "Not applicable": ["Not applicable"],
    }
    assert [line.label for line in by_section(found)["home"]] == ["Bed"]


@pytest.mark.parametrize("state", ["agreed", "conflict", "not_known", "not_asked"])
def test_each_value_of_a_fact_stands_once_with_those_who_gave_it_and_with_nobody_else(state: str) -> None:
    said = (
        ("not_known", "midwife"),
        ("no", "neonatologist"),
        ("not_known", "police"),
        ("no", "paediatrician"),
    )
    (line,) = some_contents(a_fact("resuscitated", state, *said)).facts
    assert [(each.value, [one.source for one in each.said]) for each in line.by_value] == [
        ("Not known", ["Midwife", "Police"]),
        ("No", ["Neonatologist", "Paediatrician"]),
    ]


@pytest.mark.parametrize(
    ("values", "chosen", "words"),
    [
        (("yes", "no"), None, "The office has chosen neither."),
        (("yes", "no", "not_known"), None, "The office has chosen none of them."),
        (("yes", "no"), "yes", ""),
    ],
)
def test_where_sources_differ_it_is_said_when_the_office_has_chosen_none(
    values: tuple[str, ...], chosen: str | None, words: str
) -> None:
    said = zip(values, ("health_visitor", "police", "midwife"), strict=False)
    (line,) = some_contents(a_fact("smoking", "conflict", *said, chosen=chosen)).facts
    assert line.left_open == words


def test_a_choice_marks_nothing_once_the_sources_agree() -> None:
    said = (("yes", "health_visitor"), ("yes", "police"))
    (line,) = some_contents(a_fact("smoking", "agreed", *said, chosen="yes")).facts
    assert [one.chosen for one in line.values] == [False, False]
    assert line.left_open == ""


def test_who_did_not_answer_is_told_from_who_holds_nothing_refused_or_was_not_asked() -> None:
    asked = date(2026, 4, 3)
    sources = [
        InformationSource(
            "s1", "health_visitor", "community_health", asked, None, "returned", date(2026, 4, 20)
        ),
        InformationSource(
            "s2", "general_practitioner", "primary_care", asked, None, "nil_return", date(2026, 4, 21)
        ),
        InformationSource("s3", "police", "police", asked, None, "refused", date(2026, 4, 22)),
        InformationSource("s4", "midwife", "acute_hospital", asked),
        InformationSource("s5", "social_worker", "local_authority"),
    ]
    found = some_contents(documents=(a_document(),), sources=sources).returns
    assert [(line.standing, line.document) for line in found] == [
        ("Returned, day 19", 1),
        ("Nil return: holds nothing, day 20", None),
        ("Refused to answer, day 21", None),
        ("Asked, no answer yet", None),
        ("Not asked", None),
    ]


def test_the_hash_follows_what_the_bundle_says_and_nothing_else() -> None:
    one = some_contents(documents=(a_document(),))
    again = some_contents(documents=(replace(a_document(), pages=(), arrived_at=AT),))
    assert one.content_hash == again.content_hash
    assert one.content_hash != some_contents(documents=(a_document(digest="another text"),)).content_hash
    assert (
        one.content_hash != some_contents(a_fact("bed", "not_asked"), documents=(a_document(),)).content_hash
    )


def test_every_part_stands_in_the_bundle_of_every_type_of_panel_and_the_summary_first() -> None:
    every = {part.id for part in bundle_parts().parts}
    for kind in (None, *PANEL_KINDS):
        order = [part.id for part in parts_in_order(kind)]
        assert order[0] == "core_summary"
        assert sorted(order) == sorted(every)
    assert set(bundle_parts().first) <= set(PANEL_KINDS)
    assert [part.id for part in parts_in_order("neonatal")][1] == "review_meeting"


def test_a_reader_goes_on_from_document_to_document_in_the_order_of_the_panel() -> None:
    papers = (a_document(1, kind="document"), a_document(2, pages=AT_ONCE + 3, kind="notification"))
    bundle = Bundle("LLR-2026-0107", 1, papers)
    order = reading_order(bundle, "all_deaths")
    assert [one.number for one in order] == [2, 1]
    first = reader_page(order, papers[1], 1)
    assert (len(first.pages), first.previous, first.next) == (AT_ONCE, "", f"2.{AT_ONCE + 1}")
    second = reader_page(order, papers[1], first_shown_with("2.12"))
    assert (second.pages[0].id, second.previous, second.next) == ("2.11", "2.1", "1.1")
    assert reader_page(order, papers[0], 1).previous == f"2.{AT_ONCE + 3}"
    assert first.next_words == "Pages of this document"
    assert second.next_words == f"1. {papers[0].title}"


@pytest.mark.parametrize("typed", ["2.3", " 2.3 ", "LLR-2026-0107/2.3"])
def test_a_page_is_found_as_it_is_written(typed: str) -> None:
    bundle = Bundle("LLR-2026-0107", 1, (a_document(1), a_document(2, pages=3)))
    assert where_page_is(bundle, typed) == "2.3"
    assert where_page_is(bundle, "2") == "2.1"


@pytest.mark.parametrize(
    "typed", ["", "2.4", "9.1", "0.1", "x", "2.3.1", "²", "LLR-2026-0108/2.3", "2." + "1" * 99]
)
def test_what_is_no_page_is_not_found(typed: str) -> None:
    assert where_page_is(Bundle("LLR-2026-0107", 1, (a_document(2, pages=3),)), typed) is None


def test_a_document_is_new_changed_or_read_to_the_one_who_reads() -> None:
    before = ReadBefore(AT, {"m1": 1, "m2": 1})
    later = AT + timedelta(minutes=1)
    assert reading_of(a_document(1), before) is Reading.READ
    assert reading_of(a_document(2, version=2), before) is Reading.CHANGED
    assert reading_of(a_document(3, arrived_at=later), before) is Reading.NEW
    assert reading_of(a_document(4, arrived_at=AT), before) is Reading.UNOPENED
    assert reading_of(a_document(3, arrived_at=later), ReadBefore(None, {})) is Reading.UNOPENED


def test_a_new_version_is_shown_paragraph_by_paragraph() -> None:
    found = paragraph_changes("One.\n\nTwo.\n\nThree.", "One.\n\nTwo, corrected.\n\nThree.\n\nFour.")
    assert [(change.kind, change.text) for change in only_changes(found)] == [
        ("taken_out", "Two."),
        ("put_in", "Two, corrected."),
        ("put_in", "Four."),
    ]


def test_a_note_changed_in_two_windows_is_shown_twice_and_loses_nothing() -> None:
    note = PrivateNote("member", "LLR-2026-0107", "2.3", "Ask about the cot", 1, AT)
    note.rewrite("Ask about the cot and the bedding", version=1, at=AT)
    with pytest.raises(NoteChangedMeanwhile) as refused:
        note.rewrite("Something else", version=1, at=AT)
    assert (refused.value.saved, refused.value.saved_version) == ("Ask about the cot and the bedding", 2)
    with pytest.raises(Invalid):
        check_note("x" * 5000)


def test_downloads_are_allowed_only_for_their_panel_and_to_the_end_of_their_last_day() -> None:
    given = {"id": "a", "by": "m", "by_name": "M", "at": AT, "on": TODAY}
    made = allowance(panel="neonatal", reason="No screen", until=TODAY + timedelta(days=7), **given)  # type: ignore[arg-type]
    assert allowed([made], TODAY + timedelta(days=7), "neonatal")
    assert not allowed([made], TODAY + timedelta(days=8), "neonatal")
    assert not allowed([made], TODAY, "all_deaths")
    assert not allowed([made], TODAY, None)
    assert not allowed([], TODAY, "neonatal")
    made.end(by="m", at=AT)
    assert not allowed([made], TODAY, "neonatal")


def test_every_fault_of_an_allowance_is_named_at_once() -> None:
    given = {"id": "a", "by": "m", "by_name": "M", "at": AT, "on": TODAY}
    longest = bundle_policies(TODAY).longest_allowance_days
    for until in (None, TODAY - timedelta(days=1), TODAY + timedelta(days=longest + 1)):
        with pytest.raises(Invalid) as refused:
            allowance(panel="nobody's", reason=" ", until=until, **given)  # type: ignore[arg-type]
        assert [fault.field for fault in refused.value.faults] == ["panel", "reason", "until"]
    assert reason_faults("Post it to LE1 6ZG", "Say why")[0].message.endswith("postcode")


def test_found_words_are_marked_and_the_text_stays_as_it_was() -> None:
    found = found_page("1.1", "A \ue000cot\ue001 with <b> and \ue000bedding\ue001.")
    assert found.passages == (
        ("A ", False),
        ("cot", True),
        (" with <b> and ", False),
        ("bedding", True),
        (".", False),
    )


def test_one_page_that_could_not_be_read_is_one_page() -> None:
    said = about(a_document(pages=2, withheld_pages=(3,), original_pages=3))
    assert said.endswith("The original has 3 pages; page 3 could not be read and is withheld.")
