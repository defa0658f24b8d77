"""Documents that were sent: what they are, and apart from that their content, encrypted."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant

stored_document = Table(
    "stored_document",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("came_through", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_by", Text, nullable=False),
    Column("source_role", Text, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("has_text", Boolean, nullable=False),
    Column("checks_version", Text, nullable=False),
    Column("scanner", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("request_id", Text, nullable=False, index=True),
    Column("material_id", Text, nullable=False),
    Column("discarded_at", Instant),
    Column("discarded_by", Text, nullable=False),
    Column("discard_reason", Text, nullable=False),
    # Page numbers; none: it was read before this was noted.
    Column("unreadable_pages", JSONB),
    Column("picture_pages", JSONB),
    UniqueConstraint("case_reference", "number"),
)

# AES-256-GCM: nonce and ciphertext in one. The text that was read from it is no less confidential.
document_content = Table(
    "document_content",
    metadata,
    Column("document_id", Text, ForeignKey("stored_document.document_id"), primary_key=True),
    Column("key_id", Text, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("sealed_text", LargeBinary, nullable=False),
)

mapper_registry.map_imperatively(StoredDocument, stored_document)
