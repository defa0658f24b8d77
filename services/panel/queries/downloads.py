"""Reads of downloads: whether they are allowed, and the register of who took which bundle away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services.panel.domain.bundles.downloads import DownloadAllowance, allowed
from services.panel.domain.london_days import london_day
from services.panel.domain.refusals import BundleNotDownloadable
from services.panel.tables.bundle_reading import bundle_download, download_allowance
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

SHOWN = 100  # of the register
_STANDING = select(DownloadAllowance).where(download_allowance.c.ended_at.is_(None))


@dataclass(frozen=True)
class Download:
    """One file that was taken away, by whom and why; the hashes are SHA-256."""

    person_name: str
    cases: list[str]
    reason: str
    content_hash: str
    file_hash: str
    downloaded_at: datetime


def downloads_allowed(tx: Transaction, panel: str | None) -> bool:
    """Whether bundles of this type of panel may be downloaded today; whoever asks may read the bundle."""
    return allowed(tx.session.scalars(_STANDING), london_day(tx.at), panel)


def check_downloads(tx: Transaction, panel: str | None) -> None:
    """Refuse BundleNotDownloadable unless they are allowed today."""
    if not downloads_allowed(tx, panel):
        raise BundleNotDownloadable("Read it here. The CDR manager can allow downloads for a time.")


def allowances(tx: Transaction) -> list[DownloadAllowance]:
    """Every allowance ever given, the newest first."""
    check(tx.person, Permission.ALLOW_DOWNLOADS)
    return list(
        tx.session.scalars(select(DownloadAllowance).order_by(download_allowance.c.allowed_at.desc()))
    )


def allowance_for_change(tx: Transaction, allowance_id: str) -> DownloadAllowance:
    """One allowance, locked until the transaction ends."""
    check(tx.person, Permission.ALLOW_DOWNLOADS)
    key = allowance_id.replace("\0", "")
    found = tx.session.get(DownloadAllowance, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("There is no such allowance.")
    return found


def register_of_downloads(tx: Transaction) -> list[Download]:
    """The newest files that were taken away."""
    check(tx.person, Permission.ALLOW_DOWNLOADS)
    columns = (bundle_download.c[name] for name in Download.__dataclass_fields__)
    newest = select(*columns).order_by(bundle_download.c.id.desc()).limit(SHOWN)
    return [Download(**row._mapping) for row in tx.session.execute(newest)]
