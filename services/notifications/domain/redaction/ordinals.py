"""Days of a month in words: "the fourteenth", "twenty first"."""

import re

_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
ORDINALS = [
    *_UNITS,
    *["tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"],
    *["sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"],
    *[f"twenty-{unit}" for unit in _UNITS],
    *["thirtieth", "thirty-first"],
]
ORDINAL = "|".join(sorted((word.replace("-", r"[\s-]") for word in ORDINALS), key=len, reverse=True))


def number_of(ordinal: str) -> int:
    return ORDINALS.index(re.sub(r"\s", "-", ordinal)) + 1
