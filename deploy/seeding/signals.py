"""Signals of the demonstration: one that is closed, one assessed and told, one that was only seen.

They are found and not made up: all series are looked at as on three days of the two years, by what had been
notified by then.
"""

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from deploy.seeding.people import MANAGER
from services.theming.actions.signals.assess_signal import assess_signal
from services.theming.actions.signals.close_signal import close_signal
from services.theming.actions.signals.look_for_signals import LOOK_FOR_SIGNALS
from services.theming.actions.signals.see_signal import see_signal
from services.theming.actions.signals.tell_about_signal import tell_about_signal
from services.theming.domain.london_days import london_day
from services.theming.queries.signals import last_look, signals
from shared.people import SYSTEM
from shared.storage import Database, Transaction

_LOOKED, _AT_WORK = time(5, 30), time(10, 20)


def show_signals(database: Database, now: datetime) -> None:
    """Once: nothing happens where something has been looked at already."""
    with database.transaction(person=SYSTEM, at=now) as tx:
        if last_look(tx) is not None:
            return
        for row in _looks():
            if row["on"] < london_day(now):
                _look_and_work_through(database, tx, row, now)


def _look_and_work_through(database: Database, tx: Transaction, row: dict[str, Any], now: datetime) -> None:
    manager = database.joined(tx.session, person=MANAGER, at=now)
    before = {each.id for each in signals(manager)}
    _look(database.joined(tx.session, person=SYSTEM, at=datetime.combine(row["on"], _LOOKED, UTC)))
    for raised in signals(manager):
        if raised.id not in before:
            for step in row["steps"]:
                at = _when(step, row["on"], now)
                if at < now:
                    _TAKEN[step["step"]](database.joined(tx.session, person=MANAGER, at=at), raised.id, step)


def _look(tx: Transaction) -> None:
    task = LOOK_FOR_SIGNALS.take(tx)
    if task is not None:
        LOOK_FOR_SIGNALS.record(tx, task, LOOK_FOR_SIGNALS.do(task))


def _when(step: dict[str, Any], looked_on: date, now: datetime) -> datetime:
    if "days_ago" in step:
        return now - timedelta(days=step["days_ago"])
    return datetime.combine(looked_on + timedelta(days=step["days_later"]), _AT_WORK, UTC)


def _see(tx: Transaction, signal_id: str, step: dict[str, Any]) -> None:
    see_signal(tx, signal_id=signal_id)


def _assess(tx: Transaction, signal_id: str, step: dict[str, Any]) -> None:
    assess_signal(tx, signal_id=signal_id, finding=step["finding"], outcome=step["outcome"])


def _tell(tx: Transaction, signal_id: str, step: dict[str, Any]) -> None:
    tell_about_signal(tx, signal_id=signal_id, whom=step["whom"], told_on=london_day(tx.at))


def _close(tx: Transaction, signal_id: str, step: dict[str, Any]) -> None:
    close_signal(tx, signal_id=signal_id, reason=step["reason"], nobody_to_tell=step["nobody_to_tell"])


_TAKEN: dict[str, Callable[[Transaction, str, dict[str, Any]], None]] = {
    "see": _see,
    "assess": _assess,
    "tell": _tell,
    "close": _close,
}


def _looks() -> list[dict[str, Any]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["looks"]
    return rows
