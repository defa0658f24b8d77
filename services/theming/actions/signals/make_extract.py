"""What public health is given of a series before review: made once, the same for everybody for four weeks."""

import hashlib
import json
from typing import Any

from sqlalchemy import insert

from services.theming.domain.london_days import london_day
from services.theming.domain.signals.extract import (
    ANEW_AFTER_DAYS,
    SPLITS,
    SignalExtract,
    signal_extract,
    window_of,
)
from services.theming.domain.signals.series import days_by_series, watched_series
from services.theming.domain.statistics.dimensions import NOT_RECORDED, published_place
from services.theming.domain.statistics.tree import AREAS
from services.theming.publishing import KNOWN
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.signals import (
    deaths_to_watch,
    extract_is_due,
    facts_of_deaths,
    last_look,
    newest_extract,
    standing_kept,
)
from services.theming.tables import signal_extract as kept_extracts
from shared.disclosure.cells import as_json
from shared.disclosure.policies import policy_on
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

POLICY = "publishable"


def make_extract(tx: Transaction, *, series: str) -> Any:
    """The extract of a series as it is kept: the one there is, or a new one when four weeks have gone by.

    Raises NotFound. A second extract soon after the first would show single deaths by subtraction.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    if series not in watched_series(codebook_in_use(tx)):
        raise NotFound("There is no such series.")
    today = london_day(tx.at)
    kept = newest_extract(tx, series)
    if extract_is_due(kept, today, ANEW_AFTER_DAYS):
        _keep(tx, _made(tx, series))
        kept = newest_extract(tx, series)
    tx.audit("read_signal_extract", subject=series, reading=True, detail={"checksum": kept.checksum})
    return kept


def _made(tx: Transaction, series: str) -> SignalExtract:
    today = london_day(tx.at)
    first, last = window_of(today)
    deaths = days_by_series(deaths_to_watch(tx)).get(series, ())
    cases = [each.case_reference for each in deaths if first <= each.notified_on <= last]
    rows = [_values(row) for row in facts_of_deaths(tx, cases)]
    known = {name: list(KNOWN[name].values) if name in KNOWN else list(AREAS[1:]) for name in SPLITS}
    known["area"] = [area for area in known["area"] if " and " not in area]
    usual = {each.series: each.a_year for each in standing_kept(last_look(tx, ended=True))}
    label = watched_series(codebook_in_use(tx))[series].label
    policy = policy_on(POLICY, today)
    return signal_extract(series, label, (first, last), usual.get(series, 0.0), rows, known, policy)


def _values(row: Any) -> dict[str, str]:
    told = {name: getattr(row, name) or NOT_RECORDED for name in SPLITS}
    return {**told, "place_of_death": published_place(told["place_of_death"])}


def _keep(tx: Transaction, made: SignalExtract) -> None:
    policy = policy_on(POLICY, london_day(tx.at))
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
