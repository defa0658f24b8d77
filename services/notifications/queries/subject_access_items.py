"""What the record of a case holds that a person may be told of: read source by source, nothing left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import RowMapping, Select, func, or_, select

from services.notifications.domain.family.topics import TOPICS
from services.notifications.domain.subject_access.birthdays import WrittenDay, births_told_in, of_others
from services.notifications.domain.subject_access.found import FoundEntry, FoundText, chosen_among, item_of
from services.notifications.domain.subject_access.held_back import as_one
from services.notifications.domain.subject_access.items import FoundItem
from services.notifications.domain.subject_access.put_back import OwnDetails
from services.notifications.queries.known_names import births_in_case, known_in_case
from services.notifications.queries.subject_access_forms import (
    entries_of_forms,
    entries_of_returns,
    in_topic,
    london_day,
    plain,
    return_in_words,
    texts_of_forms,
)
from services.notifications.queries.subject_access_sources import ENTRIES, LISTED, OFFICE, TEXTS, Source
from services.notifications.tables import metadata
from services.notifications.tables.gathering import reporting_form_request
from services.notifications.tables.notification import notification
from services.notifications.tables.subject_access import subject_access_added, subject_access_person
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.storage.case_scope import for_the_record

# The other services hold no name. What they say of a case is looked at there, and put in by hand.
ELSEWHERE: Mapping[str, str] = {
    "panel": "The panel’s record of this case: the analysis form, minutes, decisions and actions",
    "themes": "The themes of this case",
}
Chosen = tuple[str, str, str]


def entries_in(tx: Transaction, reference: str) -> list[FoundEntry]:
    """Every entry of a person in a case and what was merged into it, for the office to choose among."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    return [
        entry
        for one in with_merged(tx, reference)
        for entry in (*entries_of_forms(tx, one), *entries_of_returns(tx, one), *_entries_of_tables(tx, one))
        if entry.name.strip()
    ]


def chosen_in(tx: Transaction, request_id: str) -> list[Chosen]:
    """(case, key, name) of each entry that was chosen."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    person = subject_access_person.c
    wanted = select(person.case_reference, person.key, person.name).where(person.request_id == request_id)
    return [(row.case_reference, row.key, row.name) for row in tx.session.execute(wanted)]


def chosen_in_case(tx: Transaction, request_id: str, reference: str) -> list[Chosen]:
    """The same of one case, and of what was merged into it."""
    together = with_merged(tx, reference)
    return [each for each in chosen_in(tx, request_id) if each[0] in together]


def items_of(
    tx: Transaction,
    request_id: str,
    cases: Sequence[str],
    person_name: str,
    own_details: Iterable[str] = (),
) -> list[FoundItem]:
    """All that was found in the cases of a request: the chosen entries, every text, and what is listed.

    ``own_details``: how the person is reached, besides what their entries say.
    """
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    chosen = chosen_in(tx, request_id)
    entries = [entry for case in cases for entry in entries_in(tx, case)]
    mine = chosen_among(entries, chosen)
    namesakes = tuple(dict.fromkeys(entry.name for entry in entries if entry not in mine))
    names = tuple(dict.fromkeys([person_name, *(entry.name for entry in mine)]))
    own = OwnDetails(frozenset(each for entry in mine for each in entry.contacts) | frozenset(own_details))
    born = frozenset(each for entry in mine for each in entry.births)
    return [
        *as_one(entry.item for entry in mine),
        *(
            item
            for case in cases
            for item in as_one(_Case(tx, request_id, case, names, namesakes, own, born).items())
        ),
    ]


@dataclass(frozen=True)
class _Case:
    tx: Transaction
    request_id: str
    reference: str
    names: tuple[str, ...]
    namesakes: tuple[str, ...]
    own: OwnDetails
    born: frozenset[WrittenDay]

    def items(self) -> Iterator[FoundItem]:
        together = with_merged(self.tx, self.reference)
        texts = {one: [*texts_of_forms(self.tx, one), *_texts_of_tables(self.tx, one)] for one in together}
        added = list(_added(self.tx, self.request_id, self.reference))
        item = self._reader([*chain.from_iterable(texts.values()), *added])
        for one, found in texts.items():
            yield from map(item, found)
            yield from _listed(self.tx, one)
            yield from _messages(self.tx, one, self.own.written)
        yield from map(item, added)
        for place, what in ELSEWHERE.items():
            yield FoundItem(
                f"elsewhere:{place}",
                self.reference,
                what,
                "Another part of this system",
                OFFICE,
                None,
                shown=None,
            )

    def _reader(self, texts: Iterable[FoundText]) -> Callable[[FoundText], FoundItem]:
        """What is known also of brothers and sisters whose own cases are closed to who looks: none of it is
        shown. What one text says of a birth is taken out of all.
        """
        with for_the_record(self.tx) as whole:
            known, dates = known_in_case(whole, self.reference)
            births = births_in_case(whole, self.reference)
        told = (birth for each in texts for birth in births_told_in(each.text))
        others = of_others(births.union(told), self.born, dates.died_on)
        return lambda found: item_of(found, self.names, known, dates, self.namesakes, self.own, births=others)


def with_merged(tx: Transaction, reference: str) -> list[str]:
    """The case, and every notification that was merged into it."""
    found, new = [reference], [reference]
    while new:
        merged = select(notification.c.case_reference).where(notification.c.merged_into.in_(new))
        new = [each for each in tx.session.scalars(merged.order_by("case_reference")) if each not in found]
        found += new
    return found


def _entries_of_tables(tx: Transaction, reference: str) -> Iterator[FoundEntry]:
    for name, source in ENTRIES.items():
        for row in _rows(tx, name, source, reference):
            own = (("Name", row[source.name]), *_labelled(source, row))
            contacts = frozenset(
                str(row[each]).casefold() for each in ("email", "telephone") if row.get(each)
            )
            yield FoundEntry(
                f"{name}:{row[source.key]}",
                reference,
                row[source.name],
                source.what,
                OFFICE,
                london_day(row[source.dated]),
                own,
                contacts,
            )


def _texts_of_tables(tx: Transaction, reference: str) -> Iterator[FoundText]:
    for name, source in TEXTS.items():
        for row in _rows(tx, name, source, reference):
            text = "\n".join(
                f"{label}: {value}" if label else value for label, value in _labelled(source, row)
            )
            if text.strip():
                day = london_day(row[source.dated])
                what = row[source.title] if source.title else source.what
                key, copied = f"{name}:{row[source.key]}", bool(row.get("made_from"))
                given_by = _given_by(source, row)
                yield FoundText(key, reference, what, given_by, day, text, copied=copied)


def _listed(tx: Transaction, reference: str) -> Iterator[FoundItem]:
    for name, source in LISTED.items():
        for row in _rows(tx, name, source, reference):
            own = tuple((label, str(value)) for label, value in _labelled(source, row))
            day = london_day(row[source.dated])
            yield FoundItem(
                f"listed:{name}:{row[source.key]}",
                reference,
                source.what,
                "A list of what was sent",
                _given_by(source, row),
                day,
                own,
            )


def _messages(tx: Transaction, reference: str, contacts: frozenset[str]) -> Iterator[FoundItem]:
    """What was sent to the person's own address."""
    if not contacts:
        return
    message, asked = metadata.tables["message"].c, reporting_form_request.c
    of_case = select(asked.request_id).where(asked.case_reference == reference)
    mine = func.lower(message.recipient).in_(sorted(contacts))
    wanted = select(message.message_id, message.recipient, message.sent_at).where(
        mine, message.sent_at.is_not(None), or_(message.about == reference, message.about.in_(of_case))
    )
    for row in tx.session.execute(wanted.order_by(message.created_at, message.message_id)):
        own = (("Sent to", row.recipient),)
        yield FoundItem(
            f"message:{row.message_id}",
            reference,
            "A message to you",
            "The log of messages",
            OFFICE,
            london_day(row.sent_at),
            own,
        )


def _added(tx: Transaction, request_id: str, reference: str) -> Iterator[FoundText]:
    mine = subject_access_added.c
    wanted = select(subject_access_added).where(
        mine.request_id == request_id, mine.case_reference == reference
    )
    for row in tx.session.execute(wanted.order_by(mine.added_at, mine.item_id)):
        what, source = row.what, row.source
        yield FoundText(
            f"added:{row.item_id}", reference, what, OFFICE, row.dated, row.text, source, row.added_at
        )


def _rows(tx: Transaction, name: str, source: Source, reference: str) -> Iterator[Mapping[str, Any]]:
    table = metadata.tables[name]
    wanted: Select[Any] = select(table)
    case = table.c.get("case_reference")
    if source.through:
        parent = metadata.tables[source.through]
        wanted, case = (
            wanted.add_columns(parent.c.role) if "role" in parent.c else wanted,
            parent.c.case_reference,
        )
        wanted = wanted.join(parent)
    assert case is not None
    for row in tx.session.execute(wanted.where(case == reference).order_by(table.c[source.key])).mappings():
        yield dict(row)


def _labelled(source: Source, row: Mapping[str, Any] | RowMapping) -> tuple[tuple[str, str], ...]:
    said = ((label, _said(row, column)) for column, label in source.columns.items())
    return tuple((label, words) for label, words in said if words)


def _said(row: Mapping[str, Any] | RowMapping, column: str) -> str:
    if column == "answers" and "form_name" in row:
        return return_in_words(dict(row))
    if topic := TOPICS.get(row.get("topic", "")):
        return topic.title if column == "topic" else in_topic(topic, row[column])
    return plain(row[column])


def _given_by(source: Source, row: Mapping[str, Any] | RowMapping) -> str:
    role = row[source.by] if source.by else row.get("role", "")
    return f"A professional: {ROLES.label(role).lower()}" if role in ROLES else OFFICE
