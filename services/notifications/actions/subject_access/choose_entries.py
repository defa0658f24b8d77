"""Somebody of the office says which entries of a case are this person's: the product does not guess."""

from collections.abc import Collection

from sqlalchemy import insert

from services.notifications.domain.subject_access.found import digest_of_choice
from services.notifications.domain.subject_access.refusals import ChosenMeanwhile
from services.notifications.queries.subject_access import NO_SUCH_CASE, cases_of, request_to_change
from services.notifications.queries.subject_access_items import chosen_in_case, entries_in, with_merged
from services.notifications.tables.subject_access import subject_access_person
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def choose_entries(
    tx: Transaction, *, request_id: str, case: str, keys: Collection[str], against: str
) -> None:
    """In place of what was chosen in this case before; ``against``: digest of that, as it was looked at.

    Raises NotFound, ChosenMeanwhile, Conflict once it is proposed.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    request_to_change(tx, request_id).must_be_prepared()
    if case not in cases_of(tx, request_id):
        raise NotFound(NO_SUCH_CASE)
    if digest_of_choice(chosen_in_case(tx, request_id, case)) != against:
        raise ChosenMeanwhile()
    entries = [entry for entry in entries_in(tx, case) if place_of(entry.case_reference, entry.key) in keys]
    together = with_merged(tx, case)
    mine = subject_access_person.c
    before = mine.request_id == request_id, mine.case_reference.in_(together)
    tx.session.execute(subject_access_person.delete().where(*before))
    rows = [
        {
            "request_id": request_id,
            "case_reference": entry.case_reference,
            "key": entry.key,
            "name": entry.name,
            "chosen_by": tx.person.id,
            "chosen_at": tx.at,
        }
        for entry in entries
    ]
    if rows:
        tx.session.execute(insert(subject_access_person), rows)
    tx.audit("choose_entries", case=case, subject=request_id, detail={"entries": len(rows)})


def place_of(case: str, key: str) -> str:
    """How a page names an entry."""
    return f"{case} {key}"
