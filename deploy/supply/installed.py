"""``python -m deploy.supply.installed SERVICE``: that what is installed is what the bill of materials says.

It runs while an image is built, with what is in the image; the image is not made if they differ.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path

BILLS = Path(__file__).with_name("bills")
OURS_OR_TOOL = {"child-death-review", "pip"}  # pip installs, and comes with Python


def difference(installed: Mapping[str, str], service: str) -> list[str]:
    """Each that is installed and not listed, or listed and not installed, in words."""
    bill = json.loads((BILLS / f"{service}.cdx.json").read_text())
    listed = {each["name"]: each["version"] for each in bill["components"] if "pkg:pypi/" in each["purl"]}
    there = {name: version for name, version in installed.items() if name not in OURS_OR_TOOL}
    return [
        *(f"installed and not in the bill: {name} {there[name]}" for name in _more(there, listed)),
        *(f"in the bill and not installed: {name} {listed[name]}" for name in _more(listed, there)),
    ]


def here() -> dict[str, str]:
    return {each.name.lower().replace("_", "-").replace(".", "-"): each.version for each in distributions()}


def _more(one: Mapping[str, str], other: Mapping[str, str]) -> Iterable[str]:
    return sorted(name for name in one if one[name] != other.get(name))


if __name__ == "__main__":
    sys.exit("\n".join(difference(here(), sys.argv[1])) or 0)
