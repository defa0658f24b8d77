"""Spellings: known variants by table, words that ran together, slips in the codebook's words."""

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from services.theming.nlp.rules import read
from services.theming.nlp.vocabulary import vocabulary

#: Letters from which a word is put right: for a doubled, dropped or swapped letter, for any one slip, for
#: two slips (field words alone). Short words are too much alike.
SHORTEST, ONE_SLIP_FROM, TWO_SLIPS_FROM, GLUED_FROM = 6, 9, 11, 8
#: As many words as may have run together.
PARTS = 3


class Spelling:
    """Call it with a lower-case word. Short words and words of the protected list are never changed."""

    def __init__(self) -> None:
        data = read("spelling.toml")
        self._variants: dict[str, str] = data["variants"]
        self._field = frozenset(data["long_words"]["words"])
        self._glue: dict[str, list[str]] = data["glue"]
        words = vocabulary()
        self._stems = tuple(word[:-1] for word in words if word.endswith("*") and len(word) > 4)
        self._exact = frozenset(word for word in words if "*" not in word) | self._field
        #: A word that is longer is no two or three that ran together.
        self._longest = PARTS * max(
            map(len, self._exact | {word for some in self._glue.values() for word in some})
        )
        self._known = self._exact | frozenset(data["long_words"]["never_changed"])
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._exact):
            if len(word) >= SHORTEST and "'" not in word:
                for length in range(len(word) - 2, len(word) + 3):
                    self._alike[word[0], length].append(word)
        self._cached = lru_cache(maxsize=50_000)(self._look_up)

    def __call__(self, word: str) -> str:
        return self._cached(word)

    def written(self, word: str) -> tuple[str, ...]:
        """The variants of the table that are put right to this word, or to words with it."""
        return tuple(variant for variant, right in self._variants.items() if word in right.split())

    def _look_up(self, word: str) -> str:
        if word in self._variants:
            return self._variants[word]
        if len(word) < SHORTEST or word in self._known or "'" in word:
            return word
        if word.startswith(self._stems):
            return self._parted(word) or word
        return self._near(word) or self._parted(word) or word

    def _near(self, word: str) -> str | None:
        """The one word of the codebook this is a slip of."""
        same = self._alike.get((word[0], len(word)), [])
        allowed = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = process.extract(word, same, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=8)
        slips = ((right, int(slips)) for right, slips, _ in near if not _inflected(word, right))
        return next((right for right, number in slips if self._is_slip(word, right, number)), None)

    def _is_slip(self, word: str, right: str, slips: int) -> bool:
        if slips == 1 and len(word) >= ONE_SLIP_FROM:
            return True
        if right in self._field:
            return slips == 1 or len(word) >= TWO_SLIPS_FROM
        return slips == 1 and _doubled_or_swapped(word, right)

    def _parted(self, word: str) -> str | None:
        """ "babywas", "heavysmoker": words that ran together, when one reading of them stands out."""
        if not GLUED_FROM <= len(word) <= self._longest:
            return None
        for place in range(2, len(word) - 1):
            begin, rest = word[:place], word[place:]
            if self._fits(begin, rest):
                return f"{begin} {rest}"
            if begin in self._glue["before"] or begin in self._exact:
                for further in range(2, len(rest) - 3):
                    middle, last = rest[:further], rest[further:]
                    if middle in self._glue["between"] and self._long(begin) and self._long(last):
                        return f"{begin} {middle} {last}"
        return None

    def _fits(self, begin: str, rest: str) -> bool:
        if begin in self._glue["before"]:
            return self._long(rest)
        if rest in self._glue["after"]:
            return self._long(begin)
        return self._long(begin) and self._long(rest) and not self._field.isdisjoint((begin, rest))

    def _long(self, word: str) -> bool:
        return len(word) >= 4 and word in self._exact


ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ied",
    "ive",
    "ers",
    "er",
    "es",
    "ed",
    "al",
    "ly",
    "or",
    "s",
    "d",
    "r",
    "y",
    "e",
    "t",
)


def _stem(word: str) -> str:
    return next((word[: -len(ending)] for ending in ENDINGS if word.endswith(ending)), word)


def _inflected(word: str, right: str) -> bool:
    """A plural or a verb form is not a misspelling."""
    return word.startswith(right) or right.startswith(word) or _stem(word) == _stem(right)


def _doubled_or_swapped(word: str, right: str) -> bool:
    """One letter doubled, halved, dropped inside or swapped with its neighbour."""
    if len(word) == len(right):
        return sorted(word) == sorted(right)
    longer, shorter = (word, right) if len(word) > len(right) else (right, word)
    at = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    doubled = at > 0 and longer[at] in (longer[at - 1], longer[at + 1 : at + 2])
    return doubled or (longer is right and len(word) >= 7)
