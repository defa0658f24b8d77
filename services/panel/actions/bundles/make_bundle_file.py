"""A bundle as a file, with the entry in the register that goes with it: the last step of a download."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import insert

from services.panel.domain.bundles.contents import BundleContents
from services.panel.domain.bundles.printed import printed_case
from services.panel.printing.typeset import typeset
from services.panel.tables.bundle_reading import bundle_download
from shared.redaction_figures import redaction_figures
from shared.storage import Transaction


@dataclass(frozen=True)
class BundleFile:
    """A PDF and its name, which says nothing but the case reference."""

    name: str
    content: bytes


def make_bundle_file(
    tx: Transaction,
    cases: Sequence[BundleContents],
    title: str,
    name: str,
    reason: str,
    meeting_id: str | None = None,
) -> BundleFile:
    """The file of these cases. The action that calls it has checked who may take them away."""
    figures = redaction_figures()
    blocks = [block for case in cases for block in printed_case(case, figures)]
    made = BundleFile(name, typeset(title, blocks, reader=tx.person.name, at=tx.at))
    content_hash = sha256("".join(case.content_hash for case in cases).encode()).hexdigest()
    file_hash = sha256(made.content).hexdigest()
    tx.session.execute(
        insert(bundle_download).values(
            person_id=tx.person.id,
            person_name=tx.person.name,
            meeting_id=meeting_id,
            cases=[case.case_reference for case in cases],
            reason=reason.strip(),
            content_hash=content_hash,
            file_hash=file_hash,
            downloaded_at=tx.at,
        )
    )
    for case in cases:
        detail = {"version": case.bundle.version, "content": case.content_hash, "file": file_hash}
        tx.audit("download_bundle", case=case.case_reference, reading=True, detail=detail)
    return made
