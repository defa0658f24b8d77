"""Discovery over many texts beside BERTopic's steps after its first, each in a process of its own.

Ours is measured end to end. BERTopic is not: it would begin by making vectors of sentences with a language
model, whose weights are not at hand. It is given LSA vectors, made in its process and counted as its own,
so these figures say nothing of its time and memory with its own first step.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import Timer

from tests.benchmarks.environments import PEERS, NoPeer, python_of
from tests.benchmarks.measuring import note, report
from tests.benchmarks.processes import CDOP
from tests.unit.theming.discovery.planting import FIRST, found_again, ordinary, planted
from tests.unit.theming.scoring import labelled

TEXTS = int(os.environ.get("CDOP_BENCH_DISCOVER_TEXTS", "20000"))
SENTENCES = 7  # of a text
PEER_SECONDS = 1800
PEER = "BERTopic, LSA vectors given"
WELL = 0.9  # what is asked of the best proposal


def discovering() -> None:
    """How many planted themes are found that nothing was tuned to; then seconds and most memory, where a
    figure above 1 is in our favour.
    """
    scores = {kind: found_again(texts, ordinary()) for kind, texts in planted("planted_unseen").items()}
    good, mean = sum(score >= WELL for score in scores.values()), sum(scores.values()) / len(scores)
    note(
        f"Planted themes among the first {FIRST}: {good} of {len(scores)} with F1 of {WELL}, mean {mean:.2f}"
    )
    note("  " + ", ".join(f"{kind} {score:.2f}" for kind, score in scores.items()))
    lines = many_texts(TEXTS)
    ours = _taken([sys.executable, "-c", CDOP, "discover"], lines)
    note(f"Discovery over {len(lines)} texts: {ours[0]:.1f} s, {ours[1] / 1024:,.0f} MB")
    try:
        command = [str(python_of("bertopic")), str(PEERS / "bertopic_topics.py")]
        theirs = _taken(command, lines)
    except NoPeer as missing:
        note(f"NOT MEASURED beside BERTopic: {missing}")
        return
    report("Discovery, texts", TEXTS / ours[0], TEXTS / theirs[0], "texts/s", PEER)
    report("Discovery, memory", ours[1] / 1024, theirs[1] / 1024, "MB", PEER)


def many_texts(count: int) -> list[str]:
    """JSON lines of narratives put together from sentences of the labelled ones, the same each time."""
    draw = random.Random(20)
    told = [sentence for one in labelled("for_rules") for sentence in one["text"].split(". ") if sentence]
    texts = (". ".join(draw.sample(told, SENTENCES)) for _ in range(count))
    return [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]


def _taken(command: Sequence[str], lines: Sequence[str]) -> tuple[float, float]:
    """Seconds from start to end of a process that reads the lines, and the most memory it or a process of its
    own held (kB). Raises NoPeer when it fails.
    """
    with TemporaryFile("w+") as given, TemporaryFile() as answers, TemporaryFile("w+") as said:
        given.write("\n".join(lines))
        given.seek(0)
        started = time.perf_counter()
        running = subprocess.Popen(command, stdin=given, stdout=answers, stderr=said)
        with stopped_after(running, PEER_SECONDS):
            _, status, used = os.wait4(running.pid, 0)
        taken = time.perf_counter() - started
        if status:
            said.seek(0)
            raise NoPeer(" ".join(said.read().strip().splitlines()[-1:]) or f"ended with {status}")
    return taken, float(used.ru_maxrss)


@contextmanager
def stopped_after(running: "subprocess.Popen[bytes]", seconds: float) -> Iterator[None]:
    """Kills a process that takes too long."""
    alarm = Timer(seconds, running.kill)
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
