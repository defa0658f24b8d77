"""Names as they are heard: accents, spelling and doubled letters do not matter, and vowels hardly.

For finding who may be the same child, never for saying so: many names share a sound. Source of the letter
classes: Russell's Soundex, carried through the whole name and applied to the first letter too, as
"Katherine" and "Catherine" are one name.
"""

import re
import unicodedata
from functools import lru_cache

VERSION = "2026.1"
SOUND_LENGTH = 6
MOST_NAMES = 8
# Letters that do not come apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_CLASSES = {
    letter: sound
    for letters, sound in (("bfpv", "1"), ("cgjkqsxz", "2"), ("dt", "3"), ("l", "4"), ("mn", "5"), ("r", "6"))
    for letter in letters
}
# Words on a form that name nobody, and parts of names that too many share.
_ON_FORMS = """
    baby infant boy girl newborn twin triplet male female not known unknown unnamed named yet of the
    son daughter one two three first second third i ii iii a b c
"""
_IN_MANY_NAMES = "nee née de da la le el al bin bint van von"
NO_NAMES = frozenset([*_ON_FORMS.split(), *_IN_MANY_NAMES.split()])
_SPELLINGS = ((re.compile("ph"), "f"), (re.compile("(?<!^)gh"), ""), (re.compile("^(mc|mac)"), "mk"))


@lru_cache(maxsize=5000)  # of one child, whom a search compares with many
def plain_name(written: str) -> str:
    """Small letters without accents, apostrophes or hyphens, single spaces: "Zoë O’Neill" is "zoe oneill"."""
    apart = unicodedata.normalize("NFKD", written.casefold().translate(_LETTERS))
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’`´]", "", letters)).replace("_", " ").split())


def name_words(written: str) -> tuple[str, ...]:
    """The words of a name that name somebody, each once; none for "Baby Twin 1"."""
    words = (word for word in plain_name(written).split() if word not in NO_NAMES and not word.isdecimal())
    return tuple(dict.fromkeys(words))[:MOST_NAMES]


def sound_of(word: str) -> str:
    """How a plain word is heard, in a few digits; 0 stands for a vowel at its beginning."""
    for pattern, spelled in _SPELLINGS:
        word = pattern.sub(spelled, word)
    sounds = "0" if word[:1] in "aeiouhwy" else ""
    last = ""
    for letter in word:
        sound = _CLASSES.get(letter, "" if letter in "aeiouyhw" else letter)
        sounds += sound if sound != last else ""
        last = sound or ("" if letter in "aeiouy" else last)
    return sounds[:SOUND_LENGTH]
