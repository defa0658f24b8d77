"""What nobody answered is taken back once the panel has decided without it, and the case is finalised."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time

from deploy.demo.case import DemoCase
from deploy.seeding.office import FINALISED_AFTER, RECORDED_UNTIL
from deploy.seeding.people import ADMINISTRATOR
from services.notifications.actions.gathering.cancel_reporting_form_request import (
    cancel_reporting_form_request,
)
from services.notifications.actions.national_return.finalise_case import finalise_case
from services.notifications.domain.national_return.finalising import FinalisingBlocked
from services.notifications.queries.gathering import open_requests
from shared.storage import Database, Transaction

WHY = "The panel reviewed the case without it: the agency was chased to the end and did not answer."
LEFT = 6  # every so many-th such case is left for the office to close


def close_what_was_reviewed(office: Database, references: dict[int, str], cases: Sequence[DemoCase]) -> None:
    """Cancel the requests left of reviewed cases and finalise these; done once, in one transaction."""
    reviewed = {references[case.number]: case for case in cases if case.meeting_on}
    with office.transaction(person=ADMINISTRATOR, at=datetime.now(UTC)) as tx:
        left: dict[str, list[str]] = {}
        for one in open_requests(tx):
            if one.case_reference in reviewed:
                left.setdefault(one.case_reference, []).append(one.request_id)
        for reference, requests in left.items():
            if reviewed[reference].number % LEFT:
                _close(office, tx, reviewed[reference], reference, requests)


def _close(office: Database, tx: Transaction, case: DemoCase, reference: str, requests: list[str]) -> None:
    assert case.meeting_on
    on = case.meeting_on + FINALISED_AFTER
    if on > RECORDED_UNTIL:
        return
    at = office.joined(tx.session, person=ADMINISTRATOR, at=_afternoon(on))
    for request_id in requests:
        cancel_reporting_form_request(at, request_id=request_id, reason=WHY)
    with suppress(FinalisingBlocked):
        finalise_case(at, case=reference, on=on, receipt=f"NCMD-{case.number:05d}")


def _afternoon(on: date) -> datetime:
    return datetime.combine(on, time(15), UTC)
