"""What the locks pin: Python packages with their hashes, and what is built with npm. No network is asked."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from deploy.image_lock import image_lock

ROOT = Path(__file__).resolve().parents[2]
PYTHON, NPM = "PyPI", "npm"  # as OSV calls them
PLACE = {
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_full_version": "3.11.16",
    "python_version": "3.11",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": "x86_64",
}  # of the images
_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^ +#(?: via|  ) +([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Pin:
    """One package at one version. ``hashes`` are sha256 (Python) or sha512 (npm), in hexadecimal.

    ``asked_by``: the names of the packages that need it. ``shipped``: it is in an image of ours.
    """

    ecosystem: str
    name: str
    version: str
    hashes: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    shipped: bool = True


def python_pins(lock: str, shipped: Iterable[str] | None = None) -> list[Pin]:
    """Every entry of a lock's text that applies in our images (``PLACE``). ``shipped``: names that are."""
    from packaging.markers import Marker

    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    pins = []
    for entry in entries:
        found = _ENTRY.match(entry)
        if found and (not found[3] or Marker(found[3]).evaluate(PLACE)):
            name = plain_name(found[1])
            asked = tuple(sorted(set(map(plain_name, _VIA.findall(entry)))))
            is_shipped = shipped is None or name in set(shipped)
            pins.append(Pin(PYTHON, name, found[2], tuple(_HASH.findall(entry)), asked, is_shipped))
    return sorted(pins)


def npm_pins(lock: str) -> list[Pin]:
    """Every package of a package-lock's text; shipped is what is no tool for building and no option."""
    pins = set()
    for path, each in json.loads(lock)["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            shipped = not (each.get("dev") or each.get("optional") or each.get("devOptional"))
            pins.add(Pin(NPM, name, each["version"], _integrity(each), (), shipped))
    return sorted(pins)


def all_pins(root: Path = ROOT) -> list[Pin]:
    """What both locks and the npm lock pin, each once."""
    shipped = {pin.name for pin in python_pins((root / "requirements.lock").read_text())}
    python = python_pins((root / "requirements-dev.lock").read_text(), shipped)
    return sorted([*python, *npm_pins((root / "package-lock.json").read_text())])


def image_pins(service: str, root: Path = ROOT) -> list[Pin]:
    """What is in the image of one service."""
    text = (root / "requirements.lock").read_text()
    python = python_pins(image_lock(text, service, (root / "pyproject.toml").read_text()))
    npm = npm_pins((root / "package-lock.json").read_text())
    return sorted(chain(python, (pin for pin in npm if pin.shipped)))


def plain_name(name: str) -> str:
    """As PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _integrity(entry: Mapping[str, str]) -> tuple[str, ...]:
    kind, _, text = entry.get("integrity", "").partition("-")
    return (base64.b64decode(text).hex(),) if kind == "sha512" else ()
