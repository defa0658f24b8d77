"""A bundle is put together from numbered parts and keeps its page numbers."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.panel.domain.bundles.bundle import (
    Bundle,
    MaterialPart,
    assemble,
    page_ids,
    waiting_for_parts,
    whole_versions,
)
from services.panel.domain.bundles.bundle_pages import (
    PAGE_LENGTH,
    full_page_id,
    numbered,
    paragraphs_by_page,
)
from services.panel.domain.cases.core_summary import core_summary, milestones, month
from services.panel.domain.cases.sources import InformationSource
from tests.unit.panel.test_review_case import a_case


def a_part(
    material: str = "m1", *, version: int = 1, part: int = 1, parts: int = 1, **others: object
) -> MaterialPart:
    facts: dict[str, object] = {
        "title": f"Document {material}",
        "kind": "reporting_form",
        "source_role": "health_visitor",
        "digest": f"{material} v{version} part {part}. ",
        "confirmed_on": date(2026, 5, 1),
        "redactions": {"known_name": 2},
    }
    return MaterialPart(material_id=material, version=version, part=part, parts=parts, **{**facts, **others})  # type: ignore[arg-type]


def test_parts_are_joined_in_their_order_whatever_the_order_of_arrival() -> None:
    in_order = assemble([a_part(part=number, parts=3) for number in (1, 2, 3)])
    (document,) = assemble([a_part(part=2, parts=3), a_part(part=3, parts=3), a_part(part=1, parts=3)])
    assert [document] == in_order
    assert document.redactions == {"known_name": 2}


def test_a_document_with_a_missing_part_is_not_shown_and_is_named() -> None:
    parts = [a_part(part=1, parts=3), a_part(part=3, parts=3)]
    assert assemble(parts) == []
    assert waiting_for_parts(parts) == ["Document m1"]


def test_the_earlier_version_stays_until_the_newer_is_whole() -> None:
    begun = [a_part(), a_part(version=2, part=1, parts=2)]
    assert [one.version for one in assemble(begun)] == [1]
    whole = [*begun, a_part(version=2, part=2, parts=2)]
    assert [(one.version, one.replaces) for one in assemble(whole)] == [(2, True)]
    assert waiting_for_parts(whole) == []


def test_documents_keep_their_numbers_when_later_papers_come() -> None:
    first = [a_part("notification"), a_part("police")]
    later = [*first, a_part("school"), a_part("notification", version=2)]
    assert [(one.number, one.material_id) for one in assemble(first)] == [(1, "notification"), (2, "police")]
    assert [(one.number, one.material_id) for one in assemble(later)] == [
        (1, "notification"),
        (2, "police"),
        (3, "school"),
    ]


def test_pages_hold_every_paragraph_once_and_are_numbered_within_the_document() -> None:
    paragraphs = [f"Paragraph {number} " + "x" * (PAGE_LENGTH // 3) for number in range(7)]
    pages = numbered(3, paragraphs_by_page("\n\n".join(paragraphs)))
    assert [page.id for page in pages] == ["3.1", "3.2", "3.3", "3.4"]
    assert [block for page in pages for block in page.paragraphs] == paragraphs
    assert full_page_id("LLR-2026-0107", pages[2].id) == "LLR-2026-0107/3.3"


@given(st.lists(st.text("ab .\n", min_size=1, max_size=3 * PAGE_LENGTH), max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_word_of_a_paragraph_longer_than_a_page_is_lost(blocks: list[str]) -> None:
    pages = paragraphs_by_page("\n\n".join(blocks))
    kept = "".join(block for page in pages for block in page)
    assert "".join(kept.split()) == "".join("".join(blocks).split())
    assert all(len(block) <= PAGE_LENGTH for page in pages for block in page)


def test_what_is_withheld_keeps_its_number_and_makes_room_when_it_is_confirmed_after_all() -> None:
    first = [a_part(), a_part("scan", withheld_because="no_readable_text"), a_part("school")]
    withheld = assemble(first)[1]
    assert (withheld.number, withheld.withheld) == (2, True)
    given_after_all = assemble([*first, a_part("scan", version=2)])
    assert [(one.number, one.withheld) for one in given_after_all] == [(1, False), (2, False), (3, False)]
    taken_back = assemble([*first, a_part("school", version=2, withheld_because="office_decision")])
    assert taken_back[2].withheld


def test_the_version_grows_only_when_a_version_of_a_document_is_whole() -> None:
    begun = [a_part(), a_part(version=2, part=1, parts=2)]
    assert whole_versions(begun) == 1
    assert whole_versions([*begun, a_part(version=2, part=2, parts=2)]) == 2


def test_the_page_ids_of_a_bundle_are_those_of_its_documents_in_order() -> None:
    documents = [
        replace(one, pages=numbered(one.number, (("A",), ("B",))))
        for one in assemble([a_part(), a_part("m2")])
    ]
    assert page_ids(Bundle("LLR-2026-0107", 2, tuple(documents))) == ["1.1", "1.2", "2.1", "2.2"]


def test_the_summary_tells_a_missing_answer_from_not_known() -> None:
    summary = dict(core_summary(a_case(coroner_informed="not_known", gestation_weeks=None)))
    assert summary["Coroner informed"] == "Not known"
    assert summary["Gestation"] == ""
    assert summary["Month of death"] == "March 2026"
    assert month(None) == "Not known"


def test_the_timeline_counts_days_from_the_notification_and_gives_no_date() -> None:
    case = a_case(
        sources=[
            InformationSource(
                "s1",
                "health_visitor",
                "community_health",
                date(2026, 4, 3),
                None,
                "nil_return",
                date(2026, 4, 20),
            )
        ]
    )
    assert milestones(case) == [
        (0, "Death notified"),
        (2, "Health visitor (community health): asked"),
        (19, "Health visitor (community health): nil return"),
        (27, "Child death review meeting held"),
        (33, "Draft analysis form received"),
    ]
