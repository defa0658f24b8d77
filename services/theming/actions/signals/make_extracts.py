"""Make the extracts of series for public health, by the system and when nobody waits.

What a notification's text tells is the office's: the database shows it to no analyst. Counted by whoever
opens an extract first it would be 0 for some readers, and kept for all of them. The system counts the same
for everybody.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, text

from services.theming.domain.london_days import london_day
from services.theming.domain.signals.extract import (
    ANEW_AFTER_DAYS,
    SPLITS,
    SignalExtract,
    signal_extract,
    window_of,
)
from services.theming.domain.signals.series import Series, days_by_series, watched_series
from services.theming.domain.signals.standing import TOO_SHORT
from services.theming.domain.statistics.dimensions import NOT_RECORDED, published_place
from services.theming.domain.statistics.tree import AREAS
from services.theming.publishing import KNOWN
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.signals import (
    deaths_to_watch,
    extract_is_due,
    extracts_made,
    facts_of_deaths,
    last_look,
    notifications_are_unread,
    standing_kept,
)
from services.theming.tables import signal_extract as kept_extracts
from shared.disclosure.cells import as_json
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.service import Errand
from shared.storage import Transaction

POLICY = "publishable"
#: Made in the transaction that keeps them: the next process finds them kept.
_ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(hashtext('extracts of signals'))")


@dataclass(frozen=True)
class Task:
    """``due``: each with what is usual of it in a year, or None where that is not known."""

    due: list[tuple[Series, float | None]]


def take(tx: Transaction) -> Task | None:
    """The series whose extract is due; None if none is, or what they rest on is not all there yet.

    Before a look nothing is known to be usual, and themes of a text that is not read yet are none: what is
    kept for four weeks waits for both.
    """
    look = last_look(tx, ended=True)
    if look is None:
        return None
    usual = {each.series: each.a_year for each in standing_kept(look) if each.unjudged != TOO_SHORT}
    due = [(each, usual.get(each.id)) for each in _due(tx, watched_series(codebook_in_use(tx)).values())]
    return Task(due) if due and not notifications_are_unread(tx) else None


def do(task: Task) -> None:
    """Nothing outside the database."""


def record(tx: Transaction, task: Task, found: None) -> None:
    """Make and keep them, unless another process is at it or has done it."""
    if not tx.session.scalar(_ONE_AT_A_TIME):
        return
    today = london_day(tx.at)
    by_series, facts = days_by_series(deaths_to_watch(tx)), facts_of_deaths(tx)
    policy, known, days = policy_on(POLICY, today), _known(), window_of(today)
    still = {each.id for each in _due(tx, [series for series, _ in task.due])}
    for series, usual in task.due:
        if series.id in still:
            deaths = [each for each in by_series.get(series.id, ()) if days[0] <= each.notified_on <= days[1]]
            rows = [_values(facts[each.case_reference]) for each in deaths if each.case_reference in facts]
            made = signal_extract(series.id, series.label, days, usual, rows, known, policy)
            _keep(tx, made, policy)


def _due(tx: Transaction, series: Iterable[Series]) -> list[Series]:
    """Those without an extract of these weeks: where texts count, one that the system made."""
    by_system, by_anybody = extracts_made(tx)
    today = london_day(tx.at)
    return [
        each
        for each in series
        if extract_is_due((by_system if each.from_texts else by_anybody).get(each.id), today, ANEW_AFTER_DAYS)
    ]


def _known() -> dict[str, list[str]]:
    known = {name: list(KNOWN[name].values) if name in KNOWN else list(AREAS[1:]) for name in SPLITS}
    known["area"] = [area for area in known["area"] if " and " not in area]
    return known


def _values(row: Any) -> Mapping[str, str]:
    told = {name: getattr(row, name) or NOT_RECORDED for name in SPLITS}
    return {**told, "place_of_death": published_place(told["place_of_death"])}


def _keep(tx: Transaction, made: SignalExtract, policy: DisclosurePolicy) -> None:
    contents = {
        "label": made.label,
        "first": made.first.isoformat(),
        "last": made.last.isoformat(),
        "total": as_json(made.total),
        "usual_a_year": as_json(made.usual_a_year),
        "splits": [
            {"name": each.name, "label": each.label, "cells": [[k, as_json(cell)] for k, cell in each.cells]}
            for each in made.splits
        ],
    }
    checksum = hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
    row = insert(kept_extracts).values(
        series=made.series,
        last_day=made.last,
        policy=policy.name,
        policy_version=policy.version,
        contents=contents,
        checksum=checksum,
        made_by=tx.person.id,
        made_by_name=tx.person.name,
        made_at=tx.at,
    )
    tx.session.execute(row)
    tx.audit("make_signal_extract", subject=made.series, detail={"checksum": checksum})


MAKE_EXTRACTS = Errand("make_signal_extracts", take, do, record)
