"""What the retention of each record depends on: the schedule confirmed, holds, and the days that start it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, RowMapping, func, literal, or_, select

from services.notifications.domain.clocks.milestones import FINALISED
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.retention.holds import HeldScope, LegalHold, holds_on
from services.notifications.domain.retention.schedule import BIRTHDAYS, ConfirmedRow, years_after
from services.notifications.domain.retention.standing import KeptRecord, RecordStanding, standing_of
from services.notifications.queries.disposals import disposed_cases, originals_gone
from services.notifications.queries.subject_access_under_way import under_way_in
from services.notifications.tables.agencies import agency
from services.notifications.tables.clocks import case_milestone
from services.notifications.tables.documents import stored_document
from services.notifications.tables.family import family_entry, key_worker
from services.notifications.tables.gathering import case_material, reporting_form_request
from services.notifications.tables.notification import notification
from services.notifications.tables.processes import coroner_disclosure, parallel_process
from services.notifications.tables.retention import legal_hold, legal_hold_lifted, retention_row
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

CASE, ORIGINALS, NOT_A_CASE = "case_record", "original_documents", "not_a_case"
_SETTLED = (Status.OUT_OF_SCOPE, Status.TRANSFERRED, Status.WITHDRAWN)
_WAITS = "The notification is not settled"
_NOT_FINALISED = "The review is not finalised in the national database"
_PROCESS = "Another process about the death is open"
_ASKED = "Somebody has asked for what is held about them, and has no answer yet"
AT_A_TIME = 500


def confirmed_rows(tx: Transaction) -> list[ConfirmedRow]:
    """Every row that an area confirmed, the newest first."""
    check(tx.person, Permission.VIEW_RETENTION)
    wanted = select(retention_row).order_by(retention_row.c.number.desc())
    return [ConfirmedRow(**row) for row in tx.session.execute(wanted).mappings()]


def legal_holds(tx: Transaction) -> list[LegalHold]:
    """Every hold that was placed, the newest first, also those lifted."""
    check(tx.person, Permission.VIEW_RETENTION)
    wanted = select(legal_hold, legal_hold_lifted).outerjoin(legal_hold_lifted)
    apart = wanted.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    newest_first = apart.order_by(legal_hold.c.placed_at.desc(), legal_hold.c.hold_id)
    return [_hold(row) for row in tx.session.execute(newest_first).mappings()]


def hold_to_lift(tx: Transaction, hold_id: str) -> LegalHold:
    """One hold, locked against another lifting until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.HOLD_RECORDS)
    tx.lock_case(f"hold {hold_id}")
    found = next((hold for hold in legal_holds(tx) if hold.hold_id == hold_id), None)
    if found is None:
        raise NotFound("There is no such hold.")
    return found


def standings_on(
    tx: Transaction, *, on: date, references: Sequence[str] | None = None
) -> list[RecordStanding]:
    """The dry run: where every record stands on a day; ``references``: of these alone."""
    check(tx.person, Permission.VIEW_RETENTION)
    confirmed, holds = confirmed_rows(tx), legal_holds(tx)
    names = [hold.held.subject for hold in holds if hold.stands and hold.held.scope == "organisation"]
    return [
        standing_of(record, confirmed, holds, on=on)
        for some in _in_portions(_leading(tx, references))
        for record in _records(tx, some, names)
    ]


def areas_of_records(tx: Transaction) -> list[str]:
    """The codes of the authorities in which children lived whose records are here."""
    check(tx.person, Permission.VIEW_RETENTION)
    code = notification.c.answers["values"]["home.local_authority"].astext
    return [each for each in tx.session.scalars(select(code).distinct().order_by(code)) if each]


def _leading(tx: Transaction, references: Sequence[str] | None) -> list[str]:
    """Notifications that lead a record: one that was merged goes with the case it was merged into."""
    wanted = select(notification.c.case_reference).where(notification.c.merged_into == "")
    if references is not None:
        wanted = wanted.where(notification.c.case_reference.in_(references))
    return list(tx.session.scalars(wanted.order_by(notification.c.case_reference)))


def _in_portions(references: Sequence[str]) -> Iterable[Sequence[str]]:
    return (references[start : start + AT_A_TIME] for start in range(0, len(references), AT_A_TIME))


def _records(tx: Transaction, references: Sequence[str], names: Sequence[str]) -> Iterable[KeptRecord]:
    found = _notifications(tx, references)
    merged = _merged(tx, references)
    every = [*references, *(each for some in merged.values() for each in some)]
    facts = _Facts(tx, every, names)
    for one in found:
        together = [one.case_reference, *merged[one.case_reference]]
        for record_type in (CASE, ORIGINALS) if one.status is Status.ACCEPTED else (NOT_A_CASE,):
            yield facts.record(one, record_type, together)


def _notifications(tx: Transaction, references: Sequence[str]) -> list[ChildDeathNotification]:
    wanted = select(ChildDeathNotification).where(notification.c.case_reference.in_(references))
    return list(tx.session.scalars(wanted.order_by(notification.c.case_reference)))


def _merged(tx: Transaction, references: Sequence[str]) -> dict[str, list[str]]:
    """What was merged into each, also by way of another."""
    column = notification.c.merged_into
    wanted = select(notification.c.case_reference, column).where(column != "")
    into: dict[str, list[str]] = defaultdict(list)
    for row in tx.session.execute(wanted.order_by(notification.c.case_reference)):
        into[row.merged_into].append(row.case_reference)
    return {reference: _below(reference, into) for reference in references}


def _below(reference: str, into: Mapping[str, Sequence[str]]) -> list[str]:
    return [each for direct in into.get(reference, ()) for each in (direct, *_below(direct, into))]


class _Facts:
    """What several tables say of some notifications, each read once."""

    def __init__(self, tx: Transaction, references: Sequence[str], names: Sequence[str]) -> None:
        self._finalised = _finalised(tx, references)
        self._contact = _last_contacts(tx, references)
        self._organisations = _organisations(tx, references, names)
        process = parallel_process.c
        self._disposed, self._originals_gone = disposed_cases(tx, references), originals_gone(tx, references)
        begun = select(process.case_reference).where(process.case_reference.in_(references))
        self._in_process = set(tx.session.scalars(begun.where(process.concluded_on.is_(None))))
        self._asked_about = under_way_in(tx, references)

    def record(self, one: ChildDeathNotification, record_type: str, together: Sequence[str]) -> KeptRecord:
        return KeptRecord(
            reference=one.case_reference,
            record_type=record_type,
            area=one.answers.choice("home.local_authority"),
            notified_on=_day(one.notified_at),
            organisations=self._named(one, together),
            starts=self._starts(one, together),
            open_because=self._open(one, together),
            disposed=one.case_reference in self._disposed
            or (record_type == ORIGINALS and one.case_reference in self._originals_gone),
            with_it=tuple(together[1:]),
        )

    def _named(self, one: ChildDeathNotification, together: Sequence[str]) -> frozenset[str]:
        answers = one.answers
        rows = [row for group in answers.groups.values() for row in group]
        given = [
            text for source in (answers.values, *rows) for text in source.values() if isinstance(text, str)
        ]
        return frozenset(given).union(*(self._organisations.get(each, ()) for each in together))

    def _starts(self, one: ChildDeathNotification, together: Sequence[str]) -> dict[str, date | None]:
        born, died = one.answers.born_on, one.answers.died_on or one.answers.times.death.last_date
        birthdays = {clock: born and years_after(born, age) for clock, age in BIRTHDAYS.items()}
        contacts = [self._contact[each] for each in together if each in self._contact]
        settled = _day(one.changes[-1].at) if one.changes and one.status in _SETTLED else None
        return {
            "finalised": self._finalised.get(one.case_reference),
            "death": died,
            **birthdays,
            "last_contact": max([_day(one.notified_at), *contacts]),
            "settled": settled,
        }

    def _open(self, one: ChildDeathNotification, together: Sequence[str]) -> str:
        if self._asked_about.intersection(together):
            return _ASKED
        if one.status is not Status.ACCEPTED and one.status not in _SETTLED:
            return _WAITS
        if one.status is Status.ACCEPTED and one.case_reference not in self._finalised:
            return _NOT_FINALISED
        return _PROCESS if self._in_process.intersection(together) else ""


def _finalised(tx: Transaction, references: Sequence[str]) -> dict[str, date]:
    columns = case_milestone.c
    wanted = select(columns.case_reference, columns.happened_on).where(
        columns.case_reference.in_(references), columns.kind == FINALISED, columns.withdrawn_at.is_(None)
    )
    return {row.case_reference: row.happened_on for row in tx.session.execute(wanted)}


def _last_contacts(tx: Transaction, references: Sequence[str]) -> dict[str, date]:
    """The latest day on which the family, an agency or a coroner was in touch about each."""
    asked = reporting_form_request.c
    days = (
        (family_entry, family_entry.c.recorded_at),
        (reporting_form_request, asked.requested_on),
        (reporting_form_request, asked.answered_on),
        (stored_document, stored_document.c.received_at),
        (coroner_disclosure, coroner_disclosure.c.disclosed_on),
        (case_milestone, case_milestone.c.happened_on),
    )
    found: dict[str, date] = {}
    for table, column in days:
        mine = table.c.case_reference
        wanted = select(mine, func.max(column)).where(mine.in_(references)).group_by(mine)
        for reference, last in tx.session.execute(wanted):
            if last is not None:
                found[reference] = max(_day(last), found.get(reference, date.min))
    return found


def _organisations(
    tx: Transaction, references: Sequence[str], names: Sequence[str]
) -> Mapping[str, set[str]]:
    """Organisations that were asked or work with the family, and those held ``names`` that texts speak of."""
    asked = reporting_form_request.c
    joined = reporting_form_request.outerjoin(agency)
    statements: list[Any] = [
        select(asked.case_reference, asked.organisation).where(asked.case_reference.in_(references)),
        select(asked.case_reference, agency.c.name)
        .select_from(joined)
        .where(asked.case_reference.in_(references)),
        select(key_worker.c.case_reference, key_worker.c.organisation).where(
            key_worker.c.case_reference.in_(references)
        ),
        *(_speaking_of(name, references) for name in names),
    ]
    found: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for reference, name in tx.session.execute(statement):
            found[reference].add(name or "")
    return found


def _speaking_of(name: str, references: Sequence[str]) -> Any:
    text = case_material.c
    named = or_(text.original.icontains(name, autoescape=True), text.title.icontains(name, autoescape=True))
    return select(text.case_reference, literal(name)).where(text.case_reference.in_(references), named)


def _day(at: date | datetime) -> date:
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def _hold(row: RowMapping) -> LegalHold:
    placed = {name: row[f"legal_hold_{name}"] for name in legal_hold.c.keys()}  # noqa: SIM118
    lifted = {name: row[f"legal_hold_lifted_{name}"] for name in legal_hold_lifted.c.keys()}  # noqa: SIM118
    scope = HeldScope(
        placed.pop("scope"), placed.pop("subject"), placed.pop("first_day"), placed.pop("last_day")
    )
    return LegalHold(
        **placed,
        held=scope,
        lifted_at=lifted["lifted_at"],
        lifted_by_name=lifted["lifted_by_name"] or "",
        lifted_because=lifted["because"] or "",
    )


def is_a_case(tx: Transaction, reference: str) -> bool:
    """Whether there is a notification with this reference."""
    check(tx.person, Permission.VIEW_RETENTION)
    wanted = select(notification.c.case_reference).where(notification.c.case_reference == reference)
    return tx.session.scalar(wanted) is not None


def holds_of_case(tx: Transaction, reference: str) -> list[LegalHold]:
    """The standing holds under which a case falls."""
    holds = [hold for hold in legal_holds(tx) if hold.stands]
    if not holds:
        return []
    names = [hold.held.subject for hold in holds if hold.held.scope == "organisation"]
    found = {
        hold.hold_id: hold
        for each in _records(tx, [reference], names)
        for hold in holds_on(holds, each.held_as)
    }
    return list(found.values())
