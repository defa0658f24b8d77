"""Reads of documents. What they are is read apart from what they hold, which stays sealed here."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from services.notifications.domain.documents.origin import NEEDED, Origin
from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.tables.documents import document_content, stored_document
from services.notifications.tables.notification import notification
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

NO_SUCH_DOCUMENT = "There is no such document."
BY_THE_NOTIFIER = ("receipt", "question")


class SealedContent(NamedTuple):
    """Bytes as they are stored, and the name of their key."""

    key_id: str
    sealed: bytes
    sealed_text: bytes


def documents_of(tx: Transaction, references: Sequence[str]) -> list[StoredDocument]:
    """The documents of a case and of the notifications merged into it, in the order in which they came."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(StoredDocument).where(stored_document.c.case_reference.in_(references))
    return list(tx.session.scalars(wanted.order_by(stored_document.c.received_at, stored_document.c.number)))


def documents_of_request(tx: Transaction, request_id: str) -> list[StoredDocument]:
    """What an agency has sent for its own request, and nothing else."""
    check(tx.person, Permission.ANSWER_REQUEST)
    wanted = select(StoredDocument).where(stored_document.c.request_id == request_id)
    return list(tx.session.scalars(wanted.order_by(stored_document.c.number)))


def documents_of_notifier(tx: Transaction, reference: str) -> list[StoredDocument]:
    """What the holder of a notification's link has sent, and nothing else."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    wanted = select(StoredDocument).where(
        stored_document.c.case_reference == reference,
        stored_document.c.came_through.in_(BY_THE_NOTIFIER),
    )
    return list(tx.session.scalars(wanted.order_by(stored_document.c.number)))


def document_to_change(tx: Transaction, document_id: str) -> StoredDocument:
    """One document, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(StoredDocument).where(stored_document.c.document_id == document_id)
    found = tx.session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound(NO_SUCH_DOCUMENT)
    return found


def document_of_text(tx: Transaction, material_id: str) -> StoredDocument | None:
    """The document a text was made of, if it was made of one."""
    check(tx.person, Permission.GATHER_INFORMATION)
    return tx.session.scalar(select(StoredDocument).where(stored_document.c.material_id == material_id))


def content_of(tx: Transaction, document_id: str) -> SealedContent:
    """Only for a caller that has been checked. Raises NotFound where it was removed."""
    content = document_content.c
    wanted = select(content.key_id, content.sealed, content.sealed_text)
    row = tx.session.execute(wanted.where(content.document_id == document_id)).first()
    if row is None:
        raise NotFound(NO_SUCH_DOCUMENT)
    return SealedContent(*row)


def documents_known_to(tx: Transaction, origin: Origin) -> list[StoredDocument]:
    """Of a case what its sender knows of and nobody has removed: the office all, others what they sent."""
    check(tx.person, NEEDED[origin.through])
    kept = stored_document.c
    known = select(StoredDocument).where(kept.case_reference == origin.case, kept.discarded_at.is_(None))
    if origin.through == "respond":
        known = known.where(kept.request_id == origin.request_id)
    elif origin.through != "office":
        known = known.where(kept.came_through.in_(BY_THE_NOTIFIER))
    return list(tx.session.scalars(known))


def numbers_taken(tx: Transaction, reference: str) -> int:
    """How many documents a notification has; no other is added until this transaction ends."""
    tx.session.execute(
        select(notification.c.case_reference)
        .where(notification.c.case_reference == reference)
        .with_for_update()
    )
    counted = select(func.count()).where(stored_document.c.case_reference == reference)
    return int(tx.session.scalar(counted) or 0)


def sealed_with_other_keys(tx: Transaction, current: str, most: int) -> list[str]:
    """Ids of documents that an earlier key sealed, at most ``most``; it opens none of them.

    They are locked until the transaction ends; those that somebody else has locked are left out.
    """
    wanted = select(document_content.c.document_id).where(document_content.c.key_id != current)
    in_order = wanted.order_by(document_content.c.document_id).limit(most)
    return list(tx.session.scalars(in_order.with_for_update(skip_locked=True)))


def are_any_sealed_with_others(tx: Transaction, current: str) -> bool:
    """Whether any document is sealed by an earlier key, locked by somebody else or not."""
    others = select(document_content.c.document_id).where(document_content.c.key_id != current)
    return bool(tx.session.scalar(select(others.exists())))
