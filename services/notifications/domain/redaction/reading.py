"""Make a text readable, or refuse it: what cannot be read reliably cannot be redacted."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from .composing import Reading, composed, is_invisible
from .entities import has_entities, without_entities
from .result import Unreadable
from .stretches import zones

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


def reading_of(text: object) -> Reading:
    """The text in composed Unicode, invisible characters dropped and line ends made plain.

    Raises Unreadable for anything that is not text, or holds bytes that were decoded wrongly.
    """
    if not isinstance(text, str):
        raise Unreadable("it is not text")
    if len(text) > LONGEST_TEXT:
        raise Unreadable("it is too long to be checked")
    if has_entities(text):
        plain, origins = without_entities(text)
        inner = _reading_of(plain)
        return Reading(inner.text, [origins[at] for at in inner.origins] if inner.origins else origins)
    return _reading_of(text)


def _reading_of(text: str) -> Reading:
    characters = set(text)
    if any(character == "\ufffd" or _is_control(character) for character in characters):
        raise Unreadable("parts of it could not be read")
    if "\r" not in characters and not any(map(is_invisible, characters)) and _is_composed(text):
        return Reading(text, None)
    return composed(text)


def readable(text: object) -> str:
    """The text of `reading_of`. Raises Unreadable also for words that cannot be compared with names."""
    read = reading_of(text).text
    other = not read.isascii() and any(map(_OTHER_LETTER.match, set(read)))
    if other and any(map(_is_unread_word, _OTHER_LETTERS.findall(read))):
        raise Unreadable("parts of it are in letters that cannot be checked against the names")
    return read


# Words with a letter outside the Latin alphabets of Europe and Vietnam, and letters in circles and squares.
_OTHER, _FRAMED = (
    r"[^\W\d_\x00-\u024f\u1e00-\u1eff]",
    "[\u249c-\u24e9\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff]",
)
_OTHER_LETTER = re.compile(f"{_OTHER}|{_FRAMED}")
_OTHER_LETTERS = re.compile(rf"[^\W\d_]*{_OTHER}[^\W\d_]*|{_FRAMED}{{2,}}")


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


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in "\n\r\t\f\v"


def fold(text: str) -> str:
    """Lower case, without accents, one character for one: positions stay those of `text`."""
    if not text.isascii():
        folded = {character: _fold(character) for character in set(text) if character > "\x7f"}
        if all(map(str.isascii, folded.values())):  # as in a text with nothing but curly quotes and accents
            for character, plain in folded.items():
                text = text.replace(character, plain)
        else:
            text = text.translate({ord(character): plain for character, plain in folded.items()})
    return text.lower().replace("`", "'")


_NOT_TOLD = bytes(set(range(128)).difference(b"abcdefghijklmnopqrstuvwxyz0123456789"))


def squeezed(folded: str) -> str:
    """The plain letters and figures of a folded text, with nothing between them."""
    return folded.encode("ascii", "ignore").translate(None, _NOT_TOLD).decode("ascii")


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    alike = character.translate(_ALIKE)
    lowered = alike.lower() if alike.isascii() else unicodedata.normalize("NFKD", alike)[0].lower()
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
        start = self.start
        if start > 1 and self._source[start - 2].isalnum():  # with one character between: the most are so
            return self._source[start - 1] in _OPENING_MARKS
        return not start or _SENTENCE_OPENING.search(self._source[max(0, start - 12) : start]) is not None


_Run = tuple[tuple[str, str], ...]  # folded text and shape of each word in letters that stand together


class Words(list[Word]):
    """The words of a text in order, and where to find them without looking at each: `at` has their positions
    by folded text, `capital` and `capitals` by shape. `glued` are the words that touch the next one, and
    `runs` the first of them by all the letters that stand together; `numbers` are the stretches of the text
    between words that hold a figure, `figured` those stretches with what stands round them. `ends` has the
    end of each word.
    """

    __slots__ = ("at", "capital", "capitals", "ends", "figured", "glued", "numbers", "runs")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.at: dict[str, list[int]] = defaultdict(list)
        self.capital: list[int] = []
        self.capitals: list[int] = []
        self.glued: list[int] = []
        self.runs: dict[str, list[int]] = defaultdict(list)
        letters = _TABLE_OF_LETTERS if source.isascii() or max(source) < "\U00010000" else _LETTERS
        pieces = letters.split(
            source
        )  # what stands before, between and behind the runs of letters, and these
        ends = list(accumulate(map(len, pieces)))
        self.numbers = _with_figures(pieces[::2], ends[::2])
        self.figured = list(zones(self.numbers, source, 2, 40))
        runs = list(map(_WRITTEN.__getitem__, pieces[1::2]))
        starts = ends[:-1:2]
        if any(len(read) > 1 for read in runs):
            runs, starts = self._apart(runs, starts)
        self.ends: list[int] = []
        for at, (start, ((text, shape),)) in enumerate(zip(starts, runs, strict=True)):
            end = start + len(text)
            self.append(Word(source, start, end, text, shape))
            self.ends.append(end)
            self.at[text].append(at)
            if shape != "lower":
                (self.capital if shape == "capital" else self.capitals).append(at)

    def _apart(self, runs: list[_Run], starts: list[int]) -> tuple[list[_Run], list[int]]:
        """Every word by itself, and where it begins, those noted that touch the next one."""
        alone: list[_Run] = []
        begins: list[int] = []
        for start, read in zip(starts, runs, strict=True):
            if len(read) > 1:
                self.runs["".join(text for text, _ in read)].append(len(alone))
                self.glued.extend(range(len(alone), len(alone) + len(read) - 1))
            for word in read:
                alone.append((word,))
                begins.append(start)
                start += len(word[0])
        return alone, begins

    def by_figures(self, expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """What an expression that begins with a figure finds in `text`, which is as long as the source."""
        for start, end in self.figured:
            yield from expression.finditer(text, start, end)

    def where(self, texts: Iterable[str]) -> list[int]:
        """The positions of any of these, in order."""
        return sorted(at for text in self.at.keys() & texts for at in self.at[text])


def _with_figures(pieces: list[str], ends: list[int]) -> list[tuple[int, int]]:
    telling = {piece for piece in set(pieces) if _HAS_FIGURE.search(piece)}
    return [(end - len(piece), end) for piece, end in zip(pieces, ends, strict=True) if piece in telling]


# The capital letters of the alphabets that are read, for expressions: "[" + CAPITALS + "]".
CAPITALS = "A-Z" + "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
_LETTERS = re.compile(r"([^\W\d_]+)")
# The same of the first plane, as a table: it is read twice as fast.
_TABLE_OF_LETTERS = re.compile(
    "(["
    + "".join(f"{run[0]}-{run[-1]}" for run in _LETTERS.findall("".join(map(chr, range(0x10000)))))
    + "]+)"
)
_HAS_FIGURE = re.compile(r"[\d]")
_SENTENCE_OPENING = re.compile(r"(?:^|[.!?:•\n]|[-–—]\s)[\s\"'“‘(\[*-]*$")
_OPENING_MARKS = frozenset(
    ".!?:•\n"
)  # between two words with nothing else: no space ends a sentence by itself
# Where one word ends and the next begins without a space: "AmaraOkafor", "RIPAmara", "OKAFORObs".
_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class _Written(dict[str, _Run]):
    """Folded text and shape of each word in a run of letters, kept for the runs that come again."""

    MOST = 50_000

    def __missing__(self, run: str) -> _Run:
        if len(self) > self.MOST:
            self.clear()
        pieces = (run,) if _is_one_word(run) else tuple(_GLUED.split(run))
        read = self[run] = tuple((fold(piece), _shape(piece)) for piece in pieces)
        return read


_WRITTEN = _Written()


def words_of(source: str) -> Words:
    """The words in order. "AmaraOkafor" is two words; "O'Neill" is two words with an apostrophe between."""
    return Words(source)


def _is_one_word(run: str) -> bool:
    return run[1:].islower() or len(run) == 1 or run[1:].isupper() or run.islower()


def _shape(written: str) -> str:
    if not written[0].isupper():
        return "lower"
    return "capitals" if len(written) > 1 and written.isupper() else "capital"
