"""What chance does at the size of each series is worked out once, when nobody waits, and kept."""

from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from services.theming.domain.london_days import london_day
from services.theming.domain.signals.false_alarms import FalseAlarms, worked_out_at
from services.theming.domain.signals.series import Series, watched_series
from services.theming.domain.signals.settings import SignalSettings, signal_settings_on
from services.theming.domain.signals.standing import Standing
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.signals import chances_begun, last_look, standing_kept
from services.theming.tables import false_alarms
from shared.service import Errand
from shared.storage import Transaction

#: One that was begun and not written down by then died with its process.
LOST_AFTER = timedelta(minutes=30)


class Task(NamedTuple):
    a_year: float
    series: Series
    settings: SignalSettings


def take(tx: Transaction) -> Task | None:
    """Claim the next size that is not worked out with the settings in force; None when all are."""
    look = last_look(tx, ended=True)
    if look is None:
        return None
    settings = signal_settings_on(london_day(tx.at))
    begun = chances_begun(tx, settings.version, since=tx.at - LOST_AFTER)
    series = watched_series(codebook_in_use(tx))
    for each in standing_kept(look):
        task = _task(each, series, settings)
        if task and (task.a_year, task.series.swing) not in begun:
            _claim(tx, task)
            return task
    return None


def do(task: Task) -> FalseAlarms:
    # Here and not above: these libraries take seconds to load, and many processes never need them.
    from services.theming.signals.backtest import false_alarms as work_out
    from services.theming.signals.seasons import Season

    return work_out(task.a_year, Season(task.series.swing, task.series.peak), task.settings)


def record(tx: Transaction, task: Task, found: FalseAlarms) -> None:
    kept = update(false_alarms).where(
        false_alarms.c.settings == task.settings.version,
        false_alarms.c.a_year == task.a_year,
        false_alarms.c.swing == task.series.swing,
    )
    tx.session.execute(kept.values(worked_out=asdict(found)))
    tx.audit("work_out_false_alarms", detail={"a_year": task.a_year, "swing": task.series.swing})


def _task(standing: Standing, series: dict[str, Series], settings: SignalSettings) -> Task | None:
    if standing.unjudged or standing.series not in series:
        return None
    return Task(worked_out_at(standing.a_year), series[standing.series], settings)


def _claim(tx: Transaction, task: Task) -> None:
    row = insert(false_alarms).values(
        settings=task.settings.version, a_year=task.a_year, swing=task.series.swing, begun_at=tx.at
    )
    key = ["settings", "a_year", "swing"]
    tx.session.execute(row.on_conflict_do_update(index_elements=key, set_={"begun_at": tx.at}))


WORK_OUT_FALSE_ALARMS = Errand("work_out_false_alarms", take, do, record)
