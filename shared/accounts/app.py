"""The accounts database as a record like a service's: what migrates, backs up and tests it goes by it."""

from pathlib import Path

from shared.accounts.local import tables as local_tables  # noqa: F401  (they add themselves)
from shared.accounts.row_security import ROW_SECURITY
from shared.accounts.tables import metadata
from shared.service import Service

NAME = "accounts"


def _no_pages() -> tuple[()]:
    return ()


ACCOUNTS = Service(
    name=NAME,
    prefix="",
    title="Who is signed in",
    folder=Path(__file__).parent,
    metadata=metadata,
    row_security=ROW_SECURITY,
    routers=_no_pages,
)
