"""Where content is sealed and opened: bytes go in and come out, and lie encrypted in between."""

import os
from dataclasses import dataclass

from services.notifications.domain.documents.refusals import DocumentNotReadable, DocumentsNotKept
from services.notifications.queries.documents import SealedContent, content_of
from services.notifications.tables.documents import document_content
from shared.sealing import NONCE_BYTES, SealBroken, SealingKeys
from shared.settings import Settings
from shared.storage import Transaction


@dataclass(frozen=True)
class Vault:
    """``scanner``: the address of a virus scanner, "" where there is none."""

    keys: SealingKeys
    scanner: str = ""

    def keep(self, tx: Transaction, document_id: str, content: bytes, text: str) -> None:
        """Seal both and store them."""
        sealed = self._sealed(document_id, content, text.encode())
        tx.session.execute(document_content.insert().values(document_id=document_id, **sealed))

    def content(self, tx: Transaction, document_id: str) -> bytes:
        return self._opened(document_id, content_of(tx, document_id))[0]

    def text(self, tx: Transaction, document_id: str) -> str:
        return self._opened(document_id, content_of(tx, document_id))[1].decode()

    def rewrap(self, tx: Transaction, document_id: str) -> None:
        """Have its keys wrapped by the current one; the document itself is not opened."""
        found = content_of(tx, document_id)
        mine = document_content.c.document_id == document_id
        tx.session.execute(
            document_content.update().where(mine).values(**self._rewrapped(document_id, found))
        )

    def _sealed(self, document_id: str, content: bytes, text: bytes) -> dict[str, object]:
        return {
            "key_id": self.keys.current,
            "sealed": self._seal(content, f"{document_id} content"),
            "sealed_text": self._seal(text, f"{document_id} text"),
        }

    def _rewrapped(self, document_id: str, found: SealedContent) -> dict[str, object]:
        try:
            return {
                "key_id": self.keys.current,
                "sealed": self.keys.rewrap(found.sealed, key=found.key_id, bound_to=f"{document_id} content"),
                "sealed_text": self.keys.rewrap(
                    found.sealed_text, key=found.key_id, bound_to=f"{document_id} text"
                ),
            }
        except SealBroken:
            raise DocumentNotReadable() from None

    def _seal(self, plain: bytes, bound_to: str) -> bytes:
        return self.keys.seal(plain, nonce=os.urandom(NONCE_BYTES), bound_to=bound_to)

    def _opened(self, document_id: str, found: SealedContent) -> tuple[bytes, bytes]:
        key = found.key_id
        try:
            return (
                self.keys.open(found.sealed, key=key, bound_to=f"{document_id} content"),
                self.keys.open(found.sealed_text, key=key, bound_to=f"{document_id} text"),
            )
        except SealBroken:
            raise DocumentNotReadable() from None


def vault_of(settings: Settings) -> Vault:
    """Raises DocumentsNotKept where this installation has no key for documents."""
    if settings.sealing_keys is None:
        raise DocumentsNotKept()
    return Vault(settings.sealing_keys, settings.document_scanner)
