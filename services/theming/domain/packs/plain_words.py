"""What the pack for everybody says instead of words that only those who work with them know.

The words are data (``plain_words.toml``); what has no row is printed as it stands.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    written = tomllib.loads(Path(__file__).with_name("plain_words.toml").read_text(encoding="utf-8"))
    return {name: written[name] for name in ("labels", "definitions")}


def plain_label(label: str) -> str:
    """A theme, a row or the head of a table."""
    return _words()["labels"].get(label, label)


def plain_definition(definition: str) -> str:
    return _words()["definitions"].get(definition, definition)
