"""Text made even for the rules, with every character's place in the original kept.

Case, quotes, dashes, hyphens, ligatures, wrapped lines, contractions and misspellings are evened out;
evidence is always cut from the original text. What stands in the place of an identifier says nothing of a
theme: its words are filled up, and counted still.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

WORD = re.compile(r"[a-z][a-z']*[a-z]|[a-z]")
HYPHEN = re.compile(r"-(?<=\w-)(?=\w)")
#: A line end is a wrap when the next line goes on in lower case, or when a long line stops without a full
#: stop; a short line is a heading or a cell.
WRAP = re.compile(
    r"\n(?<![.:;?!\n]\n)"
    r"(?! ?[A-Z][\w /()'&-]{0,40}[:?])"
    r"(?:(?<=[^\n]{60}\n)(?= ?[A-Za-z(\[])|(?<=[^\n]{25}\n)(?= ?[a-z(])|(?<=-\n)(?= ?[a-z]))"
)
#: A tab between two words was the border of two cells.
TAB = re.compile(r"(?<=\S)[ ]*\t[ \t]*(?=\S)")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SINGLES = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-"}
SINGLES |= {"‑": "-", "−": "-", "•": "\n", "·": " ", "\t": " ", "\r": " ", "…": ".", "½": "."}

#: In place of each letter of what stands for an identifier: part of a word to every rule, and never anything
#: else, because evening out makes a plain "a" of it.
FILLING = "ª"


@cache
def _placeholders() -> re.Pattern[str]:
    forms = Path(__file__).with_name("placeholders.txt").read_text(encoding="utf-8").split("\n")
    said = [re.escape(form).replace(r"\ ", r"\s+") for form in forms if form and not form.startswith("#")]
    return re.compile(rf"\[\s*(?:{'|'.join(said)})\s*\]")


def _filled(match: re.Match[str]) -> str:
    return "".join(FILLING if character.isalnum() else character for character in match[0])


def without_identifiers(text: str) -> str:
    """As long as before, with nothing to be read in what stands for an identifier."""
    return _placeholders().sub(_filled, text) if "[" in text else text


@dataclass(frozen=True)
class Normalised:
    """`text` for the rules; character i of it came from `original[starts[i]:ends[i]]`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of `text[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character in plain lower case; nothing for a combining mark, a soft hyphen or a zero-width
    space.
    """
    if character in SINGLES:
        return SINGLES[character]
    if unicodedata.category(character) in ("Zs", "Zl", "Zp"):
        return " "
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(part for part in decomposed if unicodedata.category(part) not in ("Mn", "Cf")).lower()


def _characters(original: str) -> Normalised:
    unwrapped = WRAP.sub(" ", original.replace("\r\n", "\n "))
    if "\t" in unwrapped:
        unwrapped = TAB.sub(lambda match: "|".ljust(len(match[0])), unwrapped)
    if unwrapped.isascii():
        length = len(original)
        return Normalised(original, _even(unwrapped), range(length), range(1, length + 1))
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for odd in NOT_ASCII.finditer(unwrapped):
        pieces += [_even(unwrapped[done : odd.start()]), _plain(odd[0])]
        starts += range(done, odd.start())
        starts += [odd.start()] * len(pieces[-1])
        done = odd.end()
    pieces.append(_even(unwrapped[done:]))
    starts += range(done, len(unwrapped))
    return Normalised(original, "".join(pieces), starts, [place + 1 for place in starts])


def _even(plain: str) -> str:
    """Characters of ASCII, each for one."""
    return plain.lower().replace("\t", " ").replace("\r", " ").replace("`", "'")


def normalise(original: str, spell: Callable[[str], str]) -> Normalised:
    """The text for the rules. `spell` gives the lexicon's spelling of a lower-case word, or the word
    itself.
    """
    plain = _characters(original)
    text = without_identifiers(HYPHEN.sub(" ", plain.text))
    put_right = {word: right for word in set(WORD.findall(text)) if (right := spell(word)) != word}
    if not put_right:
        return Normalised(original, text, plain.starts, plain.ends)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in WORD.finditer(text):
        if match[0] not in put_right:
            continue
        right = put_right[match[0]]
        begin, finish = match.span()
        pieces += [text[done:begin], right]
        starts += [*plain.starts[done:begin], *[plain.starts[begin]] * len(right)]
        ends += [*plain.ends[done:begin], *[plain.ends[finish - 1]] * len(right)]
        done = finish
    pieces.append(text[done:])
    starts += plain.starts[done:]
    ends += plain.ends[done:]
    return Normalised(original, "".join(pieces), starts, ends)
