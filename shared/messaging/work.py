"""A service's background work: its relay, its consumers and its steps, each in a thread of its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import structlog

from shared.auditing.anchors import anchoring
from shared.auditing.sealing import sealing
from shared.failures import kind_of
from shared.messaging.consumer import consume_once
from shared.messaging.log import EventLog
from shared.messaging.observing import stepping
from shared.messaging.relay import relay_once
from shared.messaging.retry import retry_once
from shared.metrics import JOB_FAILURES
from shared.people import SYSTEM
from shared.service import Errand, Service, Step
from shared.settings import Settings
from shared.storage import Database

IDLE_SECONDS = 0.1
# Looking ten times a second for work that is not there was most of what an idle installation cost.
QUIET_SECONDS = 0.5  # the pause once no job of the process has found anything for LIVELY_SECONDS
LIVELY_SECONDS = 1.0
FAILED_SECONDS = 1.0
FINISH_SECONDS = 20  # what is not finished then is rolled back, and comes again
logger = structlog.get_logger(__name__)
Job = Callable[[], bool]


def utc_now() -> datetime:
    return datetime.now(UTC)


def jobs(
    service: Service,
    database: Database,
    log: EventLog,
    now: Callable[[], datetime] = utc_now,
    settings: Settings | None = None,
) -> dict[str, Job]:
    """Everything a service does in the background, by name; a job returns True if it did something.

    Without ``settings`` what needs them is left out.
    """
    found: dict[str, Job] = {}
    if service.topic:
        found["relay"] = lambda: relay_once(database, log, at=now())
    for topic in service.consumes:
        found[f"consume {topic}"] = _consumer(service, database, log, topic, now)
    if service.consumes:
        found["retry"] = lambda: retry_once(database, service.handlers, at=now())
    own = (*service.work_with(settings), *audit_steps(settings, service.name)) if settings else ()
    for step in (*service.steps, *own):
        job = _errand(step, database, now) if isinstance(step, Errand) else _step(step, database, now)
        found[f"step {name_of(step)}"] = job
    return found


def audit_steps(settings: Settings, service: str) -> tuple[Step, ...]:
    """Sealing the audit where there is a key to sign with, and anchoring it where there is a folder."""
    signing, folder = settings.seal_signing, settings.audit_anchors_folder
    if signing is None:
        return ()
    seals = sealing(settings.marking_keys(service), signing)
    return (seals, anchoring(Path(folder))) if folder else (seals,)


def audit_jobs(
    database: Database, settings: Settings, now: Callable[[], datetime] = utc_now
) -> dict[str, Job]:
    """Sealing and anchoring of a database that has no other work: who is signed in."""
    steps = audit_steps(settings, database.service)
    return {f"step {name_of(step)}": _step(step, database, now) for step in steps}


def name_of(step: Step | Errand) -> str:
    return step.name if isinstance(step, Errand) else step.__name__


def _consumer(
    service: Service, database: Database, log: EventLog, topic: str, now: Callable[[], datetime]
) -> Job:
    return lambda: consume_once(
        database, log, topic=topic, group=service.name, handlers=service.handlers, at=now()
    )


def _step(step: Step, database: Database, now: Callable[[], datetime]) -> Job:
    def run() -> bool:
        with stepping(database.service, step.__name__) as run_of:
            with database.transaction(person=SYSTEM, at=now()) as transaction:
                run_of.did_something = step(transaction)
        return run_of.did_something

    return run


def _errand(errand: Errand, database: Database, now: Callable[[], datetime]) -> Job:
    def run() -> bool:
        with stepping(database.service, errand.name) as run_of:
            with database.transaction(person=SYSTEM, at=now()) as transaction:
                taken = errand.take(transaction)
            if taken is not None:
                outcome = errand.do(taken)
                with database.transaction(person=SYSTEM, at=now()) as transaction:
                    errand.record(transaction, taken, outcome)
            run_of.did_something = taken is not None
        return run_of.did_something

    return run


def drain(all_jobs: dict[str, Job]) -> None:
    """Run jobs in turn until none has anything left to do (the seed and tests)."""
    while sum(job() for job in all_jobs.values()):
        pass


class Workers:
    """Threads that run jobs until told to stop; a job that fails is tried again, and the failure logged."""

    def __init__(self, all_jobs: dict[str, Job]) -> None:
        self._stop = Event()
        self._found_work_at = monotonic()
        self._threads = [
            Thread(target=self._run, args=(name, job), name=name, daemon=True)
            for name, job in all_jobs.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask every thread to finish what it is doing, and wait for it, FINISH_SECONDS at most."""
        self._stop.set()
        until = monotonic() + FINISH_SECONDS
        for thread in self._threads:
            if thread.ident:
                thread.join(timeout=max(0.0, until - monotonic()))

    def alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def _run(self, name: str, job: Job) -> None:
        while not self._stop.is_set():
            try:
                pause = self._pause_after(job())
            except Exception as failure:
                JOB_FAILURES.labels(name).inc()
                logger.error("job_failed", job=name, error=kind_of(failure))
                pause = FAILED_SECONDS
            self._stop.wait(pause)

    def _pause_after(self, found_work: bool) -> float:
        """Seconds until a job looks again: none while there is more, and longer once all is quiet."""
        if found_work:
            self._found_work_at = monotonic()
            return 0.0
        lively = monotonic() - self._found_work_at < LIVELY_SECONDS
        return IDLE_SECONDS if lively else QUIET_SECONDS
