"""Make a text readable, or refuse it: what cannot be read reliably cannot be redacted."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .result import Unreadable

LONGEST_TEXT = 2_000_000  # characters; more than this is a file that was read wrongly

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´＇ʹ′", "'"),
        **dict.fromkeys("‐‑‒–—−﹣－", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u3000", " "),
        # letters of other alphabets that look the same, and letters that do not decompose
        **dict(zip("АВЕКМНОРСТХаеорсухіјѕԁһ", "abekmhopctxaeopcyxijsdh", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα", "abezhikmnoptyxoa", strict=True)),
        **dict(zip("øØłŁđĐıðÐ", "oOlLdDidD", strict=True)),
    }
)


def readable(text: object) -> str:
    """The text in composed Unicode, invisible characters dropped and line ends made plain.

    Raises Unreadable for anything that is not text, or holds bytes that were decoded wrongly.
    """
    if not isinstance(text, str):
        raise Unreadable("it is not text")
    if len(text) > LONGEST_TEXT:
        raise Unreadable("it is too long to be checked")
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(character for character in composed if not _is_invisible(character))
    if any(character == "\ufffd" or _is_control(character) for character in set(kept)):
        raise Unreadable("parts of it could not be read")
    return kept


@lru_cache(maxsize=4096)
def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Mn"}


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in "\n\t\f\v"


def fold(text: str) -> str:
    """Lower case, without accents, one character for one: positions stay those of `text`."""
    if text.isascii():
        return text.translate(_ALIKE).lower()
    alike = text.translate(_ALIKE)
    return alike.lower() if alike.isascii() else "".join(_fold(character) for character in alike)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[0]
    lowered = plain.lower()
    return lowered if len(lowered) == 1 else character


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters: `text` is folded; `shape` says how it was written."""

    start: int
    end: int
    text: str
    shape: str  # "lower" | "capital" | "capitals"
    opens_sentence: bool


_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_OPENING = re.compile(r"(?:^|[.!?:•\n]|[-–—]\s)[\s\"'“‘(\[*-]*$")


def words_of(source: str, folded: str) -> list[Word]:
    """The words in order. "AmaraOkafor" is two words; "O'Neill" is two words with an apostrophe between."""
    return [
        Word(start, end, folded[start:end], _shape(source[start:end]), _opens_sentence(source, start))
        for run in _LETTERS.finditer(source)
        for start, end in _camel(source, run.start(), run.end())
    ]


def _camel(source: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [at for at in range(start + 1, end) if source[at].isupper() and source[at - 1].islower()]
    edges = [start, *cuts, end]
    return list(pairwise(edges))


def _shape(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "capitals"
    return "capital" if word[:1].isupper() else "lower"


def _opens_sentence(source: str, start: int) -> bool:
    return _SENTENCE_OPENING.search(source[max(0, start - 12) : start]) is not None if start else True
