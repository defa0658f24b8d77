"""After a backup was restored, what had been disposed of since is disposed of again, from the register."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.dialects.postgresql import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.retention.carry_out_disposal import dispose
from services.notifications.actions.retention.place_legal_hold import LOCKED
from services.notifications.domain.retention.disposal_list import DisposalItem, DisposalList
from services.notifications.domain.retention.standing import Standing
from services.notifications.queries.disposals import disposal_list_of
from services.notifications.queries.retention import standings_on
from services.notifications.tables.disposals import (
    disposal_answer,
    disposal_covered,
    disposal_item,
    disposal_list,
)
from services.notifications.tables.retention import retention_row
from shared.people import Permission, check
from shared.storage import Transaction

# In the register by these names, in the order in which they are put back.
REGISTERED: Mapping[str, Table] = {
    "rows": retention_row,
    "list": disposal_list,
    "items": disposal_item,
    "covered": disposal_covered,
    "answer": disposal_answer,
}
# Only who owns the tables may say where numbers go on: asked once every list is back.
NUMBERS_GO_ON = text(
    "SELECT setval(pg_get_serial_sequence('retention_row', 'number'), max(number)) FROM retention_row"
)
Line = Mapping[str, Sequence[Mapping[str, Any]]]


def redo_list(tx: Transaction, line: Line) -> DisposalList:
    """Put a list of the register back, as it was approved; what is there already stays."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    for name, table in REGISTERED.items():
        rows = [dict(row) for row in _with_covered(line)[name]]
        tx.session.execute(insert(table).on_conflict_do_nothing(), rows)
    list_id = str(line["list"][0]["list_id"])
    tx.audit("redo_disposal_list", subject=list_id, detail={"records": len(line["items"])})
    return disposal_list_of(tx, list_id)


def _with_covered(line: Line) -> Line:
    """Only what was disposed of is in the register, so all of it was covered by the approval."""
    names = [column.name for column in disposal_covered.columns]
    return {**line, "covered": [{name: row[name] for name in names} for row in line["items"]]}


def redo_item(tx: Transaction, list_id: str, item: DisposalItem) -> str:
    """Dispose of one record again: "disposed", "gone" where nothing came back, "held" where a hold stands."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    tx.lock_case(LOCKED)
    found = standings_on(tx, on=today(tx), references=[item.case_reference])
    standing = [each.standing for each in found if each.record.record_type == item.record_type]
    if not standing or standing[0] in (Standing.DISPOSED, Standing.HELD):
        return "held" if Standing.HELD in standing else "gone"
    dispose(tx, list_id, item)
    return "disposed"
