"""A section is saved whoever else wrote in it: joined where nothing overlaps, else kept for a person."""

from dataclasses import dataclass

from services.panel.actions.analysis.keep_text import keep_text
from services.panel.actions.analysis.save_section import save_section
from services.panel.domain.analysis.section_merge import merge_proposal
from services.panel.domain.analysis.sections import SectionContent
from services.panel.domain.refusals import SectionChangedMeanwhile
from shared.storage import Transaction


@dataclass(frozen=True)
class SectionWritten:
    """``version`` of the form afterwards. ``joined``: with another's words. ``kept_as``: id of what waits."""

    version: int
    joined: bool = False
    kept_as: str = ""


def write_section(
    tx: Transaction, *, case_reference: str, section: str, content: SectionContent, version: int
) -> SectionWritten:
    """As ``save_section``, without refusing what another changed meanwhile: no text of either is lost."""
    where = {"case_reference": case_reference, "section": section}
    try:
        return SectionWritten(save_section(tx, **where, content=content, version=version))
    except SectionChangedMeanwhile as clash:
        proposal = merge_proposal(section, clash.base, clash.theirs, clash.mine)
        if proposal.overlaps:
            kept_as = keep_text(tx, **where, content=content, version=version)
            return SectionWritten(clash.saved_version, kept_as=kept_as)
        saved = save_section(tx, **where, content=proposal.content, version=clash.saved_version)
        return SectionWritten(saved, joined=True)
