"""Somebody takes a file of a release away: as it was made when the release was put forward."""

from services.theming.domain.releases.release import StatisticsRelease
from services.theming.queries.releases import file_content, release
from shared.people import Permission, check
from shared.storage import Transaction


def take_release_file(tx: Transaction, *, release_id: str, name: str) -> tuple[StatisticsRelease, bytes]:
    """Raises NotFound: until its day begins in London, what is under an embargo is not there for readers."""
    check(tx.person, Permission.READ_RELEASES)
    found = release(tx, release_id)
    content = file_content(tx, found, name)
    tx.audit("take_release_file", subject=found.id, reading=True, detail={"file": name, "round": found.round})
    return found, content
