"""Sections are saved whoever else wrote in them: joined where nothing overlaps, else kept for a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.panel.actions.analysis.keep_changes import case_to_record, keep_changes, saved_so_far
from services.panel.actions.analysis.keep_text import keep_text
from services.panel.domain.analysis.section_merge import merge_proposal
from services.panel.domain.analysis.sections import SectionContent, content_of, with_section
from services.panel.queries.analyses import analysis_at
from shared.storage import Transaction


@dataclass(frozen=True)
class SectionsWritten:
    """``version`` of the form afterwards. ``joined``: sections that hold another's words beside those sent.

    ``kept``: by section, the id of the text that waits for a person.
    """

    version: int
    joined: tuple[str, ...]
    kept: Mapping[str, str]


def write_sections(
    tx: Transaction, *, case_reference: str, contents: Mapping[str, tuple[SectionContent, int]]
) -> SectionsWritten:
    """Save sections, each with the version it was typed over; those changed make one new version of the form.

    A section that was not changed stays as it is saved. Refuses ReviewLocked once the case is closed.
    """
    case = case_to_record(tx, case_reference)
    form, _ = saved_so_far(tx, case)
    joined, kept = [], {}
    for section, (content, version) in contents.items():
        base = content_of(analysis_at(tx, case_reference, case.review_version + 1, version), section)
        theirs = content_of(form, section)
        if content in (base, theirs):
            continue
        proposal = merge_proposal(section, base, theirs, content)
        if proposal.overlaps:
            where = {"case_reference": case_reference, "section": section}
            kept[section] = keep_text(tx, **where, content=content, version=version)
            continue
        joined += [section] if theirs != base else []
        form = with_section(form, section, proposal.content)
    return SectionsWritten(keep_changes(tx, case, form), tuple(joined), kept)
