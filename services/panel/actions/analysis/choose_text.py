"""A person has looked at both texts of a section and says what stands."""

from services.panel.actions.analysis.settle_texts import settle_texts
from services.panel.actions.analysis.write_sections import SectionsWritten, write_sections
from services.panel.domain.analysis.sections import SectionContent
from services.panel.queries.kept_texts import text_kept
from shared.storage import Transaction


def choose_text(
    tx: Transaction, *, case_reference: str, text_id: str, content: SectionContent, version: int
) -> SectionsWritten:
    """Save what was chosen over ``version``, the one the person looked at; the text that waited is settled.

    Where somebody saved in the same place while the person was choosing, what was chosen waits in its turn.
    """
    waiting = text_kept(tx, case_reference, text_id)
    contents = {waiting.section: (content, version)}
    written = write_sections(tx, case_reference=case_reference, contents=contents)
    settle_texts(tx, [waiting], version=written.version)
    return written
