"""``make bench``: figures of this machine, each beside a floor measured in the same run."""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import spacy

from deploy.host import Installation, embedded_settings, installation, working
from deploy.personas import PERSONAS
from services.notifications.timeliness import judge_lines
from services.theming.nlp.themer import load_themer
from shared.contracts import ChildDeathNotified
from shared.messaging import consume_once, relay_once
from tests.benchmarks.material import DEATHS, NOTIFIED, TEXTS

RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median of RUNS runs after one that is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def report(what: str, ours: float, floor: float, unit: str, floor_is: str) -> None:
    print(
        f"{what:<34}{ours:>12,.1f} {unit:<16} floor {floor:>12,.1f} ({floor_is}); {ours / floor:,.2f} of it"
    )


def judging_deaths() -> None:
    ours = seconds(lambda: list(judge_lines(DEATHS)))
    floor = seconds(lambda: [json.dumps(json.loads(line)) for line in DEATHS])
    count = len(DEATHS)
    report("Clocks judged", count / ours, count / floor, "deaths/s", "read and write JSON")


def theming_texts() -> None:
    themer, blank = load_themer(), spacy.blank("en")
    blank.add_pipe("sentencizer")
    ours = seconds(lambda: [themer.propose(text) for text in TEXTS])
    floor = seconds(lambda: [blank(text) for text in TEXTS])
    report("Texts themed", len(TEXTS) / ours, len(TEXTS) / floor, "texts/s", "blank spaCy, sentences only")


def notified(reference: str) -> ChildDeathNotified:
    return ChildDeathNotified.model_validate({**NOTIFIED, "case_reference": reference})


def delivering_events(place: Installation) -> None:
    notifications, panel = place.databases["notifications"], place.databases["panel"]
    event = notified("LLR-2026-9999")

    def publish() -> None:
        with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
            for _ in range(200):
                tx.publish(event)

    def deliver() -> None:
        publish()
        relay_once(notifications, place.log, at=datetime.now(UTC))
        while consume_once(
            panel,
            place.log,
            topic="child-death-notifications",
            group="bench",
            handlers={},
            at=datetime.now(UTC),
        ):
            pass

    report("Events delivered", 200 / seconds(deliver), 200 / seconds(publish), "events/s", "outbox only")


def waiting_for_an_event(place: Installation) -> None:
    """From a commit in notifications to the row in panel's inbox, with the workers running."""
    notifications, panel = place.databases["notifications"], place.databases["panel"]
    taken = []
    with working(place):
        for number in range(40):
            with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
                tx.publish(notified(f"LLR-2026-{number:04}"))
            started = time.perf_counter()
            while _handled(panel) <= number and time.perf_counter() - started < 10:
                time.sleep(0.005)
            taken.append(time.perf_counter() - started)
    p95 = quantiles(taken, n=20)[-1]
    print(f"{'Event seen by panel':<34}median {median(taken) * 1000:,.0f} ms, p95 {p95 * 1000:,.0f} ms")


def _handled(panel) -> int:  # type: ignore[no-untyped-def]
    return _count(panel, "SELECT count(*) FROM inbox WHERE handled_at > now() - interval '1 minute'")


def _count(database, statement: str) -> int:  # type: ignore[no-untyped-def]
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(statement).scalar_one())


def main() -> None:
    judging_deaths()
    theming_texts()
    with tempfile.TemporaryDirectory(prefix="cdr-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        with embedded_settings(Path(folder)) as settings, installation(settings) as place:
            place.migrate()
            waiting_for_an_event(place)
            delivering_events(place)


if __name__ == "__main__":
    main()
