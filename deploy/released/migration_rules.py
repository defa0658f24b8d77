"""What a migration may do while the version before works: a table of rules over the SQL that it says.

First expand (add what the new version needs), then, in the release after, contract (take away what no version
uses any more). A step that contracts names the last release that still needed what it takes away::

    CONTRACTS_AFTER = "0.2.0"
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from deploy.released.tree import ROOT

MARK = "CONTRACTS_AFTER"


@dataclass(frozen=True)
class Rule:
    """What is refused in a statement, why, and what to do instead; ``contracts``: allowed with the mark."""

    pattern: str
    why: str
    instead: str
    contracts: bool = True


RULES: Sequence[Rule] = (
    Rule(r"\bDROP (COLUMN|TABLE|VIEW)\b", "the version before still uses it", "mark it as a contract step"),
    Rule(r"\bRENAME\b", "the version before knows the old name", "add the new beside the old"),
    Rule(r"\bALTER COLUMN \S+ (SET DATA )?TYPE\b", "it rewrites the table under a lock", "add a new column"),
    Rule(r"\bSET NOT NULL\b", "the version before leaves it out", "give it a default, or mark the step"),
    Rule(
        r"\bADD COLUMN (?!.*\b(DEFAULT|GENERATED)\b).*\bNOT NULL\b",
        "the version before leaves it out, and rows are there",
        "let it be null, or give it a server default",
    ),
    Rule(
        r"\bADD CONSTRAINT (?!.*\bNOT VALID\b).*\b(CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)\b",
        "every row is read under a lock, and the version before may break it",
        "add it NOT VALID and validate it in the next release, or mark the step",
    ),
    Rule(
        r"\bCREATE (UNIQUE )?INDEX (?!CONCURRENTLY)",
        "nobody can write to the table while it is built",
        "shared.storage.migration_steps.index_beside_traffic",
        contracts=False,
    ),
    Rule(
        r"\bLOCK TABLE\b|\bTRUNCATE\b|\bVACUUM FULL\b",
        "it keeps everybody out",
        "do without",
        contracts=False,
    ),
)
# Tables that stay so small that nothing done to them takes long.
SMALL = frozenset({"relay_lease", "dead_letter", "reference_counter", "panel_member"})
_CREATED = re.compile(r"\bCREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)")
_CHANGED = re.compile(r"\b(?:ALTER TABLE(?: ONLY)?|INDEX .*? ON|DROP TABLE|LOCK TABLE|TRUNCATE) \"?(\w+)")
_HARMLESS = re.compile(r"^\s*CREATE (OR REPLACE )?(FUNCTION|TRIGGER)\b", re.IGNORECASE)


def faults_of(migration: Path) -> list[str]:
    """What is wrong with a migration file, in plain words; empty if nothing is."""
    module = _loaded(migration)
    marked = getattr(module, MARK, None)
    found = [f"{migration.name}: {MARK} = {marked!r} is not a release before this one"] * (
        marked is not None and not _is_released(str(marked))
    )
    said = statements_of(module)
    made_here = {table for each in said for table in _CREATED.findall(each)}
    for statement in said:
        if not set(_CHANGED.findall(statement)) & made_here:
            found += [f"{migration.name}: {fault}" for fault in _broken(statement, marked is not None)]
    return found


def _broken(statement: str, marked: bool) -> Iterator[str]:
    if _HARMLESS.match(statement):
        return
    small = bool(set(_CHANGED.findall(statement)) & SMALL)
    for rule in RULES:
        excused = marked if rule.contracts else small
        if not excused and re.search(rule.pattern, statement, re.IGNORECASE):
            yield f"{rule.why}: {rule.instead}. {statement[:100]}"


def statements_of(migration: ModuleType) -> list[str]:
    """Every SQL statement of ``upgrade``, each on one line, as Alembic would say it, without a database.

    So a migration that reads to decide what to do cannot be judged: it fails here.
    """
    heard = _Heard()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": heard, "literal_binds": True}
    )
    with Operations.context(context):
        migration.upgrade()
    return heard.statements


class _Heard:
    """A text buffer that keeps what is written statement by statement."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def write(self, text: str) -> None:
        self.statements.append(" ".join(text.split()))

    def flush(self) -> None:
        """Nothing waits."""


def _loaded(migration: Path) -> ModuleType:
    spec = spec_from_file_location(f"migration_{migration.stem}", migration)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_released(version: str) -> bool:
    """Whether ``version`` comes before the one in pyproject.toml."""
    now = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return False
    return tuple(map(int, version.split("."))) < tuple(map(int, now.split(".")))
