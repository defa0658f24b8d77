"""An approved list is carried out, one record in one transaction: all of it is gone, or nothing of it."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.retention.place_legal_hold import LOCKED
from services.notifications.domain.notification import Status
from services.notifications.domain.retention.disposal_list import DisposalItem, kept_after_all
from services.notifications.queries.disposals import is_covered, next_to_dispose_of, records_to_dispose_of
from services.notifications.queries.retention import ORIGINALS, standings_on
from services.notifications.queries.timeliness import death_to_count
from services.notifications.tables.disposal import ORIGINALS as RULES_OF_ORIGINALS
from services.notifications.tables.disposal import RULES
from services.notifications.tables.disposals import counted_death, disposal_outcome
from shared.contracts import CaseRecordDisposed
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.disposal_rules import kinds_of, statements
from shared.storage.disposing import dispose_of_case, record_disposal


def carry_out_disposal(tx: Transaction) -> bool:
    """Dispose of the next record of an approved list; True while there may be more.

    Whether it is due and not held is looked at once more, and no hold is placed meanwhile. What who approved
    the list did not see is kept.
    """
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    found = next_to_dispose_of(tx)
    if found is None:
        return False
    tx.lock_case(LOCKED)
    list_id, item = found
    now = [
        each
        for each in standings_on(tx, on=today(tx), references=[item.case_reference])
        if each.record.record_type == item.record_type
    ]
    covered = is_covered(tx, list_id, item.case_reference, item.record_type)
    because = kept_after_all(item, now[0] if now else None, covered=covered)
    if because:
        _note(tx, list_id, item, because, {})
    else:
        dispose(tx, list_id, item)
    return True


def dispose(tx: Transaction, list_id: str, item: DisposalItem) -> None:
    """Dispose of a record of an approved list, and note it."""
    tx.lock_case(item.case_reference)
    only_files = item.record_type == ORIGINALS
    kinds = _of_originals(tx, item) if only_files else dispose_of_record(tx, list_id, item)
    _note(tx, list_id, item, "", kinds)


def _note(tx: Transaction, list_id: str, item: DisposalItem, because: str, kinds: Mapping[str, int]) -> None:
    about = {"case_reference": item.case_reference, "record_type": item.record_type}
    became = {"outcome": "kept" if because else "disposed", "because": because, "kinds": kinds}
    noted = insert(disposal_outcome).values(list_id=list_id, **about, **became, at=tx.at)
    tx.session.execute(noted.on_conflict_do_nothing())
    detail = {"list": list_id, "row": item.row_number, "kept_because": because, "kinds": kinds}
    tx.audit("carry_out_disposal", case=item.case_reference, subject=item.record_type, detail=detail)


def dispose_of_record(tx: Transaction, list_id: str, item: DisposalItem) -> Mapping[str, int]:
    """Everything of a record, and of what was merged into it; the others are told. Rows by kind."""
    counted: dict[str, int] = {}
    for one in records_to_dispose_of(tx, item.together):
        told = death_to_count(tx, one)
        tx.session.execute(insert(counted_death).values(case_reference=one.case_reference, counted=told))
        if one.status is Status.ACCEPTED:
            about = {"case_reference": one.case_reference, "disposal_id": list_id}
            tx.publish(CaseRecordDisposed(**about, disposed_on=today(tx)))
    for reference in item.together:
        record_disposal(tx, case=reference, disposal_id=list_id)
        for kind, number in kinds_of(RULES, dispose_of_case(tx, reference)).items():
            counted[kind] = counted.get(kind, 0) + number
    return counted


def _of_originals(tx: Transaction, item: DisposalItem) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for reference in item.together:
        for place, statement in statements(RULES_OF_ORIGINALS):
            done = tx.session.connection().execute(text(statement), {"disposed": reference})
            counted[place] = counted.get(place, 0) + done.rowcount
    return kinds_of(RULES_OF_ORIGINALS, counted)
