"""Texts de-identified, beside a plain pass of the patterns over the same texts: no names, places or people.

Both are told by a second of processor time, which is what one core gives; the clock of a busy machine is not.
"""

import json
import time
import tomllib
from collections.abc import Callable

from services.notifications.domain.redaction.patterns import PATTERNS
from services.notifications.redacting import redact_lines
from tests.benchmarks.measuring import report
from tests.unit.notifications.labelled_texts import FOLDER, LabelledText, texts
from tests.unit.notifications.measured_redaction import PARTS

# What reports mostly say, between the sentences that name somebody.
ACCOUNT = (
    "The baby was found lying on the sofa beside a sleeping adult and the mother called for help at once. "
    "The chart was reviewed by the team and nothing else of note was found in the bedroom that morning. "
)
LENGTH = 10_000  # characters of one text: a return


def redacting() -> None:
    """Kilobytes a second of one process, which uses one core."""
    labelled = [one for part in PARTS for one in texts(f"{part}.txt")]
    _measure("Texts de-identified", _lines(labelled, ACCOUNT * 2))
    _measure("Texts dense with names de-identified", _lines(labelled, ""))


def _measure(what: str, lines: list[str]) -> None:
    written = [json.loads(line)["text"] for line in lines]
    size = sum(map(len, written)) / 1000
    ours = _processor_seconds(lambda: list(redact_lines(lines)))
    floor = _processor_seconds(
        lambda: [sum(1 for _ in each.expression.finditer(text)) for each in PATTERNS for text in written]
    )
    report(what, size / ours, size / floor, "kB/s", "a plain pass of the patterns")


def _processor_seconds(work: Callable[[], object]) -> float:
    """The least of three runs after one that is not counted."""
    work()
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def _lines(labelled: list[LabelledText], between: str) -> list[str]:
    """One long text for each family that these texts are about."""
    families = tomllib.loads((FOLDER / "families.toml").read_text(encoding="utf-8"))
    lines = []
    told = {one.family for one in labelled}
    for family, known in ((family, known) for family, known in families.items() if family in told):
        own = "\n\n".join(f"{one.text} {between}" for one in labelled if one.family == family)
        text = (own * (LENGTH // len(own) + 1))[:LENGTH]
        lines.append(json.dumps({"id": family, "text": text, "known": known}))
    return lines
