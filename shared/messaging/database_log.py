"""The event log on PostgreSQL: a table of records, and a row per (topic, group) saying how far it has read.

Positions are read with ``>``, which is safe here because an append holds a lock per topic until it
commits: no lower position of the same topic can become visible later.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Identity,
    Index,
    MetaData,
    Table,
    Text,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from shared.messaging.log import Record
from shared.storage import make_engine

_METADATA = MetaData()
event_record = Table(
    "event_record",
    _METADATA,
    Column("position", BigInteger, Identity(), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("envelope", JSONB, nullable=False),
)
Index("ix_event_record_topic_position", event_record.c.topic, event_record.c.position)
reading_position = Table(
    "reading_position",
    _METADATA,
    Column("topic", Text, primary_key=True),
    Column("reading_group", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
_TOPIC_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:topic, 0))")


@dataclass
class DatabaseBatch:
    """Records read under the lock of the group's position; ``commit`` moves the position past them."""

    session: Session
    topic: str
    group: str
    records: Sequence[Record]
    last_position: int

    def commit(self) -> None:
        moved = update(reading_position).where(_place(self.topic, self.group))
        self.session.execute(moved.values(position=self.last_position))
        self.session.commit()


class DatabaseEventLog:
    """An EventLog in a PostgreSQL database of its own."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)
        with self._engine.begin() as connection:
            connection.execute(_TOPIC_LOCK, {"topic": "the tables of the event log"})
            _METADATA.create_all(connection)

    def prepare(self, topics: Sequence[str]) -> None:
        """A topic needs nothing here but its name."""

    def append(self, records: Sequence[Record]) -> None:
        if not records:
            return
        with Session(self._engine) as session, session.begin():
            for topic in sorted({record.topic for record in records}):
                session.execute(_TOPIC_LOCK, {"topic": topic})
            session.execute(
                event_record.insert(),
                [{"topic": r.topic, "key": r.key, "envelope": dict(r.envelope)} for r in records],
            )

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[DatabaseBatch]:
        with Session(self._engine) as session:
            position = self._lease_position(session, topic, group)
            found = [] if position is None else self._after(session, topic, position, limit)
            records = [
                Record(row.topic, row.key, _mapping(row.envelope), f"{topic}@{row.position}") for row in found
            ]
            yield DatabaseBatch(
                session, topic, group, records, found[-1].position if found else position or 0
            )

    def lag(self, topic: str, group: str) -> int:
        read = select(reading_position.c.position).where(_place(topic, group)).scalar_subquery()
        unread = (event_record.c.topic == topic) & (event_record.c.position > func.coalesce(read, 0))
        with self._engine.connect() as connection:
            counted = connection.scalar(select(func.count()).select_from(event_record).where(unread))
        return counted or 0

    def forget(self, topic: str, group: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(reading_position).where(_place(topic, group)))

    def ready(self) -> bool:
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(reading_position)) is not None

    def close(self) -> None:
        self._engine.dispose()

    def _lease_position(self, session: Session, topic: str, group: str) -> int | None:
        """The group's position, locked until the session ends; None while another reader holds it."""
        place = _place(topic, group)
        leased = select(reading_position.c.position).where(place).with_for_update(skip_locked=True)
        position = session.scalar(leased)
        if position is None and session.scalar(select(reading_position.c.topic).where(place)) is None:
            first = insert(reading_position).values(topic=topic, reading_group=group, position=0)
            session.execute(first.on_conflict_do_nothing())
            session.commit()
            position = session.scalar(leased)
        return position

    @staticmethod
    def _after(session: Session, topic: str, position: int, limit: int):  # type: ignore[no-untyped-def]
        query = select(event_record).where(event_record.c.topic == topic, event_record.c.position > position)
        return session.execute(query.order_by(event_record.c.position).limit(limit)).all()


def _place(topic: str, group: str) -> ColumnElement[bool]:
    return (reading_position.c.topic == topic) & (reading_position.c.reading_group == group)


def _record(row: Any) -> Record:
    return Record(row.topic, row.key, _mapping(row.envelope), f"{row.topic}@{row.position}")


def _mapping(envelope: Any) -> Mapping[str, Any]:
    """What was put on the log; if that is no JSON object, its bytes, so that nothing is lost."""
    if isinstance(envelope, dict):
        return envelope
    return {"data_base64": b64encode(json.dumps(envelope).encode()).decode()}
