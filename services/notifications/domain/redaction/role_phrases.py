"""What a person is to the case, in words that say nothing else: "Mum's sister Ann" becomes "the aunt"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .reading import fold
from .words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """`phrase` stands in for the name; `side` is "family" or "professional"; `sex` is "" where the role does
    not tell.
    """

    phrase: str
    side: str = "professional"
    sex: str = ""


_ROLES = re.compile(
    r"\b(?:"
    + "|".join(re.escape(row[0]) for row in sorted(ROLE_WORDS, key=lambda row: -len(row[0])))
    + r")\b"
)
_BY_WORDS = {row[0]: RolePhrase(*row[1:]) for row in ROLE_WORDS}


@lru_cache(maxsize=4096)
def role_phrase(written: str) -> RolePhrase:
    """The phrase of the table for a role as written; the longest that is in it. "a person" if none is: a
    role in free words may itself name somebody.
    """
    words = " ".join(re.findall(r"[a-z0-9'-]+", fold(written).replace("_", " ")))
    found = _ROLES.findall(words)
    if not found:
        return RolePhrase("a person", "family")
    return _BY_WORDS[max(found, key=lambda role: (len(role.split()), len(role)))]
