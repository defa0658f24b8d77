"""Look at every series when a day has begun or notifications have come: no request waits."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from services.theming.domain.london_days import london_day
from services.theming.domain.signals.series import NotifiedDeath, Series, days_by_series, watched_series
from services.theming.domain.signals.settings import SignalSettings, signal_settings_on
from services.theming.domain.signals.signal import SignalStatus, is_new, signal_id
from services.theming.domain.signals.standing import Raised, Standing
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.signals import deaths_held, deaths_to_watch, last_look, raised_before
from services.theming.tables import signal, signal_evidence, signal_look
from shared.service import Errand
from shared.storage import Transaction

#: A look that has not ended by then died with its process.
LOST_AFTER = timedelta(minutes=30)
#: Notifications that come meanwhile are looked at together.
AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Task:
    number: int
    deaths: list[NotifiedDeath]
    series: dict[str, Series]
    today: date
    settings: SignalSettings


def take(tx: Transaction) -> Task | None:
    """Claim the next look; None while there is nothing new, or another process is at it."""
    last, held, today = last_look(tx), deaths_held(tx), london_day(tx.at)
    if not held or (last and last.ended_at is None and tx.at - last.begun_at < LOST_AFTER):
        return None
    if last and last.on == today and (last.deaths == held or tx.at - last.begun_at < AGAIN_AFTER):
        return None
    settings = signal_settings_on(today)
    begun = insert(signal_look).values(on=today, begun_at=tx.at, settings=settings.version, deaths=held)
    number = tx.session.execute(begun.returning(signal_look.c.number)).scalar_one()
    return Task(number, deaths_to_watch(tx), watched_series(codebook_in_use(tx)), today, settings)


def do(task: Task) -> tuple[list[Standing], list[Raised]]:
    # Here and not above: these libraries take seconds to load, and many processes never need them.
    from services.theming.signals.looking import look

    first = min(each.notified_on for each in task.deaths)
    return look(task.series, days_by_series(task.deaths), first, task.today, task.settings)


def record(tx: Transaction, task: Task, found: tuple[list[Standing], list[Raised]]) -> None:
    """Keep how each series stands, and raise what is new: one series raises none while it rests."""
    standing, raised = found
    rows = [{**vars(each), "speaking": list(each.speaking)} for each in standing]
    ended = update(signal_look).where(signal_look.c.number == task.number)
    tx.session.execute(ended.values(ended_at=tx.at, standing=rows))
    new = [
        each
        for each in raised
        if is_new(each.raised_on, raised_before(tx, each.series), task.settings) and _raise(tx, task, each)
    ]
    tx.audit("look_for_signals", detail={"series": len(standing), "raised": len(new)})


def _raise(tx: Transaction, task: Task, raised: Raised) -> bool:
    number = signal_id(raised.series, raised.raised_on)
    told = {"series": raised.series, "label": task.series[raised.series].label, "raised_on": raised.raised_on}
    row = insert_once(signal).values(
        id=number,
        **told,
        raised_at=tx.at,
        settings=task.settings.version,
        status=SignalStatus.RAISED,
    )
    if not tx.session.execute(row.on_conflict_do_nothing().returning(signal.c.id)).all():
        return False
    evidence = asdict(raised.evidence) | {"window_starts_on": raised.evidence.window_starts_on.isoformat()}
    kept = insert(signal_evidence).values(signal_id=number, evidence=evidence, cases=list(raised.cases))
    tx.session.execute(kept)
    return True


LOOK_FOR_SIGNALS = Errand("look_for_signals", take, do, record)
