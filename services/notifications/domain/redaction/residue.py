"""A second look at the finished text, by other means than the first: does anything known remain?"""

import re

from .name_parts import name_index
from .names import KnownNames
from .reading import fold, squeezed

_EMAIL = re.compile(r"\w@\w+\.\w")
_LONG_NUMBER = re.compile(r"\d\d{9,}")  # so written the first figure is looked for faster


def residue(text: str, known: KnownNames) -> str:
    """What kind of known identifier is still in `text`, in words; "" if none. Names that are also
    words are not judged.
    """
    folded = fold(text)
    if ("@" in folded and _EMAIL.search(folded)) or any(
        len(number) == 10 for number in _LONG_NUMBER.findall(folded)
    ):
        return "a number or an e-mail address"
    told, values = squeezed(folded), (squeezed(fold(one.value)) for one in known.identifiers)
    if any(value in told for value in values if len(value) >= 6):
        return "an identifying number of this case"
    if any(name in folded and _stands(folded, name) for name in name_index(known.people).single_words):
        return "a name of this case"
    return ""


def _stands(folded: str, name: str) -> bool:
    """Whether the name stands there with no letter before or behind it."""
    at = folded.find(name)
    while at >= 0:
        if not (
            _is_letter(folded[max(0, at - 1) : at]) or _is_letter(folded[at + len(name) : at + len(name) + 1])
        ):
            return True
        at = folded.find(name, at + 1)
    return False


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()
