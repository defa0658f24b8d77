"""The one place where a change, its event and its audit entry are written, together or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Executable, insert, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.auditing.entries import MarkingKeys, nonce_of
from shared.contracts import Event, to_cloudevent
from shared.correlation import event_extensions
from shared.people import SYSTEM, Person
from shared.storage.acting import act_as, hold_link, link_held
from shared.storage.case_scope import standing_of
from shared.storage.entry_rows import entry_row
from shared.storage.kernel_tables import audit_entry, outbox

_LOCK_CASE = text("SELECT pg_advisory_xact_lock(hashtextextended('events of ' || :case, 0))")
# Made once: SQLAlchemy takes as long to make a statement as to carry it out. New numbers are not asked for.
_OUTBOXED = insert(outbox).inline()
_AUDITED = insert(audit_entry).inline()
_SYSTEM_SEES = "shown to the system"
# What somebody does about the glass, and not about the case behind it.
_OF_THE_GLASS = frozenset({"break_glass", "end_break_glass", "acknowledge_break_glass"})


@dataclass
class Transaction:
    """One unit of work: who acts (``person``), when (``at``, UTC) and the session it happens in.

    ``at_once(statement, values)`` gives the one value of a statement that is kept whatever becomes of this.
    ``marking`` makes the marks of audit entries; without it they carry none, and nobody vouches for them.
    """

    session: Session
    person: Person
    at: datetime
    service: str
    topic: str | None
    at_once: Callable[[Executable, Mapping[str, Any]], Any]
    marking: MarkingKeys | None = None

    def __post_init__(self) -> None:
        self.session.info["transaction"] = self  # its reads go by who acts

    def __setattr__(self, name: str, value: Any) -> None:
        """Whoever becomes the one who acts is told to the database, which judges rows by it."""
        super().__setattr__(name, value)
        if name in ("person", "at") and "at" in vars(self):
            act_as(self.session, self.person, self.at)

    def hold_link(self, kind: str, id: str) -> None:
        """Who acts holds a signed link for this one thing: the database shows what belongs to it.

        For whoever has read the id out of a token that we signed.
        """
        hold_link(self.session, kind, id)

    def link_held(self, kind: str) -> str | None:
        """The id of what the signed link of this kind is for that who acts holds; None without one."""
        return link_held(self.session, kind)

    @contextmanager
    def acting_as(self, person: Person) -> "Iterator[Transaction]":
        """Until the block ends somebody else acts; what they leave unwritten is written as theirs."""
        before, self.person = self.person, person
        try:
            yield self
        except BaseException:
            self._back_to(before)
            self.person = before
            raise
        self.person = before

    @contextmanager
    def seen_by_the_system(self) -> Iterator[None]:
        """Until the block ends the database shows what follows by itself from what a person does.

        Who acts stays who they are: what they do is theirs, and audited as theirs.
        """
        act_as(self.session, SYSTEM, self.at)
        self.session.info[_SYSTEM_SEES] = True
        try:
            yield
        except BaseException:
            self._back_to(self.person)
            raise
        finally:
            del self.session.info[_SYSTEM_SEES]
        act_as(self.session, self.person, self.at)

    def _acts(self) -> None:
        """Several may act by turns in one session (the demonstration's do): it is this one's turn."""
        if _SYSTEM_SEES not in self.session.info:
            act_as(self.session, self.person, self.at)

    def _back_to(self, person: Person) -> None:
        """After a failure: where PostgreSQL takes nothing more, it is told when that was rolled back."""
        with suppress(SQLAlchemyError):
            act_as(self.session, person, self.at, write_first=False)

    def lock_case(self, case: str) -> None:
        """Let nobody else publish events of the case (or other subject) until this transaction ends.

        ``publish`` does it; before, it is for whoever locks rows that a publisher of the case locks too.
        """
        self.session.execute(_LOCK_CASE, {"case": case})

    def check_may_act(self, *cases: str) -> None:
        """Every action comes by here, as it is audited: raises OnlyLooking where glass alone opens a case.

        What follows by itself, for the system, is no act of who looks.
        """
        if _SYSTEM_SEES not in self.session.info:
            standing_of(self).check_may_act(*cases)

    def publish(self, event: Event) -> None:
        """Put an event in the outbox; it leaves if, and only if, this transaction commits.

        Events of one subject are numbered in the order in which their transactions commit: it is
        locked until this one has.
        """
        if self.topic is None:
            raise LookupError(f"{self.service} publishes no events")
        self.check_may_act(event.subject)
        self.lock_case(event.subject)
        event_id = str(uuid4())
        self.session.execute(
            _OUTBOXED,
            {
                "event_id": event_id,
                "topic": self.topic,
                "key": event.subject,
                "envelope": to_cloudevent(event_id, f"/{self.service}", self.at, event, event_extensions()),
                "created_at": self.at,
            },
        )

    def audit(
        self,
        action: str,
        *,
        case: str | None = None,
        subject: str = "",
        reading: bool = False,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Record who did or read what. ``detail`` is JSON-ready; outside notifications it names nobody."""
        if case and not reading and action not in _OF_THE_GLASS:
            self.check_may_act(case)
        self._acts()
        self.session.execute(_AUDITED, self._entry(action, case, subject, reading, detail))

    def audit_each(self, action: str, *, cases: Sequence[str], detail: dict[str, Any] | None = None) -> None:
        """Record the same change to several cases, an entry for each, in one go."""
        if cases:
            self.check_may_act(*cases)
            self._acts()
            entries = [self._entry(action, case, "", False, detail) for case in cases]
            self.session.execute(_AUDITED, entries)

    def _entry(
        self, action: str, case: str | None, subject: str, reading: bool, detail: dict[str, Any] | None
    ) -> dict[str, Any]:
        told = {**(detail or {}), **self._glass_broken(case, detail or {})}
        who = self.person, self.at, action, self.marking
        entry = entry_row(*who, case=case, subject=subject, reading=reading, detail=told)
        if self.marking:
            # What else changes in this transaction is told of with it: shared/storage/telling_changes.py.
            self.session.info.setdefault("entries", []).append((self.at, case, nonce_of(entry["mark"])))
        return entry

    def _glass_broken(self, case: str | None, detail: dict[str, Any]) -> dict[str, Any]:
        """Under which broken glass, and why, somebody who is not named sees a restricted case."""
        glass = standing_of(self).glass
        seen = [broken for at, broken in glass.items() if at == case or at in str(detail)]
        return {"break_glass": seen[0][0], "because": seen[0][1]} if seen else {}
