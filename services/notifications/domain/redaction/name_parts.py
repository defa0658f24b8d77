"""Every way a known name can be written, as folded words: whole, in part, joined, shortened."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .misspelling import near_name
from .names import KnownPerson
from .pet_names import full_name_of, without_opening
from .reading import fold, words_of
from .shapes import shape_of_letters
from .words import EPONYMS, NAMES_THAT_ARE_WORDS, NO_NAMES, PARTICLES, SHORT_FORMS, is_ordinary


@dataclass(frozen=True, slots=True)
class NamePart:
    """One written form: `words` folded, in order. A `doubtful` form is also an ordinary word, or very
    short.
    """

    words: tuple[str, ...]
    person: KnownPerson
    kind: str  # "given" | "family" | "other"
    doubtful: bool


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(name))


def parts_of(person: KnownPerson) -> Iterator[NamePart]:
    """All written forms of one person's names, longest forms included."""
    for kind, written in _written_forms(person):
        words = name_words(written)
        for form in {words, ("".join(words),)} if words else ():
            if len("".join(form)) > 1:  # a letter alone is an initial: "Hepatitis B" names no Dr B Lister
                yield NamePart(form, person, kind, doubtful=all(map(is_also_a_word, form)))


def _written_forms(person: KnownPerson) -> Iterator[tuple[str, str]]:
    given_names = [name for name in person.given_names.split() if fold(name) not in PARTICLES]
    for given in given_names:
        yield from (("given", form) for form in _whole_and_pieces(given))
        for piece in {given, *re.split(r"[-‐‑–]", given)}:
            yield from (("given", short) for short in sorted(SHORT_FORMS.get(fold(piece), ())))
        yield from (("given", rest) for rest in without_opening(given))
        yield from (("given", letters) for letters in _letters_of(given))
    yield from (("family", form) for form in _whole_and_pieces(person.family_name))
    for alias in person.also_known_as:
        yield from (("other", form) for form in _whole_and_pieces(alias))
    for one, two in pairwise(
        [name for name in given_names if fold(name) not in NO_NAMES]
    ):  # "Wai Ling" is also "Wailing"
        yield "given", f"{one} {two}"
    first = [name for name in given_names[:1] if fold(name) not in NO_NAMES]
    if first and person.family_name:
        yield "other", f"{first[0]} {person.family_name}"
        yield "other", f"{person.family_name} {first[0]}"


def _letters_of(given: str) -> Iterator[str]:
    """John-Joe is also "J-J"."""
    pieces = [piece for piece in re.split(r"[-‐‑–]", given) if piece[:1].isalpha()]
    if len(pieces) > 1:
        yield " ".join(piece[0] for piece in pieces)


def _whole_and_pieces(name: str) -> Iterable[str]:
    pieces = [piece for piece in re.split(r"[\s\-‐‑–]+", name.strip()) if piece]
    names = [piece for piece in pieces if fold(piece).strip(".'") not in NO_NAMES]
    alone = [piece for piece in names if fold(piece).strip(".'") not in PARTICLES]
    if not names:
        return ()
    return dict.fromkeys(
        [" ".join(pieces), " ".join(names), *alone, *_scottish(alone), *_saintly(pieces), *_irish(alone)]
    )


def _irish(names: list[str]) -> Iterator[str]:
    """O'Dowd is also written Dowd."""
    for name in names:
        if found := re.match(r"(?i)o['’](.{3,})", name):
            yield found.group(1)


def _saintly(pieces: list[str]) -> Iterator[str]:
    """St Clair is also written Saint Clair."""
    other = {"st": "Saint", "saint": "St"}
    if len(pieces) > 1 and (first := other.get(fold(pieces[0]).strip("."))):
        yield " ".join([first, *pieces[1:]])
        yield f"{first} {pieces[1]}"
        yield f"{pieces[0]} {pieces[1]}"


def _scottish(names: list[str]) -> Iterator[str]:
    """McAllister is also written MacAllister, Mc Allister and Allister."""
    for name in names:
        if found := re.match(r"(?i)(?:mc|mac)(?=[A-Z]|[a-z]{5})\s?(.{4,})", name):
            rest = found.group(1)
            yield from (
                f"Mc{rest}",
                f"Mac{rest}",
                f"Mc {rest}",
                f"Mac {rest}",
                *([rest] if rest[0].isupper() else []),
            )


def is_also_a_word(form: str) -> bool:
    """True where the form alone proves nothing: "grace", "young", "moro", "li"."""
    return len(form) <= 2 or form in NAMES_THAT_ARE_WORDS or form in EPONYMS or is_ordinary(form)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one folded word can be: the beginning of `parts`, the plural of `plural`, or nearly `near`."""

    parts: tuple[NamePart, ...]
    plural: tuple[NamePart, ...]
    near: tuple[NamePart, ...]
    within: tuple[NamePart, ...] = ()  # of a word such as "zofianowakx", joined to something else
    begins: tuple[str, ...] = ()  # names of the case that this word begins: "xiao" of "xiaoming"


SHORTEST_PET_NAME = 3  # letters of a name of which a shape is kept
SHORTEST_INSIDE = 5  # letters of a name found within a longer word
SHORTEST_JOINED = 6  # letters of that word
_TITLE_GLUED = re.compile(r"(?:dr|mr|mrs|ms|miss|pc|dc|ds|baby|rip)(.{2,})")
MOST_READINGS = 5_000  # kept for a case; then they are read anew


class NameIndex:
    """Looks up name forms by their first word, longest first."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self.by_first_word: dict[str, list[NamePart]] = defaultdict(list)
        for person in people:
            for part in dict.fromkeys(parts_of(person)):
                self.by_first_word[part.words[0]].append(part)
        self.single_words = tuple(
            sorted(
                {
                    part.words[0]
                    for parts in self.by_first_word.values()
                    for part in parts
                    if len(part.words) == 1 and not part.doubtful
                }
            )
        )
        self.given_names = tuple(
            name
            for name in self.single_words
            if any(part.kind != "family" and part.words == (name,) for part in self.by_first_word[name])
        )
        self._shapes = {
            shape_of_letters(parts[0].words[0]): parts[0].words[0]
            for parts in self.by_first_word.values()
            if len(parts[0].words[0]) >= SHORTEST_PET_NAME and self.exactly(parts[0].words[0])
        }
        self._readings: dict[str, Reading | None] = {}

    def starting_with(self, word: str) -> list[NamePart]:
        return self.by_first_word.get(word, [])

    def exactly(self, word: str) -> tuple[NamePart, ...]:
        return tuple(part for part in self.starting_with(word) if part.words == (word,))

    def misread(self, shape: str) -> tuple[NamePart, ...]:
        """The name of that shape of letters, a word of the language or not."""
        return self.exactly(self._shapes[shape]) if shape in self._shapes else ()

    def reading(self, word: str) -> Reading | None:
        """None for a word that has nothing to do with a name of the case, as most have not."""
        try:
            return self._readings[word]
        except KeyError:
            if len(self._readings) > MOST_READINGS:
                self._readings.clear()
            return self._readings.setdefault(word, self._read(word))

    def _shortened(self, word: str) -> str | None:
        """The given name that a word, none of the language, begins: "Finn" and "Finny" of Finlay."""
        return None if is_also_a_word(word) else full_name_of(word, self.given_names)

    def _of_that_shape(self, word: str) -> str | None:
        """ "Arnara", for Amara."""
        name = self._shapes.get(shape_of_letters(word)) if len(word) > SHORTEST_PET_NAME else None
        return name if name in self.single_words and not is_ordinary(word) else None

    def _read(self, word: str) -> Reading | None:
        parts = tuple(sorted(self.starting_with(word), key=lambda part: -len(part.words)))
        plural = self._singular(word) if word.endswith("s") and len(word) > 2 else ()
        near = (
            (near_name(word, self.single_words) or self._shortened(word) or self._of_that_shape(word))
            if not parts
            else None
        )
        begins = (
            ()
            if len(word) < 3
            else tuple(
                name for name in self.single_words if len(name) > len(word) + 1 and name.startswith(word)
            )
        )
        within = self._inside(word) if not parts else ()
        found = Reading(parts, plural, self.exactly(near) if near else (), within, begins)
        return found if parts or plural or near or begins or within else None

    def _singular(self, word: str) -> tuple[NamePart, ...]:
        return self.exactly(word[:-1]) or (self.exactly(word[:-2]) if word.endswith("es") else ())

    def _inside(self, word: str) -> tuple[NamePart, ...]:
        """The name that a long word, none of the language, holds: "mrsokafor", "zofianowakx"."""
        if len(word) < SHORTEST_JOINED or is_ordinary(word):
            return ()
        whole = [name for name in self.single_words if len(name) >= SHORTEST_INSIDE and name in word]
        if not whole and (found := _TITLE_GLUED.match(word)):
            whole = [found.group(1)] if found.group(1) in self.single_words else []
        return self.exactly(max(whole, key=len)) if whole else ()


@lru_cache(maxsize=256)  # two for each of the cases that `redacting` keeps, and more beside
def name_index(people: tuple[KnownPerson, ...]) -> NameIndex:
    """The index of a case's people, kept while the case's texts are read."""
    return NameIndex(people)
