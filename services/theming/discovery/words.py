"""Words of a text for comparing it with others: stems, pairs of words, and kinds of things."""

import re
import runpy
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[dg]\b|[.!?;\0]+")
SHORTEST = 3
_PEOPLE = (
    "mum dad mother father parent son daughter boy girl child children baby babies infant toddler teenager"
    " aged age year month week day hour minute old time told tell said say found find gave give mr mrs dr"
)


def _stop_words() -> frozenset[str]:
    """The library's, from its file alone: to load all of it takes a second."""
    spec = find_spec("spacy")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("spacy")
    return frozenset(runpy.run_path(str(Path(spec.origin).parent / "lang/en/stop_words.py"))["STOP_WORDS"])


#: Words that join others and say nothing themselves, and words that every account of a child has.
EMPTY = _stop_words() | frozenset(_PEOPLE.split()) | frozenset(f"{w}s" for w in _PEOPLE.split())
KIND, FAMILY = "#", "##"
#: An adverb says how, never what; words that end alike and are none, or name what was done to somebody.
_ADVERB, _SHORTEST_ADVERB = "ly", 6
_NOT_ADVERBS = (
    "encephaly megaly dactyly anomaly natally family supply reply apply comply assembly butterfly"
    " belly bully jelly telly welly lolly emotionally physically sexually"
)
_NO_ADVERB = tuple(_NOT_ADVERBS.split())


@dataclass(frozen=True)
class Token:
    """A word of a text: characters `start` to `end`, in small letters, singular, and as a stem."""

    start: int
    end: int
    word: str
    single: str
    stem: str

    @property
    def empty(self) -> bool:
        return says_nothing(self.word)


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """The word without a plural or possessive ending."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without the endings of number, tense and form."""
    word = singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and any(letter in "aeiouy" for letter in rest):
            word = rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@lru_cache(maxsize=200_000)
def says_nothing(word: str) -> bool:
    """Whether a word in small letters says nothing of what an account is about."""
    if word in EMPTY or len(word) < SHORTEST or "'" in singular(word):
        return True
    adverb = word.endswith(_ADVERB) and len(word) >= _SHORTEST_ADVERB and not word.endswith(_NO_ADVERB)
    return (adverb or stem(word) in of_any_death()) and not kinds().of_word(word)


def tokens(text: str) -> list[Token | None]:
    """The words in order; None where a sentence ends or something was taken out, so that no pair spans it."""
    found: list[Token | None] = []
    for match in TOKEN.finditer(text):
        word = match[0].lower()
        known = Token(match.start(), match.end(), word, singular(word), stem(word))
        found.append(known if word[0].isalnum() else None)
    return found


class Kinds:
    """Which kinds of things a word or phrase names, and which families those belong to."""

    def __init__(self, kinds: dict[str, str], families: dict[str, str]) -> None:
        self.entries = {f"{KIND}{name}": [e.strip() for e in line.split(",")] for name, line in kinds.items()}
        self._words: dict[str, set[str]] = {}
        self._starts: dict[str, list[tuple[str, str]]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, set[str]] = {}
        self.families: dict[str, set[str]] = {}
        for kind, entries in self.entries.items():
            for entry in entries:
                self._add(kind, entry)
        for family, names in families.items():
            for name in names.split(","):
                self.families.setdefault(f"{KIND}{name.strip()}", set()).add(f"{FAMILY}{family}")

    def _add(self, kind: str, entry: str) -> None:
        if entry.endswith("*"):
            self._starts.setdefault(entry[:3], []).append((entry[:-1], kind))
            return
        parts = tuple(singular(part) for part in entry.split())
        self._stems.setdefault(" ".join(stem(part) for part in entry.split()), set()).add(kind)
        if len(parts) > 1:
            self._phrases.setdefault(parts[0], []).append((parts, kind))
        else:
            self._words.setdefault(parts[0], set()).add(kind)

    def of(self, found: list[Token | None], at: int) -> Iterator[tuple[str, int]]:
        """Kinds named by the word at this place or a phrase that begins here, with the place after it."""
        token = found[at]
        if token is None:
            return
        for parts, kind in self._phrases.get(token.single, ()):
            there = found[at : at + len(parts)]
            if all(there) and tuple(each.single for each in there if each) == parts:
                yield kind, at + len(parts)
        if not token.empty:
            for kind in self._words.get(token.single, ()):
                yield kind, at + 1
            for start, kind in self._starts.get(token.word[:3], ()):
                if token.word.startswith(start):
                    yield kind, at + 1

    def of_word(self, word: str) -> set[str]:
        """Kinds and families that a word by itself names."""
        found = set(self._words.get(singular(word), ()))
        found |= {kind for start, kind in self._starts.get(word[:3], ()) if word.startswith(start)}
        return found | {family for kind in found for family in self.families.get(kind, ())}

    def phrases(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Words in a row, in the singular, with the kind they name."""
        return (each for some in self._phrases.values() for each in some)

    def above(self, term: str) -> set[str]:
        """The kinds and shorter terms that a term is part of: what it says again."""
        if term.startswith(KIND):
            return self.families.get(term, set())
        parts = term.split()
        return set().union(*(self._stems.get(part, set()) for part in (*parts, term))) | (
            set(parts) if len(parts) > 1 else set()
        )


@cache
def kinds() -> Kinds:
    """The kinds of every area, one file each, and the families over them."""
    areas = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("kinds/*.toml"))]
    return Kinds(_joined(areas, "kinds"), _joined(areas, "families"))


def _joined(areas: list[dict[str, Any]], name: str) -> dict[str, str]:
    return {key: line for area in areas for key, line in area.get(name, {}).items()}


@cache
def ordinary() -> frozenset[str]:
    """Stems that every kind of account uses."""
    return frozenset(_words_in("ordinary.txt"))


@cache
def of_any_death() -> frozenset[str]:
    """Stems of words in which any death is told, whatever it was of."""
    return frozenset(map(stem, _words_in("telling.txt")))


def _words_in(file: str) -> Iterator[str]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return (word for line in lines if not line.startswith("#") for word in line.split())


def terms(text: str) -> dict[str, tuple[int, int]]:
    """Every term of the text with the characters where it first stands: stems, pairs, kinds, families."""
    found, known = tokens(text), kinds()
    at_first: dict[str, tuple[int, int]] = {}
    for at, token in enumerate(found):
        if token is None:
            continue
        for kind, after in known.of(found, at):
            last = found[after - 1]
            span = (token.start, last.end if last else token.end)
            for term in (kind, *known.families.get(kind, ())):
                at_first.setdefault(term, span)
        if token.empty:
            continue
        at_first.setdefault(token.stem, (token.start, token.end))
        following = found[at + 1] if at + 1 < len(found) else None
        if following and not following.empty:
            at_first.setdefault(f"{token.stem} {following.stem}", (token.start, following.end))
    return at_first


@lru_cache(maxsize=500_000)
def weight(term: str) -> float:
    """How much a term can say of what a text is about, 0 to 1."""
    if term.startswith(FAMILY):
        return 0.35
    if term.startswith(KIND):
        return 1.0
    parts = term.split()
    if all(part in ordinary() for part in parts):
        return 0.0
    return 0.5 if len(parts) > 1 else 0.8
