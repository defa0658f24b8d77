"""``make released COMMIT=...``: record what the version released with COMMIT says to its databases.

Its own integration tests, demonstration included, are run with ``statement_recorder``: some minutes.
The statements, without values, are written to ``tests/contract/released/``, one file a service.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deploy.released import statement_recorder_source
from deploy.released.tree import ROOT, run, unpack
from deploy.services import SERVICES

TARGET = ROOT / "tests" / "contract" / "released"
KERNEL = frozenset({"outbox", "inbox", "dead_letter", "relay_lease", "audit_entry"})
# What only migrating and making tables says.
_LEFT_OUT = re.compile(r"\balembic_version\b|\bpg_catalog\b|\binformation_schema\b|INSERT INTO relay_lease")
_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE) \"?(\w+)", re.IGNORECASE)


def record(commit: str) -> None:
    """Write the files for ``commit``; ends with an error if the tests of that version do not pass."""
    full = _git("rev-parse", commit)
    # allow temporary-file: a socket's path must be short; a folder for us alone
    with tempfile.TemporaryDirectory(prefix="cdr-released-", dir="/tmp") as made:
        tree, said = Path(made, "tree"), Path(made, "said.json")
        unpack(full, tree)
        shutil.copy(statement_recorder_source(), tree)
        named = {"CDOP_STATEMENTS": str(said), "CDOP_RECORDED_TREE": str(tree)}
        if run(tree, "-m", "pytest", "-q", "-p", "statement_recorder", "tests/integration", **named):
            sys.exit(f"The tests of {commit} did not pass: nothing was recorded.")
        heads = {service.name: _head(tree, service.name) for service in SERVICES}
        write(full, heads, json.loads(said.read_text()))


def write(commit: str, heads: Mapping[str, str], said: Mapping[str, list[str]]) -> None:
    """One file a service, a line a statement; and which commit it was, with the head of its migrations."""
    TARGET.mkdir(exist_ok=True)
    for service in SERVICES:
        statements = sorted(statements_of(service.name, said))
        (TARGET / f"{service.name}.sql").write_text("".join(f"{each};\n" for each in statements))
    lines = [f'commit = "{commit}"', f'day = "{_git("log", "-1", "--format=%cs", commit)}"', "", "[heads]"]
    lines += [f'{service} = "{head}"' for service, head in heads.items()]
    (TARGET / "release.toml").write_text("\n".join(lines) + "\n")


def statements_of(service: str, said: Mapping[str, list[str]]) -> set[str]:
    """A service's own statements, and what the tests of the shared kernel say to the kernel's tables."""
    names = {each.name for each in SERVICES}
    own = {each for each in said.get(service, ()) if not _LEFT_OUT.search(each)}
    shared = {each for name, all_said in said.items() if name not in names for each in all_said}
    return own | {each for each in shared if _is_of_the_kernel(each)}


def _is_of_the_kernel(statement: str) -> bool:
    tables = set(_TABLES.findall(statement))
    return bool(tables) and tables <= KERNEL


def _head(tree: Path, service: str) -> str:
    """The newest revision: they are numbered (``deploy.new_migration``)."""
    versions = tree / "services" / service / "migrations" / "versions"
    return max(file.name[:4] for file in versions.glob("*.py"))


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - the git of who develops
    return done.stdout.strip()


if __name__ == "__main__":
    record(sys.argv[1])
