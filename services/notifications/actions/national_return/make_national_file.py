"""A file for the national database is made from the case as it stands, and that it was made is kept."""

import hashlib

from services.notifications.domain.national_return.view import national_view
from services.notifications.national_adapters import Document, NationalAdapter
from services.notifications.queries.national_return import case_for_return
from services.notifications.tables.national_return import national_return_file
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def make_national_file(tx: Transaction, *, case: str, adapter: NationalAdapter, file_id: str) -> Document:
    """The document. Raises Invalid naming every item that the national database would not take."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    view = national_view(case, case_for_return(tx, case).answers)
    if view.faults:
        raise Invalid([Fault(each.item.id, f"{each.item.label}: {each.fault}") for each in view.faults])
    document = adapter.made(view, at=tx.at)
    made = {"file_id": file_id, "case_reference": case, "adapter": adapter.id, "faults": []}
    kept = {
        "mapping_version": view.mapping.version,
        "content_hash": hashlib.sha256(document.content).hexdigest(),
        "made_at": tx.at,
        "made_by": tx.person.name,
    }
    tx.session.execute(national_return_file.insert(), made | kept)
    tx.audit("make_national_file", case=case, reading=True, detail={"adapter": adapter.id})
    return document
