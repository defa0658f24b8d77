"""What has been asked of the table maker: an account's own questions, and for the office those to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, text

from services.theming.domain.statistics.linking import Asked
from services.theming.domain.statistics.tree import Key
from services.theming.tables import statistics_question
from shared.people import Permission, check
from shared.storage import Transaction

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('questions of ' || :account, 0))")
_ROW = statistics_question.c
NEWEST = 200
WAITED_FOR_SECONDS = 45  # less than a statement may take


@dataclass(frozen=True)
class Told:
    """One answer that was given: its cells, and which of them were hidden."""

    number: int
    question: Mapping[str, Sequence[str]]
    asked: Asked
    counts: Mapping[Key, int]
    hidden: frozenset[Key]
    data_version: str
    further: int


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a list shows it."""

    number: int
    by_name: str
    at: datetime
    question: Mapping[str, Sequence[str]]
    outcome: str
    further: int


def lock_questions(tx: Transaction) -> None:
    """Let this account's questions be answered one after the other: each is protected with those before.

    One waits for all before it: the charts of a page are six, and some take seconds when they are new.
    """
    # allow sql-of-texts: a number of our own; SET takes no parameters
    tx.session.execute(text(f"SET LOCAL lock_timeout = '{WAITED_FOR_SECONDS}s'"))
    tx.session.execute(_LOCK, {"account": tx.person.id})
    tx.session.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def told_before(tx: Transaction, *, policy: str, basis: str) -> list[Told]:
    """Every answer this account was given under a policy and on a basis, in the order of asking."""
    check(tx.person, Permission.VIEW_STATISTICS)
    rows = tx.session.execute(
        select(statistics_question)
        .where(
            _ROW.asked_by == tx.person.id,
            _ROW.policy == policy,
            _ROW.basis == basis,
            _ROW.outcome == "answered",
        )
        .order_by(_ROW.number)
    )
    return [_told(row) for row in rows]


def _told(row: Any) -> Told:
    counts = {tuple(key): count for key, count, _ in row.cells}
    return Told(
        row.number,
        row.question,
        Asked(frozenset(counts), frozenset(row.fixed)),
        counts,
        frozenset(tuple(key) for key, _, hidden in row.cells if hidden),
        row.data_version,
        row.further,
    )


def keep_question(
    tx: Transaction, *, counts: Mapping[Key, int], hidden: frozenset[Key], **given: Any
) -> None:
    """Keep what was asked and what was told; a refusal whatever becomes of the transaction it ends."""
    cells = [[list(key), count, key in hidden] for key, count in sorted(counts.items())]
    by = {"asked_by": tx.person.id, "asked_by_name": tx.person.name, "asked_at": tx.at}
    row = {**by, **given, "cells": cells}
    if given["outcome"] == "answered":
        tx.session.execute(insert(statistics_question), row)
    else:
        tx.at_once(insert(statistics_question).returning(_ROW.number), row)


def own_questions(tx: Transaction) -> list[AskedQuestion]:
    """The newest questions of this account, the latest first."""
    check(tx.person, Permission.VIEW_STATISTICS)
    return _listed(tx, _ROW.asked_by == tx.person.id)


def questions_to_look_at(tx: Transaction) -> list[AskedQuestion]:
    """Questions of any account that were refused, or hidden further because of what it had been told."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return _listed(tx, or_(_ROW.outcome == "refused", _ROW.further > 0))


def _listed(tx: Transaction, which: Any) -> list[AskedQuestion]:
    columns = (_ROW.number, _ROW.asked_by_name, _ROW.asked_at, _ROW.question, _ROW.outcome, _ROW.further)
    rows = tx.session.execute(select(*columns).where(which).order_by(_ROW.number.desc()).limit(NEWEST))
    return [AskedQuestion(*row) for row in rows]
