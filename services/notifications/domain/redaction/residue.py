"""A second look at the finished text, by other means than the first: does anything known remain?"""

import re

from .name_parts import name_index
from .names import KnownNames
from .reading import fold

_EMAIL = re.compile(r"\w@\w+\.\w")
_NOT_TOLD = re.compile(r"[^a-z0-9]+")
_TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")


def residue(text: str, known: KnownNames) -> str:
    """What kind of known identifier is still in `text`, in words; "" if none. Names that are also
    words are not judged.
    """
    folded = fold(text)
    squeezed = _squeezed(folded)
    if _EMAIL.search(folded) or _TEN_DIGITS.search(folded):
        return "a number or an e-mail address"
    if any(_squeeze(one.value) in squeezed for one in known.identifiers if len(_squeeze(one.value)) >= 6):
        return "an identifying number of this case"
    present = set(re.findall(r"[^\W\d_]+", folded))
    if present & set(name_index(known.people).single_words):
        return "a name of this case"
    return ""


def _squeeze(value: str) -> str:
    return _squeezed(fold(value))


def _squeezed(folded: str) -> str:
    return _NOT_TOLD.sub("", folded)
