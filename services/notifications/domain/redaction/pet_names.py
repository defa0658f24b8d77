"""Forms of given names that families use: "Szymek" of Szymon, "Dami" of Oluwadamilola, "Yudele" of Yudi."""

import re
from collections.abc import Iterable, Iterator

from .reading import fold
from .words import NAME_OPENINGS, PET_ENDINGS

SHORTEST_STEM = 3  # letters of the beginning of a name
FEWEST_CONSONANTS = 3
_VOWELS = re.compile("[aeiou]")
SHORTEST_REST = 5  # letters of a name behind its opening
_ENDING = re.compile("(?:(?<=(.))\\1)?(?:" + "|".join(sorted(PET_ENDINGS, key=len, reverse=True)) + ")?$")


def without_opening(given: str) -> Iterator[str]:
    """ "Damilola" of Oluwadamilola, "Rahman" of Abdirahman."""
    plain = fold(given)
    for opening in NAME_OPENINGS:
        if plain.startswith(opening) and len(plain) - len(opening) >= SHORTEST_REST:
            yield given[len(opening) :]
            return


def full_name_of(word: str, given_names: Iterable[str]) -> str | None:
    """The given name that a word begins, its ending for endearment left off; words and names are folded."""
    stem = _stem(word)
    if len(stem) < SHORTEST_STEM:
        return None
    names = tuple(given_names)
    begun = next((name for name in names if name.startswith(stem) and len(name) > len(stem)), None)
    return begun or _with_vowels_left_out(word, stem, names)


def _with_vowels_left_out(word: str, stem: str, given_names: tuple[str, ...]) -> str | None:
    """The name of "Ayshu", which is Ayesha: all its consonants, said together."""
    heard = _consonants(stem)
    if stem == word or len(heard) < FEWEST_CONSONANTS:
        return None
    return next((name for name in given_names if name[0] == stem[0] and _consonants(name) == heard), None)


def _consonants(name: str) -> str:
    return name[0] + _VOWELS.sub("", name[1:])


def _stem(word: str) -> str:
    found = _ENDING.search(word, SHORTEST_STEM)
    return word[: found.start()] if found else word
