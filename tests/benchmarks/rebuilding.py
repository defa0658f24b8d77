"""Theming made anew from its events: records a second, and the memory of the process that does it.

The events are put straight on the log, in the mix of a case that has been reviewed; the texts are the
demonstration's. ``CDOP_BENCH_REBUILD_EVENTS`` says how many: 100,000 take minutes, as every text is themed.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from uuid import uuid4

import structlog

from deploy.host import installation
from deploy.rebuild import rebuild
from deploy.services import BY_NAME
from services.theming.nlp.themer import load_themer
from shared.contracts import EVENT_TYPES, Event, to_cloudevent
from shared.messaging import Record
from shared.settings import Settings, load_settings
from tests.benchmarks.material import EXAMPLES, TEXTS
from tests.benchmarks.measuring import load, note, report
from tests.benchmarks.processes import environment_of

EVENTS = int(os.environ.get("CDOP_BENCH_REBUILD_EVENTS", "10000"))
# A reviewed case, in order: what is said how often, on which topic.
MIX = (
    ("child-death-notified", 1, "child-death-notifications"),
    ("reporting-form-requested", 6, "child-death-notifications"),
    ("reporting-form-received", 6, "child-death-notifications"),
    ("case-material-confirmed", 4, "child-death-notifications"),
    ("review-completed", 1, "child-death-reviews"),
)
AT_ONCE = 1000
TEXT_SHARE = 4 / sum(number for _, number, _ in MIX)


def rebuilding(settings: Settings) -> None:
    """Rows of the table: the whole rebuild, beside the themer alone on the same number of texts."""
    command = [sys.executable, "-m", "tests.benchmarks.rebuilding"]
    environment = {**os.environ, **environment_of(settings)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    texts = int(found["records"] * TEXT_SHARE)
    floor = found["records"] / (texts * _seconds_a_text())
    report(
        "Theming rebuilt", found["records"] / found["seconds"], floor, "events/s", "its texts themed, no more"
    )
    note(
        f"  {found['records']} events with {texts} texts, {found['seconds']:.0f} s,"
        f" at most {found['memory']} MB ({found['before']} MB before), {load()}"
    )


def _seconds_a_text() -> float:
    themer = load_themer()
    for text in TEXTS[:20]:
        themer.propose(text)
    started = time.perf_counter()
    for text in TEXTS:
        themer.propose(text)
    return (time.perf_counter() - started) / len(TEXTS)


def events() -> Iterator[Record]:
    """Cases without end, each with its events in order."""
    examples = {name: json.loads((EXAMPLES / f"{name}.v1.json").read_text()) for name, _, _ in MIX}
    texts = count()
    for case in count(1):
        for name, number, topic in MIX:
            for each in range(number):
                data = {**examples[name]["data"], "case_reference": f"REB-2026-{case:06}"}
                if name == "case-material-confirmed":
                    data |= {"material_id": f"m{each}", "text": TEXTS[next(texts) % len(TEXTS)]}
                yield _record(topic, EVENT_TYPES[examples[name]["type"]].model_validate(data))


def _record(topic: str, event: Event) -> Record:
    envelope = to_cloudevent(str(uuid4()), "/benchmark", datetime.now(UTC), event)
    return Record(topic, event.case_reference, envelope)


def main() -> None:
    """Fill the log, rebuild, and say what it took, as JSON."""
    from resource import RUSAGE_SELF, getrusage

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with installation(load_settings(), (BY_NAME["theming"],)) as place:
        waiting = islice(events(), EVENTS)
        while some := list(islice(waiting, AT_ONCE)):
            place.log.append(some)
        before = getrusage(RUSAGE_SELF).ru_maxrss // 1024
        done = rebuild(BY_NAME["theming"], place.databases["theming"], place.log)
    memory = {"before": before, "memory": done.peak_memory}
    print(json.dumps({"records": done.records, "seconds": done.seconds, **memory}))


if __name__ == "__main__":
    main()
