"""Discovery over many texts beside BERTopic, each in a process of its own, from start to end.

BERTopic begins by encoding the texts with a language model, whose weights are not at hand: a network of the
same shape does that work in its place (`peers/sentence_network.py`), and the topics are made of LSA vectors,
whose making is not counted. What it takes without the encoding is told beside it.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from threading import Timer

from tests.benchmarks.environments import PEERS, NoPeer, python_of
from tests.benchmarks.measuring import note, report
from tests.benchmarks.processes import CDOP
from tests.unit.theming.discovery.planting import FIRST, found_again, kept, ordinary, planted
from tests.unit.theming.scoring import labelled

TEXTS = int(os.environ.get("CDOP_BENCH_DISCOVER_TEXTS", "20000"))
SENTENCES = 7  # of a text
PEER_SECONDS = 2700
ALONE = Path(__file__).parent / "measured_alone.py"
PEER, AFTER = "BERTopic", "BERTopic after its encoding"
WELL = 0.9  # what is asked of the best proposal


def discovering() -> None:
    """How many planted themes are found that nothing was tuned to; then seconds and most memory, where a
    figure above 1 is in our favour.
    """
    themes = planted("planted_fairly_unseen")
    _found_again(
        "narratives of known themes", {kind: found_again(told, ordinary()) for kind, told in themes.items()}
    )
    _found_again(
        "narratives of a fair test", {kind: found_again(told, kept(kind)) for kind, told in themes.items()}
    )
    lines = many_texts(TEXTS)
    ours = _taken([sys.executable, "-c", CDOP, "discover"], lines)
    note(f"Discovery over {len(lines)} texts: {ours.seconds:.1f} s, {ours.megabytes:,.0f} MB")
    try:
        command = [str(python_of("bertopic")), str(PEERS / "bertopic_topics.py")]
        theirs = _taken(command, lines)
    except NoPeer as missing:
        note(f"NOT MEASURED beside BERTopic: {missing}")
        return
    told = json.loads(theirs.last_line)
    whole = theirs.seconds - told["other_vectors"]
    report("Discovery, texts", TEXTS / ours.seconds, TEXTS / whole, "texts/s", PEER)
    report("", TEXTS / ours.seconds, TEXTS / (whole - told["encoding"]), "texts/s", AFTER)
    report("Discovery, memory", ours.megabytes, theirs.megabytes, "MB", PEER)


def _found_again(among: str, scores: Mapping[str, float]) -> None:
    good, mean = sum(score >= WELL for score in scores.values()), sum(scores.values()) / len(scores)
    note(
        f"Planted themes among {among}, best F1 of the first {FIRST}: {good} of {len(scores)} with {WELL} or"
        f" more, mean {mean:.2f}"
    )
    note("  " + ", ".join(f"{kind} {score:.2f}" for kind, score in scores.items()))


def many_texts(count: int) -> list[str]:
    """JSON lines of narratives put together from sentences of the labelled ones, the same each time."""
    draw = random.Random(20)
    told = [sentence for one in labelled("for_rules") for sentence in one["text"].split(". ") if sentence]
    texts = (". ".join(draw.sample(told, SENTENCES)) for _ in range(count))
    return [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]


@dataclass(frozen=True)
class _Run:
    """A process from its start to its end, and the most memory that it held."""

    seconds: float
    megabytes: float
    last_line: str


def _taken(command: Sequence[str], lines: Sequence[str]) -> _Run:
    """What a process takes to read the lines. Raises NoPeer when it fails."""
    with (
        TemporaryFile("w+") as given,
        TemporaryFile("w+") as answers,
        TemporaryFile("w+") as said,
        NamedTemporaryFile("r") as measured,
    ):
        given.write("\n".join(lines))
        given.seek(0)
        alone = [sys.executable, "-S", str(ALONE), measured.name, *command]
        running = subprocess.Popen(alone, stdin=given, stdout=answers, stderr=said, start_new_session=True)
        with stopped_after(running, PEER_SECONDS):
            status = running.wait()
        if status:
            said.seek(0)
            raise NoPeer(" ".join(said.read().strip().splitlines()[-1:]) or f"ended with {status}")
        answers.seek(0)
        seconds, megabytes = map(float, measured.read().split())
        return _Run(seconds, megabytes, answers.read().strip().splitlines()[-1])


@contextmanager
def stopped_after(running: "subprocess.Popen[bytes]", seconds: float) -> Iterator[None]:
    """Kills a process that takes too long, with those that it started."""
    alarm = Timer(seconds, lambda: os.killpg(running.pid, signal.SIGKILL))
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
