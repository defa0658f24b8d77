"""The licence of everything that is pinned, and whether our use is allowed by it.

Read from what is installed (metadata of wheels) and from the npm lock, corrected by ``licences.toml``.
"""

import json
import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from deploy.supply.locks import NPM, ROOT, Pin, all_pins

TABLE = Path(__file__).with_name("licences.toml")
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_HEAD = """# What it is made of, and under which licences

Made from the locks by `make generate`. *Shipped* is in an image; the rest is used for building and testing.
What our use allows is written in [licences.toml](licences.toml), and checked.

| Package | Version | From | Licence | Shipped |
|---|---|---|---|---|
"""


class LicenceUnknown(LookupError):
    """A package says nothing we understand; ``licences.toml`` is the place to write what its file says."""


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text())


def licence_of(pin: Pin) -> str:
    """An SPDX expression. Raises LicenceUnknown, also for what is not installed."""
    corrected = table()["packages"].get(pin.name)
    if corrected:
        return str(corrected)
    said = _of_npm().get(pin.name, "") if pin.ecosystem == NPM else _of_wheel(pin.name)
    if not _EXPRESSION.fullmatch(said) or said == "UNKNOWN":
        raise LicenceUnknown(f"{pin.name} {pin.version} says of its licence: '{said[:60]}'")
    return said


def is_allowed(licence: str, allowed: Collection[str]) -> bool:
    """Of what is joined by AND each must be allowed, of what is joined by OR one."""
    return any(all(part in allowed for part in choice.split(" AND ")) for choice in licence.split(" OR "))


def forbidden(pins: Collection[Pin]) -> list[str]:
    """Name, version and licence of each that our use is not allowed by, or that says nothing."""
    return [f"{pin.name} {pin.version}: {said}" for pin, said in _said(pins) if not _may_be_used(pin, said)]


def listed() -> str:
    """The page that lists them."""
    rows = "".join(
        f"| {pin.name} | {pin.version} | {pin.ecosystem} | {licence_of(pin)} | {'yes' * pin.shipped} |\n"
        for pin in all_pins(ROOT)
    )
    return _HEAD + rows


def _said(pins: Collection[Pin]) -> Iterator[tuple[Pin, str]]:
    for pin in pins:
        try:
            yield pin, licence_of(pin)
        except LicenceUnknown as unknown:
            yield pin, str(unknown)


def _may_be_used(pin: Pin, licence: str) -> bool:
    return is_allowed(licence, {*table()["shipped"], *(() if pin.shipped else table()["tools"])})


def _of_wheel(name: str) -> str:
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    words: dict[str, str] = table()["words"]
    kinds = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier") or []
        if each.startswith("License :: ")
    ]
    fields = (said[field] for field in ("License-Expression", "License") if field in said)
    for text in (*fields, *(kinds if len(kinds) == 1 else [])):
        first = str(text).strip()
        if first in words or _EXPRESSION.fullmatch(first):
            return str(words.get(first, first))
    return ", ".join(kinds)


@cache
def _of_npm() -> dict[str, str]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: each.get("license", "") for path, each in packages.items()}
