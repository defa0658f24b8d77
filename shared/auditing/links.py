"""A link of the chain over audit entries, and the seal over a batch of links."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from shared.auditing.entries import KEY_MARK_BYTES, MarkingKeys, microseconds
from shared.auditing.signing import SigningKeys

BEGINNING = bytes(32)  # the chain before its first link


def digest_of(entry_id: int, vouched: bool, mark: bytes | None, said: bytes) -> bytes:
    """SHA-256 of an entry as it was linked: its id, whether its mark was sound, the mark, what it says."""
    mark = mark or b""
    head = (
        b"entry" + entry_id.to_bytes(8, "big", signed=True) + bytes([vouched]) + len(mark).to_bytes(4, "big")
    )
    return hashlib.sha256(head + mark + said).digest()


def chained(before: bytes, digest: bytes) -> bytes:
    """SHA-256 of the chain so far and the next entry's digest."""
    return hashlib.sha256(before + digest).digest()


def link_mark(keys: MarkingKeys, position: int, entry_id: int, digest: bytes, chain: bytes) -> bytes:
    """The keyed mark of a link: who holds the key can say which link was moved, not only that one was."""
    said = _said_by_link(position, entry_id, digest, chain)
    return keys.current + hmac.digest(keys.keys[keys.current], said, "sha256")


def link_made(
    keys: MarkingKeys, mark: bytes, position: int, entry_id: int, digest: bytes, chain: bytes
) -> bool:
    """Whether the link's mark was made by one of these keys over exactly this."""
    key = keys.keys.get(mark[:KEY_MARK_BYTES])
    said = _said_by_link(position, entry_id, digest, chain)
    return key is not None and hmac.compare_digest(hmac.digest(key, said, "sha256"), mark[KEY_MARK_BYTES:])


def _said_by_link(position: int, entry_id: int, digest: bytes, chain: bytes) -> bytes:
    numbers = (number.to_bytes(8, "big", signed=True) for number in (position, entry_id))
    return b"link" + b"".join(numbers) + digest + chain


@dataclass(frozen=True)
class Seal:
    """A signed statement: the links of these positions lead to this chain. Both positions are included.

    ``vouched_from``: entries from this id on carry a mark; those before were made by earlier versions.
    """

    service: str
    number: int
    from_position: int
    to_position: int
    vouched_from: int
    chain: bytes
    at: datetime
    key_id: str
    signature: bytes = b""

    @property
    def said(self) -> bytes:
        """What is signed: text that anybody can put together again."""
        parts = (
            "child-death-review audit seal v1",
            self.service,
            self.number,
            self.from_position,
            self.to_position,
            self.vouched_from,
            self.chain.hex(),
            microseconds(self.at),
        )
        return "\n".join(map(str, parts)).encode()


def signed(seal: Seal, keys: SigningKeys) -> Seal:
    """The same with the signature of the current key. ``seal.key_id`` must be that key's."""
    return Seal(**{**vars(seal), "signature": keys.sign(seal.said)})
