"""What may name somebody in words that others will read: it is worded anew, or said to name nobody.

Who says so gives a tick for the words as they stand, by their digest: changed words are asked about again.
No fault repeats what it is about: it is shown to others than who typed it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import Fault
from shared.named_people import NAMES_NOBODY, named_in

__all__ = ["NAMES_NOBODY", "NOTHING_TYPED", "MayName", "Texts", "naming_faults", "said_of"]
Texts = Mapping[str, str]  # Field of a form: what stands in it.
NOTHING_TYPED: Texts = {}
MAY_NAME = "This may show {kinds}: change the words, or say below that nobody can be known by them"
ADDRESS = "This shows a street address: take it out"


@dataclass(frozen=True)
class MayName(Fault):
    """``kinds``: what it may show. ``words``: the digest of all that is asked about, for the tick."""

    kinds: str = ""
    words: str = ""


def naming_faults(texts: Texts, nobody_in: str = "") -> list[Fault]:
    """Every field that may name somebody. ``nobody_in``: the tick that came with the form, "" without one."""
    asked, faults = _asked(texts), list[Fault]()
    words = _digest(asked)
    for field, text in texts.items():
        found = named_in(text)
        if any(each.certain for each in found):
            faults.append(Fault(field, ADDRESS))
        if field in asked and nobody_in != words:
            kinds = " and ".join(sorted({each.kind for each in found if not each.certain}))
            faults.append(MayName(field, MAY_NAME.format(kinds=kinds), kinds, words))
    return faults


def said_of(texts: Texts, nobody_in: str) -> dict[str, list[str]]:
    """For the audit: the fields of which somebody said that they name nobody; empty where nobody had to."""
    asked = _asked(texts)
    return {"names_nobody": list(asked)} if asked and nobody_in == _digest(asked) else {}


def _asked(texts: Texts) -> dict[str, str]:
    return {field: text for field, text in texts.items() if any(not each.certain for each in named_in(text))}


def _digest(asked: Texts) -> str:
    """SHA-256 in hexadecimal; "" of nothing."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest() if asked else ""
