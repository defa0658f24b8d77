"""Learning packs: editions, what was gathered, what people wrote, what went forward, and the files."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.two_people import Standing
from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

learning_pack = Table(
    "learning_pack",
    metadata,
    Column("id", Text, primary_key=True),
    Column("quarter", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column(
        "status",
        Enum(
            Standing,
            name="status_known",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda statuses: [status.value for status in statuses],
        ),
        nullable=False,
    ),
    Column("built_by", Text, nullable=False),
    Column("built_by_name", Text, nullable=False),
    Column("built_at", Instant, nullable=False),
    Column("gathered", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("sent_back_because", Text, nullable=False),
    Column("released_by", Text, nullable=False),
    Column("released_by_name", Text, nullable=False),
    Column("released_at", Instant),
    Column("embargo_on", Date),
    Column("withdrawn_by_name", Text, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_because", Text, nullable=False),
    UniqueConstraint("quarter", "edition"),
    CheckConstraint("status <> 'released' OR released_at IS NOT NULL", name="release_is_dated"),
    CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name="withdrawing_has_a_reason"),
)

# Rows of the tables below are only ever added.
pack_gathering = Table(
    "pack_gathering",
    metadata,
    Column("pack_id", ForeignKey("learning_pack.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("contents", JSONB, nullable=False),
    Column("gathered_by", Text, nullable=False),
    Column("gathered_by_name", Text, nullable=False),
    Column("gathered_at", Instant, nullable=False),
)

pack_text = Table(
    "pack_text",
    metadata,
    Column("pack_id", ForeignKey("learning_pack.id"), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("left_out", Boolean, nullable=False),
    Column("why_left_out", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_by_name", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    CheckConstraint("NOT left_out OR why_left_out <> ''", name="left_out_has_a_reason"),
)

# What was put forward: the versions that the files were made of, so that they can be made again.
pack_round = Table(
    "pack_round",
    metadata,
    Column("pack_id", ForeignKey("learning_pack.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("gathering", Integer, nullable=False),
    Column("text_versions", JSONB, nullable=False),
    Column("panel_name", Text, nullable=False),
    Column("embargo_on", Date),
    Column("previous_pack", Text),
    Column("previous_round", Integer),
    Column("put_forward_by", Text, nullable=False),
    Column("put_forward_by_name", Text, nullable=False),
    Column("put_forward_at", Instant, nullable=False),
)

pack_file = Table(
    "pack_file",
    metadata,
    Column("pack_id", ForeignKey("learning_pack.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("made_with", Text, nullable=False),
)

registry(metadata=metadata).map_imperatively(LearningPack, learning_pack)

keep_rows(pack_gathering, pack_text, pack_round, pack_file)
