"""The part of the lock that one image needs: ``python -m deploy.image_lock panel < requirements.lock``.

Every lock entry says in comments what asked for it (``# via``). What only the theming extra asks for, the
language tools among it, stays out of the other services' images. Standard library only: it runs in the
image before anything is installed.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
EXTRAS: Mapping[str, tuple[str, ...]] = {"notifications": (), "panel": (), "theming": ("theming",)}
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")
_VIA = re.compile(r"^ +#(?: via|  ) +(\S+)")


def image_lock(lock: str, service: str, project: str) -> str:
    """The entries of ``lock`` that ``service`` needs, unchanged. KeyError if there is no such service."""
    entries = [(_name(entry), set(_asked_by(entry)), entry) for entry in _entries(lock)]
    wanted = _asked_for(tomllib.loads(project)["project"], EXTRAS[service])
    while more := {name for name, asking, _ in entries if asking & wanted} - wanted:
        wanted |= more
    return "".join(entry for name, _, entry in entries if name in wanted)


def _entries(lock: str) -> list[str]:
    """Each package with its hashes and comments; one package may stand there for several Pythons."""
    return re.findall(r"^[^\s#].*\n(?:[ \t].*\n)*", lock, flags=re.MULTILINE)


def _asked_for(project: Mapping[str, Any], extras: Iterable[str]) -> set[str]:
    lines = [*project["dependencies"], *chain(*(project["optional-dependencies"][extra] for extra in extras))]
    return set(map(_name, lines))


def _asked_by(entry: str) -> Iterable[str]:
    return (_name(found[1]) for line in entry.splitlines() if (found := _VIA.match(line)))


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


if __name__ == "__main__":
    sys.stdout.write(image_lock(sys.stdin.read(), sys.argv[1], PROJECT.read_text()))
