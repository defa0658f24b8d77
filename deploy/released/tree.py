"""The code of the released version, taken from the history into a folder of its own."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = Path("shared", "web", "static", "build")


class NoHistory(LookupError):
    """This copy of the repository does not hold that commit."""


def unpack(commit: str, folder: Path) -> None:
    """Put the tree of ``commit`` into ``folder``, with the built assets of today. Raises NoHistory."""
    done = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)  # noqa: S607 - the git of who develops
    if done.returncode:
        raise NoHistory(f"The commit {commit} is not in this copy's history (a shallow or exported copy?)")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    (folder / BUILT).parent.mkdir(parents=True, exist_ok=True)
    (folder / BUILT).symlink_to(ROOT / BUILT)


def python_of(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment in which ``sys.executable`` runs the code in ``folder`` and not this one."""
    return {**os.environ, "PYTHONPATH": str(folder), **(environment or {})}


def run(folder: Path, *arguments: str, **environment: str) -> int:
    """Run Python on the code in ``folder``; its exit status."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=python_of(folder, environment)).returncode
