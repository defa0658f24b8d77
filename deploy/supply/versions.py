"""Whether a version falls under an advisory, as OSV's schema (1.6, "affected") defines it."""

import re
from collections.abc import Mapping
from typing import Any

from packaging.version import InvalidVersion, Version

from deploy.supply.locks import PYTHON, Pin, plain_name

Key = Any  # what versions of one ecosystem are compared by


def is_affected(advisory: Mapping[str, Any], pin: Pin) -> bool:
    """By the versions it names, or by a range. A range of commits says nothing about a release."""
    return any(_names(each, pin) and _holds(each, pin) for each in advisory.get("affected", ()))


def _names(affected: Mapping[str, Any], pin: Pin) -> bool:
    package = affected.get("package", {})
    name = package.get("name", "")
    return package.get("ecosystem") == pin.ecosystem and pin.name == (
        plain_name(name) if pin.ecosystem == PYTHON else name
    )


def _holds(affected: Mapping[str, Any], pin: Pin) -> bool:
    version = key(pin.ecosystem, pin.version)
    if any(key(pin.ecosystem, each) == version for each in affected.get("versions", ())):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each["type"] in ("ECOSYSTEM", "SEMVER"))
    return any(_within(pin.ecosystem, each["events"], version) for each in ranges)


def _within(ecosystem: str, events: list[Mapping[str, str]], version: Key) -> bool:
    """The events in the order of their versions: the last one that is not after ours decides."""
    inside = False
    for kind, at in sorted(
        ((kind, at) for event in events for kind, at in event.items()),
        # At the same version "introduced" stands first; "last_affected" holds for its own version too.
        key=lambda event: (_key_of_event(ecosystem, event[1]), event[0] != "introduced"),
    ):
        point = _key_of_event(ecosystem, at)
        if kind == "introduced" and point <= version:
            inside = True
        elif (kind == "fixed" and point <= version) or (kind == "last_affected" and point < version):
            inside = False
    return inside


def _key_of_event(ecosystem: str, at: str) -> Key:
    return key(ecosystem, "0" if at == "0" else at)


def key(ecosystem: str, version: str) -> Key:
    """What to compare by: PEP 440 for Python, semver for npm. What is neither stands before everything."""
    if ecosystem == PYTHON:
        try:
            return Version(version)
        except InvalidVersion:
            return Version("0.dev0")
    return _semver(version)


def _semver(version: str) -> tuple[Any, ...]:
    release, _, before = version.partition("+")[0].partition("-")
    numbers = [int(part) for part in re.findall(r"\d+", release)][:3]
    parts = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".") if part
    )
    return (*numbers, *[0] * (3 - len(numbers)), not before, parts)
