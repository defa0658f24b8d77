"""The redaction log: what was taken out of a confirmed text, by which rule, with the words sealed."""

import os
from typing import Any

from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.redaction import REDACTION_RULES_VERSION, Redacted
from services.notifications.tables.gathering import redaction_hit
from shared.sealing import NONCE_BYTES, SealingKeys
from shared.storage import Transaction


def log_hits(tx: Transaction, *, material: CaseMaterial, result: Redacted, keys: SealingKeys | None) -> None:
    """A row for each hit. Without ``keys`` the words are not kept with it, and nobody can reverse it."""
    rows: list[dict[str, Any]] = [
        {
            "material_id": material.material_id,
            "version": material.version,
            "number": number,
            "rule": hit.rule,
            "rules_version": REDACTION_RULES_VERSION,
            "start": hit.start,
            "end": hit.end,
            "replacement": hit.replacement,
            "key_id": keys.current if keys else None,
            "sealed_original": _sealed(keys, material, number, hit.original),
        }
        for number, hit in enumerate(result.hits, start=1)
    ]
    if rows:
        tx.session.execute(redaction_hit.insert(), rows)


def bound_to(material_id: str, version: int, number: int) -> str:
    """What a sealed original belongs to: it opens for no other hit."""
    return f"redaction {material_id} {version} {number}"


def _sealed(keys: SealingKeys | None, material: CaseMaterial, number: int, original: str) -> bytes | None:
    if keys is None:
        return None
    bound = bound_to(material.material_id, material.version, number)
    return keys.seal(original.encode(), nonce=os.urandom(NONCE_BYTES), bound_to=bound)
