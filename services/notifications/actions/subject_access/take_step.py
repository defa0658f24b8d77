"""One step of a request is written down; what it takes has been checked by whoever calls."""

from datetime import date

from sqlalchemy import insert

from services.notifications.queries.subject_access import cases_of
from services.notifications.tables.subject_access import subject_access_step
from shared.storage import Transaction


def take_step(
    tx: Transaction,
    request_id: str,
    kind: str,
    *,
    on: date,
    words: str,
    digest: str = "",
    person_name: str | None = None,
) -> None:
    tx.check_may_act(*cases_of(tx, request_id))
    tx.session.execute(
        insert(subject_access_step).values(
            request_id=request_id,
            kind=str(kind),
            on=on,
            words=words.strip(),
            digest=digest,
            person_name=person_name,
            by=tx.person.id,
            by_name=tx.person.name,
            at=tx.at,
        )
    )
    tx.audit("subject_access_step", subject=request_id, detail={"step": str(kind)})
