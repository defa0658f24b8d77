"""The files of a release are made again from what it recorded, and compared with those kept."""

from dataclasses import dataclass

from services.theming.queries.releases import files_of, release, round_of, tables_of
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


def check_release_files(tx: Transaction, *, release_id: str) -> list[CheckedFile]:
    """Raises NotFound where nothing was put forward yet."""
    # Here and not above: what makes the files is loaded where they are made, and nowhere else.
    from services.theming.releases.files import checksum, made_files, made_with, written

    check(tx.person, Permission.RELEASE_STATISTICS)
    found = release(tx, release_id)
    rows = files_of(tx, found)
    if not rows:
        raise NotFound("Nothing was put forward yet.")
    again = made_files(written(found, round_of(tx, found), tables_of(tx, found)))
    checked = [
        CheckedFile(row.name, row.sha256, checksum(again[row.name]) == row.sha256, row.made_with, made_with())
        for row in rows
    ]
    tx.audit("check_release_files", subject=found.id, detail={"same": all(each.same for each in checked)})
    return checked
