"""A proportionate extract of the record is disclosed to a coroner, and the exact text is kept."""

from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.clocks.moments import written
from services.notifications.domain.coroner.extract import Extract
from services.notifications.queries.notifications import notification_to_change
from services.notifications.queries.processes import disclosures_of
from services.notifications.tables.processes import coroner_disclosure
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


class RecordChangedMeanwhile(Conflict):
    title = "The record has changed since you looked at the extract"

    def __init__(self) -> None:
        super().__init__("Nothing has been disclosed. Look at the new extract before you disclose it.")


class DisclosedAlready(Conflict):
    title = "This disclosure is already recorded"

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(
            f"{by} recorded the same text for the same coroner on {written(at)}. It was not recorded again: "
            "it is in the log of the case."
        )


def disclose_to_coroner(tx: Transaction, *, case: str, extract: Extract, seen: str) -> str:
    """Keep the disclosure: what, under which agreement, when, by whom, to whom. Gives its id.

    ``seen`` is the digest of the text that the person looked at: RecordChangedMeanwhile if it is another.
    DisclosedAlready if this coroner was given the same text today.
    """
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    notification_to_change(tx, case)
    if digest(extract.text) != seen:
        raise RecordChangedMeanwhile()
    _refuse_the_same_again(tx, case, extract.coroner, seen)
    row = {
        "disclosure_id": uuid4().hex,
        "case_reference": case,
        "coroner": extract.coroner,
        "agreement": extract.agreement.name,
        "agreement_version": extract.agreement.version,
        "recipient": extract.recipient,
        "purpose": extract.purpose,
        "parts": [[part.id, part.title] for part in extract.parts],
        "text": extract.text,
        "digest": seen,
        "disclosed_on": today(tx),
        "disclosed_at": tx.at,
        "disclosed_by": tx.person.name,
    }
    tx.session.execute(coroner_disclosure.insert(), row)
    detail = {"coroner": extract.coroner, "parts": [part.id for part in extract.parts]}
    tx.audit("disclose_to_coroner", case=case, subject=str(row["disclosure_id"]), reading=True, detail=detail)
    return str(row["disclosure_id"])


def _refuse_the_same_again(tx: Transaction, case: str, coroner: str, seen: str) -> None:
    """Pressing twice is one disclosure; the case is locked, so the second sees what the first recorded."""
    same = (coroner, today(tx), seen)
    for row in disclosures_of(tx, case):
        if (row["coroner"], row["disclosed_on"], row["digest"]) == same:
            raise DisclosedAlready(row["disclosed_by"], row["disclosed_at"])


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()
