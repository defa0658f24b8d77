"""A bundle is put together from numbered parts and keeps its page numbers."""

from datetime import date

from services.panel.domain.bundles.bundle import PAGE_LENGTH, MaterialPart, assemble, waiting_for_parts
from services.panel.domain.cases.core_summary import core_summary, milestones, month
from services.panel.domain.cases.sources import InformationSource
from tests.unit.panel.test_review_case import a_case


def a_part(
    material: str = "m1", *, version: int = 1, part: int = 1, parts: int = 1, **given: object
) -> MaterialPart:
    facts: dict[str, object] = {
        "title": f"Document {material}",
        "kind": "reporting_form",
        "source_role": "health_visitor",
        "text": f"{material} v{version} part {part}. ",
        "confirmed_on": date(2026, 5, 1),
        "redactions": {"known_name": 2},
    }
    return MaterialPart(material_id=material, version=version, part=part, parts=parts, **{**facts, **given})  # type: ignore[arg-type]


def test_parts_are_joined_in_their_order_whatever_the_order_of_arrival() -> None:
    (document,) = assemble([a_part(part=2, parts=3), a_part(part=3, parts=3), a_part(part=1, parts=3)])
    assert document.text == "m1 v1 part 1. m1 v1 part 2. m1 v1 part 3. "
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
    (document,) = assemble([a_part(text="\n\n".join(paragraphs))])
    assert [number for number, _ in document.pages] == ["1.1", "1.2", "1.3", "1.4"]
    assert [block for _, blocks in document.pages for block in blocks] == paragraphs


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
    ]
