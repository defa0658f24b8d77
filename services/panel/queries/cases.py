"""Reads of cases, each starting from who is looking."""

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import lazyload

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.steps_by_hand import NamedCase
from services.panel.queries.relations import cases_open_to, closed_to, relations_to
from services.panel.tables import metadata
from services.panel.tables.cases import review_case
from shared.errors import NotFound
from shared.people import Permission, Person, Relation, Role, can, check
from shared.storage import Transaction
from shared.storage.disposing import disposed_among

# A page that shows neither its sources nor its history does not ask for them.
_AS_NEEDED = tuple(
    lazyload(inspect(ReviewCase).attrs[name].class_attribute) for name in ("sources", "holds", "history")
)
_REFERENCE = metadata.tables["disposed_case"].c.case_reference
DISPOSED = select(_REFERENCE)
_LISTABLE = (CaseStatus.READY_FOR_PANEL, CaseStatus.DEFERRED)


def cases_visible_to(person: Person) -> Select[ReviewCase]:
    """The cases this person may see: the office all, a panel member those open to her at her meetings."""
    kept = select(ReviewCase).where(review_case.c.reference.not_in(DISPOSED))
    ordered = kept.order_by(review_case.c.notified_on, review_case.c.reference)
    if can(person, Permission.VIEW_ALL_CASES):
        return ordered
    return ordered.where(review_case.c.reference.in_(cases_open_to(person.id)))


def visible_cases(tx: Transaction) -> list[ReviewCase]:
    """The case list of who is looking, oldest notification first."""
    if not can(tx.person, Permission.VIEW_ALL_CASES):
        check(tx.person, Permission.VIEW_OWN_MEETINGS)
    return list(tx.session.scalars(cases_visible_to(tx.person)))


def visible_case(tx: Transaction, reference: str) -> ReviewCase:
    """One case to read; NotFound if there is none, NotPermitted if it is not hers to see."""
    check_open_to_see(tx, reference, relations_to(tx, reference))
    return _found(_kept(tx, tx.session.get(ReviewCase, reference)) if "\0" not in reference else None)


def check_open_to_see(tx: Transaction, reference: str, relations: frozenset[Relation]) -> None:
    """Refuse NotPermitted unless who looks, who stands so to it, may see a case: there may be none."""
    if Relation.INTERESTED in relations and not can(tx.person, Permission.VIEW_BUNDLE, relations):
        raise closed_to(tx, reference)
    check(tx.person, Permission.VIEW_BUNDLE, relations)


def case_as_needed(tx: Transaction, reference: str) -> ReviewCase:
    """A case that the caller may see: its sources, holds and history are read when they are asked for."""
    return _found(_kept(tx, tx.session.get(ReviewCase, reference, options=_AS_NEEDED)))


def case_for_change(tx: Transaction, reference: str) -> ReviewCase:
    """One case, locked until the transaction ends; the action checks who may change it."""
    if "\0" in reference:
        return _found(None)
    found = select(ReviewCase).where(review_case.c.reference == reference).with_for_update()
    case = tx.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    # Events that are read again, or come late, are taken; what they bring is disposed of again.
    return _found(case if Role.SYSTEM in tx.person.roles else _kept(tx, case))


def case_named(tx: Transaction, reference: str) -> NamedCase | None:
    """A case that the office names, and where it stands; None if there is none."""
    found = _kept(tx, tx.session.get(ReviewCase, reference)) if reference.isprintable() else None
    return NamedCase(found.reference, found.status, found.age_text) if found else None


def cases_ready(tx: Transaction) -> list[ReviewCase]:
    """Cases that can be put on an agenda, the one that has waited longest first."""
    check(tx.person, Permission.PREPARE_MEETING)
    waiting = cases_visible_to(tx.person).where(review_case.c.status.in_(_LISTABLE))
    return [case for case in tx.session.scalars(waiting) if not case.holds_against(CaseStatus.LISTED)]


def _kept(tx: Transaction, case: ReviewCase | None) -> ReviewCase | None:
    """The case, unless its record was disposed of: then it is as if it had never been."""
    if case is None or disposed_among(tx.session, [case.reference]):
        return None
    return case


def _found(case: ReviewCase | None) -> ReviewCase:
    if case is None:
        raise NotFound("There is no case with this reference.")
    return case


def names_of(tx: Transaction, reference: str) -> dict[str, str]:
    """Names of the people who have acted on a case, by their id; for a case that the caller may see."""
    entry = review_case.metadata.tables["audit_entry"].c
    rows = tx.session.execute(
        select(entry.person_id, entry.person_name).where(entry.case_reference == reference).distinct()
    )
    return {row.person_id: row.person_name for row in rows}
