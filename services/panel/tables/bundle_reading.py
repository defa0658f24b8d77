"""What each reader has opened, their private notes, and who took which bundle away and why."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.panel.domain.bundles.downloads import DownloadAllowance
from services.panel.domain.bundles.private_notes import PrivateNote
from services.panel.tables import metadata
from services.panel.tables.cases import mappers
from services.panel.tables.kept import keep_rows
from shared.storage import Instant

# The newest version of each document that a person has opened.
bundle_reading = Table(
    "bundle_reading",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("material_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("read_at", Instant, nullable=False),
)

private_note = Table(
    "private_note",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("page", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("written_at", Instant, nullable=False),
    CheckConstraint("version >= 1", name="version_from_one"),
)
Index("ix_private_note_case", private_note.c.case_reference)

# ``panel``: a kind of panel, "" for every one. Without a standing row nobody downloads.
download_allowance = Table(
    "download_allowance",
    metadata,
    Column("id", Text, primary_key=True),
    Column("panel", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", Date, nullable=False),
    Column("allowed_by", Text, nullable=False),
    Column("allowed_by_name", Text, nullable=False),
    Column("allowed_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Text),
)

bundle_download = Table(
    "bundle_download",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("meeting_id", Text),
    Column("cases", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("file_hash", Text, nullable=False),
    Column("downloaded_at", Instant, nullable=False),
)

mappers.map_imperatively(PrivateNote, private_note)
mappers.map_imperatively(DownloadAllowance, download_allowance)

keep_rows(bundle_download)
