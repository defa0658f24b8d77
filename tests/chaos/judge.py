"""The judge: what was accepted, lost, half done, doubled or out of order, counted from the databases."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kafka.errors import KafkaError

from shared.messaging import EventLog
from tests.chaos.load import EVENTS_PER_CASE, Told
from tests.chaos.stored import EFFECTS, READERS, ROWS, Step, Steps, Stored

TOPIC = "child-death-notifications"
SETTLING_SECONDS = 240


@dataclass
class Verdict:
    """The counts of one fault. Everything but ``accepted``, ``events`` and ``kills`` ought to be nothing."""

    fault: str
    accepted: int = 0
    events: int = 0
    kills: int = 0
    errors: int = 0
    unanswered: int = 0
    lost: list[str] = field(default_factory=list)
    half_there: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def nothing_lost(self) -> bool:
        return not (
            self.lost
            or self.half_there
            or self.duplicated
            or self.reordered
            or self.surprises
            or self.waiting
        )

    def line(self) -> str:
        """One row of the table."""
        bad = (self.lost, self.half_there, self.duplicated, self.reordered)
        counts = (self.accepted, self.events, *map(len, bad), self.kills, self.errors, self.unanswered)
        return f"{self.fault:<52}" + "".join(f"{count:>11,}" for count in counts)

    def explained(self) -> str:
        """The line, and the first of what is wrong."""
        wrong = (self.lost, self.half_there, self.duplicated, self.reordered, self.surprises)
        return "\n".join(
            [
                HEADING,
                self.line(),
                *(f"  {one}" for some in wrong for one in some[:5]),
                f"  waiting: {self.waiting}",
            ]
        )


HEADING = f"{'fault':<52}" + "".join(
    f"{name:>11}"
    for name in (
        "accepted",
        "events",
        "lost",
        "half there",
        "duplicated",
        "reordered",
        "kills",
        "errors",
        "unanswered",
    )
)


def judge(
    fault: str,
    stored: Stored,
    log: EventLog,
    told: Sequence[Told],
    kills: int,
    settling: float = SETTLING_SECONDS,
) -> Verdict:
    """Wait until everything has arrived, or for ``settling`` seconds; then count."""
    waiting = settled(stored, log, settling)
    accepted = [one for one in told if one.reference]
    verdict = Verdict(fault, len(accepted), stored.count("notifications", "FROM outbox"), kills)
    verdict.errors = sum(one.errors for one in told)
    verdict.unanswered = sum(one.unanswered for one in told)
    verdict.surprises = [f"{one.reference or one.key}: {what}" for one in told for what in one.surprises]
    verdict.half_there = stored.half_there()
    verdict.waiting = {what: count for what, count in waiting.items() if count}
    for reader in READERS:
        _compare(verdict, reader, stored)
    _look_for(accepted, verdict, stored)
    return verdict


def settled(stored: Stored, log: EventLog, seconds: float) -> dict[str, int]:
    """What is still under way when nothing is any more, or when ``seconds`` have passed."""
    until = time.monotonic() + seconds
    while True:
        waiting = stored.waiting()
        if not any(waiting.values()):
            waiting = dict(_lag(log, reader) for reader in READERS)
        if not any(waiting.values()) or time.monotonic() > until:
            return waiting
        time.sleep(0.2)


def _lag(log: EventLog, reader: str) -> tuple[str, int]:
    """How far a reader is behind; or why the log, which may just have been started, does not say."""
    try:
        return f"lag of {reader}", log.lag(TOPIC, reader)
    except KafkaError as error:
        return f"lag of {reader} not known: {error!r}", 1


def _look_for(accepted: Sequence[Told], verdict: Verdict, stored: Stored) -> None:
    """Every notification answered 201 is a case in both readers, and was told about as often as it should."""
    cases = set(stored.cases_of_rows("panel", "child-death-notified"))
    facts = set(stored.cases_of_rows("theming", "child-death-notified"))
    events = Counter(stored.cases_told_of())
    for one in accepted:
        for where, there in (("no case in panel", cases), ("no facts in theming", facts)):
            if one.reference not in there:
                verdict.lost.append(f"{one.reference}: {where}")
        if (count := events[one.reference]) < EVENTS_PER_CASE:
            verdict.lost.append(f"{one.reference}: {count} events instead of {EVENTS_PER_CASE}")
        if count > EVENTS_PER_CASE:
            verdict.duplicated.append(f"{one.reference}: {count} events instead of {EVENTS_PER_CASE}")


def _compare(verdict: Verdict, reader: str, stored: Stored) -> None:
    """What a reader did against what it was told, case by case; then the rows this left."""
    implied, done = stored.implied(reader), stored.done(reader)
    for case in implied.keys() | done.keys():
        _compare_case(verdict, f"{reader} {case}", implied.get(case, []), done.get(case, []))
    for kind in (kind for name, kind in ROWS if name == reader):
        wanted = _count_of(implied, EFFECTS[reader][kind][0])
        found = Counter(stored.cases_of_rows(reader, kind))
        verdict.lost += [f"{reader} {case}: a row of {kind}" for case in (wanted - found).elements()]
        verdict.duplicated += [f"{reader} {case}: a row of {kind}" for case in (found - wanted).elements()]


def _compare_case(verdict: Verdict, where: str, implied: list[Step], done: list[Step]) -> None:
    missing, more = Counter(implied) - Counter(done), Counter(done) - Counter(implied)
    verdict.lost += [f"{where}: {step}" for step in missing.elements()]
    verdict.duplicated += [f"{where}: {step}" for step in more.elements()]
    if not missing and not more and implied != done:
        verdict.reordered.append(where)


def _count_of(steps: Steps, action: str) -> Counter[str]:
    return Counter(case for case, done in steps.items() for name, _ in done if name == action)
