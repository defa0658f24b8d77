"""The data files beside this one, read once. All that is said of anybody is in them; the code picks."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Table = dict[str, Any]


@cache
def table(name: str) -> Table:
    """``name``.toml as a dict."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def fragments() -> dict[str, Table]:
    """Theme -> its section and its sentences by assertion, from every file of sentences."""
    found: dict[str, Table] = {}
    for file in sorted((HERE / "fragments").glob("*.toml")):
        found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found
