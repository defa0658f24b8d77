"""Somebody of the office writes one part of a pack; every version is kept."""

from sqlalchemy import insert

from services.theming.domain.packs.pack import PackChangedMeanwhile
from services.theming.domain.packs.sections import section_named, text_faults
from services.theming.queries.packs import gathered, pack_for_change, texts_of
from services.theming.tables import pack_text
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def write_section(
    tx: Transaction,
    *,
    pack_id: str,
    section: str,
    text: str,
    version: int,
    left_out: bool = False,
    why_left_out: str = "",
) -> int:
    """Save a text typed over ``version`` (0: nothing was written yet); gives the version that stands now.

    Raises Invalid naming every fault, each of wording with its sentence; PackChangedMeanwhile where somebody
    else wrote here since; TransitionRefused unless the pack is being written.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    pack = pack_for_change(tx, pack_id)
    pack.check_open()
    about = section_named(gathered(tx, pack.id, pack.gathered), section)
    why_left_out = why_left_out if left_out else ""
    if faults := text_faults(about, text, left_out=left_out, why_left_out=why_left_out):
        raise Invalid(faults)
    before = texts_of(tx, pack.id).get(section)
    standing = before.version if before else 0
    if before and (before.text, before.left_out, before.why_left_out) == (text, left_out, why_left_out):
        return standing
    if version != standing:
        raise PackChangedMeanwhile(version=standing, theirs=before.text if before else "", mine=text)
    row = {
        "pack_id": pack.id,
        "section": section,
        "version": standing + 1,
        "text": text,
        "left_out": left_out,
    }
    by = {"written_by": tx.person.id, "written_by_name": tx.person.name, "written_at": tx.at}
    tx.session.execute(insert(pack_text).values(**row, why_left_out=why_left_out, **by))
    tx.audit("write_pack_section", subject=pack.id, detail={"section": section, "version": standing + 1})
    return standing + 1
