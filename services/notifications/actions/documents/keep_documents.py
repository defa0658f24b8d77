"""Somebody sends documents about a child: each is read, scanned, sealed and kept."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import uuid4

from services.notifications.actions.documents.take_up_text import take_up_text
from services.notifications.actions.documents.vault import Vault
from services.notifications.checking.apart import inspect_apart
from services.notifications.checking.virus_scanner import scanned_by
from services.notifications.domain.documents.inspecting import Inspected
from services.notifications.domain.documents.limits import CHECKS_VERSION
from services.notifications.domain.documents.origin import NEEDED, Origin, SentFile
from services.notifications.domain.documents.refusals import refuse_size
from services.notifications.domain.documents.sending import (
    each_checked,
    refuse_known,
    refuse_more,
    refuse_twice,
)
from services.notifications.domain.documents.stored_document import StoredDocument, neutral_name
from services.notifications.queries.documents import documents_known_to, numbers_taken
from shared.people import check
from shared.storage import Transaction

Checked = tuple[SentFile, Inspected, str]


def keep_documents(
    tx: Transaction, *, files: Sequence[SentFile], origin: Origin, vault: Vault
) -> list[StoredDocument]:
    """Keep all of ``files`` or none. Raises Invalid with the fault of each; one that is here already is one.

    Where the case is accepted, text that could be read goes to the office to be confirmed, and the panel is
    told of a document of which nothing could be read.
    """
    check(tx.person, NEEDED[origin.through])
    checked = each_checked(files, lambda file: _checked(file, vault))
    taken = numbers_taken(tx, origin.case)
    before = {one.sha256: one.number for one in documents_known_to(tx, origin)}
    each_checked(files, lambda file: refuse_known(before.get(_digest(file)), origin.through))
    refuse_twice([_digest(file) for file in files])
    refuse_more(taken, len(checked))
    kept = [_keep(tx, one, origin, vault, number) for number, one in enumerate(checked, start=taken + 1)]
    texts = [found.text for _, found, _ in checked]
    take_up_text(tx, case=origin.case, texts=zip(kept, texts, strict=True))
    return kept


def _checked(file: SentFile, vault: Vault) -> Checked:
    refuse_size(len(file.content))
    return file, inspect_apart(file.content), scanned_by(vault.scanner, file.content)


def _digest(file: SentFile) -> str:
    return sha256(file.content).hexdigest()


def _keep(tx: Transaction, checked: Checked, origin: Origin, vault: Vault, number: int) -> StoredDocument:
    file, found, scanner = checked
    document = StoredDocument(
        document_id=uuid4().hex,
        case_reference=origin.case,
        number=number,
        came_through=origin.through,
        received_at=tx.at,
        received_by=tx.person.name,
        source_role=origin.role,
        given_name=neutral_name(file.name),
        kind=found.kind,
        size=len(found.kept),
        pages=found.pages,
        sha256=_digest(file),  # as it was sent: so it is known when it comes again
        has_text=bool(found.text),
        checks_version=CHECKS_VERSION,
        scanner=scanner,
        source_id=origin.source_id,
        request_id=origin.request_id,
        unreadable_pages=list(found.unreadable),
        picture_pages=list(found.pictured),
    )
    tx.session.add(document)
    tx.session.flush()
    vault.keep(tx, document.document_id, found.kept, found.text)
    detail = {"kind": found.kind, "size": document.size, "through": origin.through}
    tx.audit("keep_document", case=origin.case, subject=document.document_id, detail=detail)
    return document
