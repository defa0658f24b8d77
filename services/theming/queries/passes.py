"""Who reads the themes of cases: the office, and of one case whoever panel gave a pass for it."""

from sqlalchemy import ColumnElement, true

from shared.case_passes import CasePass
from shared.people import Permission, Relation, can, check
from shared.storage import Transaction

#: Under these the database is told of a pass (``tables/row_security.py``).
CASE, SHUT = "case_pass", "shut"


def hold_pass(tx: Transaction, given: CasePass) -> None:
    """For the rest of the transaction who acts reads the case of the pass and reviewed cases like it."""
    tx.hold_link(CASE, given.case_reference)
    tx.hold_link(SHUT, ",".join(given.shut))


def reads_themes(tx: Transaction) -> bool:
    """Whether who looks themes cases, or holds a pass for one. Panel has asked how they stand to it."""
    relations = None if tx.link_held(CASE) is None else {Relation.INVITED}
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return office or can(tx.person, Permission.READ_THEMES_OF_BUNDLE, relations)


def check_reads_themes(tx: Transaction) -> None:
    """Refuse NotPermitted, or NotSignedIn, who neither themes cases nor holds a pass for one."""
    if not reads_themes(tx):
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)


def not_shut(tx: Transaction, reference: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that who looks has no interest in the case whose reference stands in this column."""
    shut = tx.link_held(SHUT)
    return reference.not_in(shut.split(",")) if shut else true()
