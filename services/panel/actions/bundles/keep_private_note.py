"""A member writes a note for themselves on a page of a bundle, changes it, or (with no words) removes it."""

from services.panel.domain.bundles.bundle import page_ids
from services.panel.domain.bundles.private_notes import BecameOfNote, PrivateNote, check_note
from services.panel.queries.bundle_reading import my_note_for_change, readable_case
from services.panel.queries.bundles import bundle_of
from shared.errors import NotFound
from shared.storage import Transaction


def keep_private_note(
    tx: Transaction, *, case_reference: str, page: str, text: str, version: int
) -> BecameOfNote:
    """Keep the note. ``version``: of the note as it was read, 0 for a new one; the words are not audited."""
    case = readable_case(tx, case_reference)
    note = my_note_for_change(tx, case.reference, page)
    if note is None and page not in page_ids(bundle_of(tx, case.reference)):
        raise NotFound("There is no such page in this bundle.")
    check_note(text)
    if note is None:
        note = PrivateNote(tx.person.id, case.reference, page, "", 0, tx.at)
    note.rewrite(text, version=version, at=tx.at)
    if not note.text and note.version == 1:
        return BecameOfNote.NOTHING
    if note.text:
        tx.session.add(note)
    else:
        tx.session.delete(note)
    tx.audit("keep_private_note", case=case.reference)
    return BecameOfNote.KEPT if note.text else BecameOfNote.REMOVED
