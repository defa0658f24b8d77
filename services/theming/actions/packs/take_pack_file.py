"""Somebody takes a file of a pack away. The restricted annexe is for the office alone."""

from dataclasses import replace

from services.theming.domain.packs.left_out_cases import left_out_while_read, without_cases
from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.packs.files import FILES, PackFile
from services.theming.queries.double_reading import hidden_until_both_read
from services.theming.queries.packs import cases_seen, file_content, pack, pack_to_read, put_forward
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def take_pack_file(tx: Transaction, *, pack_id: str, name: str) -> tuple[PackFile, bytes]:
    """The file as it was made when the pack was put forward. Raises NotFound, NotPermitted.

    The annexe is not given to somebody who may not see every case in it. To the second reader of a case in it
    it is made anew without that case, and says so: the file that is kept tells what the first has decided.
    """
    file = FILES.get(name)
    if file is None:
        raise NotFound("There is no such file.")
    if file.restricted:
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)
        found = pack(tx, pack_id)
        if not found.round:
            raise NotFound("There is no such file.")
        written = put_forward(tx, found, found.round)
        cases = written.contents.case_references
        if cases_seen(tx, cases) != cases:
            raise NotFound("There is no such file.")
        if hidden := hidden_until_both_read(tx) & cases:
            return file, _made_without(tx, found, written, file, hidden)
    else:
        found = pack_to_read(tx, pack_id)
    content = file_content(tx, found.id, found.round, name)
    tx.audit("take_pack_file", subject=found.id, reading=True, detail={"file": name, "round": found.round})
    return file, content


def _made_without(
    tx: Transaction, pack: LearningPack, written: WrittenPack, file: PackFile, hidden: frozenset[str]
) -> bytes:
    fewer = replace(
        written,
        contents=without_cases(written.contents, hidden),
        left_out_note=left_out_while_read(len(hidden)),
    )
    about = {"file": file.name, "round": pack.round, "left_out": len(hidden)}
    tx.audit("take_pack_file", subject=pack.id, reading=True, detail=about)
    return file.make(fewer)
