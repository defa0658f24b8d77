"""Our themer beside medspaCy and a plain keyword search: speed in one process, and quality on the labelled
set.

medspaCy runs in an environment of its own, with spaCy's sentencizer (its fastest) and its own ConText: once
with keywords, once with the codebook's own patterns. Speed is characters a second of processor time without
the start, spans included; the texts are the same.
"""

import json
import re
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp.rules import read_theme, theme_rules
from services.theming.theming_command import theme_lines
from tests.benchmarks.environments import PEERS, NoPeer, python_of
from tests.benchmarks.measuring import note, report
from tests.unit.theming.scoring import figures, labelled, read

#: The peer with all of our patterns is so slow that a part of the texts must do.
FEW = 60
PEER_SECONDS = 600
Answers = list[dict[str, Any]]


def theming() -> None:
    """Speed in kilobytes a second, then a table of quality on the parts that no rule was written from."""
    texts = labelled("for_rules")
    ours = _speed(texts, lambda: list(theme_lines(_lines(texts))))
    try:
        python = python_of("medspacy")
        keywords = _peer_speed(python, PEERS / "keywords.toml", texts)
        report("Texts themed", ours, keywords, "kB/s", "medspaCy, sentencizer, keywords")
        with tempfile.TemporaryDirectory() as folder:
            patterns = Path(folder) / "patterns.json"
            patterns.write_text(json.dumps(_patterns()), encoding="utf-8")
            report("", ours, _peer_speed(python, patterns, texts[:FEW]), "kB/s", "medspaCy, our patterns")
        _quality({"medspaCy, keywords": lambda lines: _by_peer(python, PEERS / "keywords.toml", lines)[0]})
    except NoPeer as missing:
        note(f"NOT MEASURED beside medspaCy: {missing}")
        _quality({})


def _quality(others: dict[str, Callable[[Sequence[str]], Answers]]) -> None:
    readers = {"this themer": _by_us, **others, "keywords alone": _by_keywords}
    for part in ("reported_fair", "reported_ordinary", "reported_many", "reported_hard"):
        texts = labelled(part)
        for name, reader in readers.items():
            answers = reader(_lines(texts))
            reads = [read(text, answer["themes"]) for text, answer in zip(texts, answers, strict=True)]
            note(f"Quality on {len(texts)} texts ({part.replace('_', ', ')}), {name}:")
            note("\n".join(f"    {measure:<34}{figure}" for measure, figure in figures(reads).items()))


def _lines(texts: Sequence[dict[str, Any]]) -> list[str]:
    return [json.dumps({"id": text["id"], "text": text["text"]}) for text in texts]


def _by_us(lines: Sequence[str]) -> Answers:
    return [json.loads(line) for line in theme_lines(lines)]


def _by_keywords(lines: Sequence[str]) -> Answers:
    """Every word found is affirmed."""
    keywords = tomllib.loads((PEERS / "keywords.toml").read_text(encoding="utf-8"))
    wanted = {
        theme: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
        for theme, words in keywords.items()
    }
    found = []
    for line in map(json.loads, lines):
        themes = [
            {"theme": theme, "assertion": "affirmed", "evidence": [{"start": at.start(), "end": at.end()}]}
            for theme, words in wanted.items()
            for at in words.finditer(line["text"])
        ]
        found.append({"id": line["id"], "themes": themes})
    return found


def _by_peer(python: Path, looks_for: Path, lines: Sequence[str]) -> tuple[Answers, float]:
    """What the peer answers, and the seconds of processor time it says it took. Raises NoPeer."""
    command = [str(python), str(PEERS / "medspacy_themes.py"), str(looks_for)]
    try:
        done = subprocess.run(
            command, input="\n".join(lines), capture_output=True, text=True, timeout=PEER_SECONDS, check=True
        )
    except subprocess.CalledProcessError as failed:
        raise NoPeer((failed.stderr or "").strip().splitlines()[-1]) from None
    except subprocess.TimeoutExpired:
        raise NoPeer(f"no answer within {PEER_SECONDS} s") from None
    *answers, last = map(json.loads, done.stdout.splitlines())
    return answers, last["seconds"]


def _peer_speed(python: Path, looks_for: Path, texts: Sequence[dict[str, Any]]) -> float:
    return _size(texts) / min(_by_peer(python, looks_for, _lines(texts))[1] for _ in range(2))


def _speed(texts: Sequence[dict[str, Any]], work: Callable[[], object]) -> float:
    """Kilobytes a second of processor time: the best of three runs after one that is not counted."""
    work()
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return _size(texts) / min(taken)


def _size(texts: Sequence[dict[str, Any]]) -> float:
    return sum(len(text["text"]) for text in texts) / 1000


def _patterns() -> dict[str, list[str]]:
    """The regular expressions of every rule of the codebook, by theme."""
    return {
        theme: [
            expression.compiled.pattern
            for rule in theme_rules(read_theme(theme)).rules
            for expression in rule.patterns
        ]
        for theme in load_codebook().themes
    }
