"""A second look at the finished text, by other means than the first: does anything known remain?"""

import re

from .name_parts import name_index
from .names import KnownNames
from .reading import fold, squeezed

_EMAIL = re.compile(r"\w@\w+\.\w")
_LONG_NUMBER = re.compile(r"\d{10,}")


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
    names = {name for name in name_index(known.people).single_words if name in folded}
    if names and not names.isdisjoint(re.findall(r"[^\W\d_]+", folded)):
        return "a name of this case"
    return ""
