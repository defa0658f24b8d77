"""Make a text readable, or refuse it: what cannot be read reliably cannot be redacted."""

import re
import unicodedata
from collections.abc import Iterator
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
        **dict(zip("βγεηικνρτυχωμσ", "byeniknptuxwuo", strict=True)),
        **dict(zip("øØłŁđĐıðÐħĦŋŊƒſ", "oOlLdDidDhHnNfs", strict=True)),
        **dict(zip("ɛɔɓɗƙəɩʋɲ", "eobdkeiun", strict=True)),
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read. `origins[i]` is where character i of `text` begins in the text as given, with
    one entry more for its end; None where both are the same.
    """

    text: str
    origins: list[int] | None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in characters of the text as given."""
        return (start, end) if self.origins is None else (self.origins[start], self.origins[end])


def reading_of(text: object) -> Reading:
    """The text in composed Unicode, invisible characters dropped and line ends made plain.

    Raises Unreadable for anything that is not text, or holds bytes that were decoded wrongly.
    """
    if not isinstance(text, str):
        raise Unreadable("it is not text")
    if len(text) > LONGEST_TEXT:
        raise Unreadable("it is too long to be checked")
    characters = set(text)
    if any(character == "\ufffd" or _is_control(character) for character in characters):
        raise Unreadable("parts of it could not be read")
    if "\r" not in characters and not any(map(_is_invisible, characters)) and _is_composed(text):
        return Reading(text, None)
    return _composed(text)


def readable(text: object) -> str:
    """The text of `reading_of`. Raises Unreadable also for words that cannot be compared with names."""
    read = reading_of(text).text
    if not read.isascii() and any(map(_is_unread_word, _OTHER_LETTERS.findall(read))):
        raise Unreadable("parts of it are in letters that cannot be checked against the names")
    return read


# Words with a letter outside the Latin alphabets of Europe and Vietnam, and letters in circles and squares.
_OTHER_LETTERS = re.compile(
    r"[^\W\d_]*[^\W\d_\x00-\u024f\u1e00-\u1eff][^\W\d_]*"
    r"|[\u249c-\u24e9\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff]{2,}"
)


def _is_unread_word(word: str) -> bool:
    """Whether two letters or more stand together of which not all are read as Latin. Letters that look like
    Latin ones are, within a Latin word; a word of nothing else may be of their own script.
    """
    return len(word) > 1 and (
        not all(map(str.isalpha, word))
        or not all(map(_is_read, word))
        or not any(
            letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" or _is_styled(letter) for letter in word
        )
    )


def _is_read(letter: str) -> bool:
    return letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" or fold(letter).isascii()


def _is_styled(letter: str) -> bool:
    """A Latin letter in another style: full width, bold, script, a ligature."""
    return unicodedata.normalize("NFKD", letter)[0].isascii()


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _composed(text: str) -> Reading:
    """Only round characters that are not plain is anything changed; the runs between stay as they are."""
    special = "".join(re.escape(character) for character in set(text) if _is_special(character))
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for found in re.finditer(rf"\r\n?|[^\r\n]?[{special or chr(13)}]+", text):
        pieces.append(text[at : found.start()])
        origins.extend(range(at, found.start()))
        for start, cluster in _clusters(found.group()):
            kept = "".join(character for character in cluster if not _is_invisible(character))
            pieces.append(kept)
            origins.extend([found.start() + start] * len(kept))
        at = found.end()
    origins.extend(range(at, len(text) + 1))
    return Reading("".join([*pieces, text[at:]]), origins)


def _is_special(character: str) -> bool:
    return character != "\r" and (
        unicodedata.combining(character) > 0
        or _is_invisible(character)
        or _is_jamo(character)
        or unicodedata.normalize("NFC", character) != character
    )


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Where each character begins, composed with the marks that follow it; a line end is one character."""
    start, cluster = 0, ""
    for at, character in enumerate(text.replace("\r\n", "\n").replace("\r", "\n")):
        if cluster and unicodedata.combining(character) == 0 and not _is_jamo(character):
            yield start, unicodedata.normalize("NFC", cluster)
            start, cluster = at, ""
        cluster += character
    if cluster:
        yield start, unicodedata.normalize("NFC", cluster)


def _is_jamo(character: str) -> bool:
    """A Korean letter that is drawn into the one before it."""
    return "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=4096)
def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Mn"}


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in "\n\r\t\f\v"


def fold(text: str) -> str:
    """Lower case, without accents, one character for one: positions stay those of `text`."""
    alike = text.translate(_ALIKE)
    if alike.isascii():
        return alike.lower()
    return alike.translate({ord(character): _fold(character) for character in set(alike)})


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[0]
    lowered = plain.lower()
    return lowered if len(lowered) == 1 else character


class Word:
    """A run of letters: `text` is folded, `start` and `end` are characters of the source. `shape` tells how
    it was written: "lower", "capital" or "capitals".
    """

    __slots__ = ("_source", "end", "shape", "start", "text")

    def __init__(self, source: str, start: int, end: int, text: str, shape: str) -> None:
        self._source, self.start, self.end, self.text, self.shape = source, start, end, text, shape

    @property
    def opens_sentence(self) -> bool:
        before = self._source[max(0, self.start - 12) : self.start]
        return not self.start or _SENTENCE_OPENING.search(before) is not None


# The capital letters of the alphabets that are read, for expressions: "[" + CAPITALS + "]".
CAPITALS = "A-Z" + "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_OPENING = re.compile(r"(?:^|[.!?:•\n]|[-–—]\s)[\s\"'“‘(\[*-]*$")
# Where one word ends and the next begins without a space: "AmaraOkafor", "RIPAmara", "OKAFORObs".
_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def words_of(source: str, folded: str) -> list[Word]:
    """The words in order. "AmaraOkafor" is two words; "O'Neill" is two words with an apostrophe between."""
    words: list[Word] = []
    add = words.append
    for run in _LETTERS.finditer(source):
        start, end = run.span()
        written = run.group()
        if written.islower():  # as most words are
            add(Word(source, start, end, folded[start:end], "lower"))
        elif written[1:].islower() or end - start == 1 or written[1:].isupper():
            add(Word(source, start, end, folded[start:end], _shape(written)))
        else:
            for one, two in _glued(written, start, end):
                add(Word(source, one, two, folded[one:two], _shape(source[one:two])))
    return words


def _shape(written: str) -> str:
    if not written[0].isupper():
        return "lower"
    return "capitals" if len(written) > 1 and written.isupper() else "capital"


def _glued(written: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start + cut.start() for cut in _GLUED.finditer(written)]
    return list(pairwise([start, *cuts, end]))
