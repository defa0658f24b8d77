"""One more case among 400 and among 40,000: its facts, its text, its themes, its words; and the like cases.

Both databases are filled by COPY with invented cases whose words are as uneven as a real language's, and one
case is added to each in turn, so that whatever else this machine does slows both alike.
"""

import json
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from deploy.embedded import EmbeddedPostgres, embedded_postgres
from deploy.personas import PERSONAS
from services.theming.actions.comparables.index_case import index_case
from services.theming.actions.themes.propose_themes import propose_themes
from services.theming.app import SERVICE
from services.theming.comparing.finding import comparables_to_case
from services.theming.domain.comparables.likeness import length_of, weighed
from services.theming.domain.comparables.projecting import projected
from services.theming.domain.themes.codebook import load_codebook
from services.theming.handlers import HANDLERS
from shared.contracts import CaseMaterialConfirmed
from shared.identifier_patterns import identifiers_in
from shared.people import SYSTEM
from shared.storage import Database
from tests.benchmarks.material import EXAMPLES, TEXTS, notified
from tests.benchmarks.measuring import load, note, report

FEW, MANY = 400, int(os.environ.get("CDOP_BENCH_COMPARED_CASES", "40000"))
ADDED = 120
#: A case costs the same, whatever is there: a fifth more or less is the noise of a machine.
WITHIN = 1.2
WORDS, WORDS_OF_A_CASE = 30_000, 90
#: Narratives without the sentences that show an identifier: a text with one is not kept.
NARRATIVES = [". ".join(each for each in text.split(". ") if not identifiers_in(each)) for text in TEXTS]
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
BANDS = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")
_MATERIAL = json.loads((EXAMPLES / "case-material-confirmed.v1.json").read_text())["data"]


def comparing() -> None:
    """Two rows: adding a case, and finding the like ones. Ends the run if adding costs more among many."""
    with tempfile.TemporaryDirectory(prefix="cdr-bench-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        with embedded_postgres(folder / "postgres") as server:
            with filled(server, "few", FEW) as few, filled(server, "many", MANY) as many:
                _measure(few, many)


def _measure(few: Database, many: Database) -> None:
    taken: dict[Database, list[float]] = {few: [], many: []}
    for number in range(ADDED + 1):
        for database in (few, many) if number % 2 else (many, few):
            taken[database].append(_add(database, number))
    small, large = (median(each[1:]) for each in taken.values())  # the first loads what is loaded once
    report(f"A case added among {MANY:,}", 1 / large, 1 / small, "cases/s", f"among {FEW}")
    note(f"  {large * 1000:.1f} ms each, {small * 1000:.1f} ms among {FEW}; {load()}")
    asked_few, asked_many = _ask(few), _ask(many)
    report(f"Like cases found among {MANY:,}", 1 / asked_many, 1 / asked_few, "cases/s", f"among {FEW}")
    note(f"  {asked_many * 1000:.0f} ms each, {asked_few * 1000:.0f} ms among {FEW}")
    if large > small * WITHIN:
        raise SystemExit(f"a case costs {large / small:.2f} times as much among {MANY:,} as among {FEW}")


def _reference(number: int) -> str:
    return f"NEW-2026-{number:06}"


def _add(database: Database, number: int) -> float:
    """Seconds from the event that a death was notified until the case is counted and compared."""
    case = _reference(number)
    text = NARRATIVES[number % len(NARRATIVES)]
    told = CaseMaterialConfirmed.model_validate({**_MATERIAL, "case_reference": case, "text": text})
    events: list[Any] = [notified(case), told]
    started = time.perf_counter()
    for event in events:
        with database.transaction(person=SYSTEM, at=NOW) as tx:
            HANDLERS[type(event)](tx, event)
    for step in (propose_themes, index_case):
        with database.transaction(person=SYSTEM, at=NOW) as tx:
            assert step(tx)
    return time.perf_counter() - started


def _ask(database: Database) -> float:
    """The median of seconds to find what is like each of some added cases."""
    taken = []
    for number in range(1, 31):
        started = time.perf_counter()
        with database.transaction(person=PERSONAS["cdr-manager"], at=NOW) as tx:
            found = comparables_to_case(tx, _reference(number))
        taken.append(time.perf_counter() - started)
        assert found.reviewed or found.not_reviewed
    return median(taken)


@contextmanager
def filled(server: EmbeddedPostgres, name: str, cases: int) -> Iterator[Database]:
    """A database with so many cases, their texts, themes and words, as the steps would have left it."""
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    database = Database("theming", server.url(name))
    SERVICE.metadata.create_all(database.engine)
    with database.transaction(person=SYSTEM, at=NOW) as tx:
        propose_themes(tx)  # adopts the codebook
    with server.connect(name) as connection:
        connection.execute("DROP INDEX ix_case_words_vector")
        _copy(connection, cases)
        connection.execute(
            "CREATE INDEX ix_case_words_vector ON case_words USING hnsw (vector public.vector_cosine_ops)"
            " WITH (m = 8, ef_construction = 32)"
        )
        connection.execute("ANALYZE")
    yield database
    database.close()


def _copy(connection: Any, cases: int) -> None:
    chance = random.Random(cases)
    language = [f"{chance.choice('bcdfghklmnprstv')}{number:x}" for number in range(WORDS)]
    heard = list(accumulate(1 / (rank + 3) for rank in range(1, WORDS + 1)))
    said = [sorted(set(chance.choices(language, cum_weights=heard, k=WORDS_OF_A_CASE))) for _ in range(cases)]
    counted = Counter(word for words in said for word in words)
    themes = list(load_codebook().themes)
    tables: dict[str, tuple[str, Any]] = {
        "case_facts": (
            "case_reference, notified_on, reviewed_on, review_version, category, modifiability, age_band,"
            " place_of_death",
            (_facts(number, chance) for number in range(cases)),
        ),
        "case_text": (
            "case_reference, material_id, version, part, parts, kind, title, text, arrived_at, themed_by",
            (_text(number, words) for number, words in enumerate(said)),
        ),
        "theme_confirmation": (
            "case_reference, theme, status, proposed_at, pipeline_version, by_hand, decided_by,"
            " decided_by_name, reason, decided_at",
            (row for number in range(cases) for row in _themes(number, chance.sample(themes, 2))),
        ),
        "word_frequency": ("word, cases", [*counted.items(), ("", cases)]),
        "case_words": (
            "case_reference, words, length, of_cases, vector",
            (_words(number, words, counted, cases) for number, words in enumerate(said)),
        ),
    }
    for table, (columns, rows) in tables.items():
        with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _held(number: int) -> str:
    return f"OLD-2026-{number:06}"


def _facts(number: int, chance: random.Random) -> tuple[Any, ...]:
    day = date(2010, 1, 1) + timedelta(days=number % 5800)
    review = (day + timedelta(days=150), 1, 1 + number % 10, "modifiable") if number % 5 else (None,) * 4
    return (_held(number), day, *review, chance.choice(BANDS), "home")


def _text(number: int, words: list[str]) -> tuple[Any, ...]:
    version = f"rules+codebook-{load_codebook().version}"
    return (_held(number), "m", 1, 1, 1, "notification", "Notification", " ".join(words), NOW, version)


def _themes(number: int, themes: list[str]) -> Iterator[tuple[Any, ...]]:
    for theme in themes:
        yield (_held(number), theme, "confirmed", NOW, "1", False, "m", "M", "", NOW)


def _words(number: int, words: list[str], counted: Counter[str], cases: int) -> tuple[Any, ...]:
    weights = weighed(words, counted, cases)
    vector = f"[{','.join(f'{each:.5g}' for each in projected(weights))}]"
    return (_held(number), json.dumps({word: word for word in words}), length_of(weights), cases, vector)
