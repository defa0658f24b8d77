"""The files of a pack are made again from the versions it recorded, and compared with those kept."""

from dataclasses import dataclass

from services.theming.queries.packs import files_of, pack, put_forward
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


@dataclass(frozen=True)
class CheckedFile:
    """``same``: the file made again has the same bytes. ``made_with``, ``now_with``: makers then and now."""

    name: str
    sha256: str
    same: bool
    made_with: str
    now_with: str


def check_pack_files(tx: Transaction, *, pack_id: str) -> list[CheckedFile]:
    """Raises NotFound where nothing was put forward yet."""
    # Here and not above: what makes the files is loaded where they are made, and nowhere else.
    from services.theming.packs.files import checksum, made_files, made_with

    check(tx.person, Permission.CONFIRM_THEME)
    found = pack(tx, pack_id)
    if not found.round:
        raise NotFound("Nothing was put forward yet.")
    again = made_files(put_forward(tx, found, found.round))
    checked = [
        CheckedFile(row.name, row.sha256, checksum(again[row.name]) == row.sha256, row.made_with, made_with())
        for row in files_of(tx, found.id, found.round)
    ]
    tx.audit("check_pack_files", subject=found.id, detail={"same": all(each.same for each in checked)})
    return checked
