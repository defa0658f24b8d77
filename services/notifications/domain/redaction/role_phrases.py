"""What a person is to the case, in words that say nothing else: "Mum's sister Ann" becomes "the aunt"."""

import re
from dataclasses import dataclass

from .reading import fold
from .words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """`phrase` stands in for the name; `side` is "family" or "professional"; `sex` is "" where the role does not
    tell.
    """

    phrase: str
    side: str = "professional"
    sex: str = ""


def role_phrase(written: str) -> RolePhrase:
    """The phrase of the table for a role as written; the longest that is in it. "a person" if none is: a
    role in free words may itself name somebody.
    """
    words = " ".join(re.findall(r"[a-z0-9'-]+", fold(written).replace("_", " ")))
    found = [row for row in ROLE_WORDS if re.search(rf"\b{re.escape(row[0])}\b", words)]
    if not found:
        return RolePhrase("a person", "family")
    _, phrase, side, sex = max(found, key=lambda row: (len(row[0].split()), len(row[0])))
    return RolePhrase(phrase, side, sex)
