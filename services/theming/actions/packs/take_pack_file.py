"""Somebody takes a file of a pack away. The restricted annexe is for the office alone."""

from services.theming.packs.files import FILES, PackFile
from services.theming.queries.packs import cases_seen, file_content, pack, pack_to_read, put_forward
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def take_pack_file(tx: Transaction, *, pack_id: str, name: str) -> tuple[PackFile, bytes]:
    """The file as it was made when the pack was put forward. Raises NotFound, NotPermitted.

    The annexe is not given to somebody who may not see every case in it.
    """
    file = FILES.get(name)
    if file is None:
        raise NotFound("There is no such file.")
    if file.restricted:
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)
        found = pack(tx, pack_id)
        cases = put_forward(tx, found, found.round).contents.case_references if found.round else frozenset()
        if cases_seen(tx, cases) != cases:
            raise NotFound("There is no such file.")
    else:
        found = pack_to_read(tx, pack_id)
    content = file_content(tx, found.id, found.round, name)
    tx.audit("take_pack_file", subject=found.id, reading=True, detail={"file": name, "round": found.round})
    return file, content
