"""How long what people write may be: one figure for every field, and rows for those with another."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from shared.errors import Fault

_LIMITS = tomllib.loads(Path(__file__).with_name("free_texts.toml").read_text(encoding="utf-8"))
LONGEST_TEXT: int = _LIMITS["longest_text"]
LONGER_TEXTS: Mapping[str, int] = _LIMITS["longer_texts"]
LONGEST_REASON: int = _LIMITS["longest_reason"]


def reason_too_long(field: str, text: str) -> list[Fault]:
    """The fault of a reason that is longer than a reason may be."""
    if len(text.strip()) <= LONGEST_REASON:
        return []
    return [Fault(field, f"Shorten the reason to {LONGEST_REASON} characters")]
